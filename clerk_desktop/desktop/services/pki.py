"""A demo PKI in the desk's data folder, so that signing works on the first day without a trust service.

Root and time stamp authority are made on first start and kept (folder 0700, files 0600); a signer's key lives for one
signature and is never written down. Every subject says DEMO: nobody outside this office trusts these certificates, and
nobody should. All of it blocks; the first start takes up to a second (RSA key), later ones milliseconds.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from clerk_desktop.common.clock import SystemClock

_log = logging.getLogger(__name__)

_FOLDER = "demo-pki"
_NAMES = ("root", "timestamp")


@dataclass(frozen=True)
class KeyPair:
    """A certificate and its private key (PKCS #8), both DER; the key stays out of the `repr`."""

    certificate: bytes
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class DemoPki:
    """The office's own trust root and time stamp authority."""

    root: KeyPair
    timestamp: KeyPair

    @classmethod
    def load_or_create(cls, directory: Path) -> DemoPki:
        """The PKI that lies in `directory`, made there if there is none.

        Two desks that start at once end with the same one. A damaged one is put aside, not overwritten, because papers
        signed under it need its root.

        Raises:
            OSError: the folder cannot be written.
        """
        folder = directory / _FOLDER
        pki = _load(folder)
        if pki:
            return pki
        if folder.exists():
            aside = folder.with_name(f"{_FOLDER}-damaged-{SystemClock().now():%Y%m%dT%H%M%S%f}")
            folder.rename(aside)
            _log.warning("the demo PKI was damaged; it lies in %s now and a new one was made", aside.name)
        return _create(folder)

    def one_time_signer(self, name: str, now: datetime) -> KeyPair:
        """A fresh key for one signature of `name`, its certificate valid for ten minutes around `now` (aware)."""
        from clerk_desktop.desktop.services import certificates  # noqa: PLC0415  heavy: the desk starts without it

        return certificates.signer(name, self.root, now)


def _load(folder: Path) -> DemoPki | None:
    """The PKI in `folder`; None when files are missing, broken or do not belong together."""
    from clerk_desktop.desktop.services import certificates  # noqa: PLC0415  heavy, see above

    try:
        pairs = [KeyPair((folder / f"{n}.crt").read_bytes(), (folder / f"{n}.key").read_bytes()) for n in _NAMES]
    except FileNotFoundError:
        return None
    pki = DemoPki(*pairs)
    return pki if certificates.belong_together(pki.root, pki.timestamp) else None


def _create(folder: Path) -> DemoPki:
    from clerk_desktop.desktop.services import certificates  # noqa: PLC0415  heavy, see above

    now = SystemClock().now()
    root = certificates.root(now)
    pki = DemoPki(root, certificates.timestamp_authority(root, now))
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: written beside its place (mkdtemp makes 0700), then moved there in one step.
    draft = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}-", dir=folder.parent))
    try:
        for name, pair in zip(_NAMES, (pki.root, pki.timestamp), strict=True):
            _write_private(draft / f"{name}.crt", pair.certificate)
            _write_private(draft / f"{name}.key", pair.key)
        draft.rename(folder)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        other = _load(folder)  # another desk was faster
        if other is None:
            raise
        return other
    return pki


def _write_private(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
