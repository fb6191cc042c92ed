"""The heavy tools behind the models' ports, each loaded when it is first used: typesetting and signing.

Both block; the models run them in threads.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from clerk_desktop.common.errors import PaperBroken
from clerk_desktop.common.matters import Paper, SignatureLevel
from clerk_desktop.common.several import part_of
from clerk_desktop.common.signatures import Drawing
from clerk_desktop.desktop.models.ports import Order, TypesetPaper

if TYPE_CHECKING:
    from clerk_desktop.desktop.services.forms import Box
    from clerk_desktop.desktop.services.pki import DemoPki


def typeset_paper(paper: Paper, values: Mapping[str, str], order: Order) -> TypesetPaper:
    """Set a paper of the order's matter. Raises PaperBroken."""
    from clerk_desktop.desktop.services.forms import PaperContext, typeset  # noqa: PLC0415

    context = PaperContext(
        office=order.clerk.office,
        clerk=order.clerk.name,
        reference=order.case.reference,
        moment=order.moment,
        identified_at=order.identified_at,
    )
    matter, own = part_of(paper, order.case.matters, values)
    made = typeset(paper, matter, own, context)
    return TypesetPaper(made.pdf, made.signature_boxes)


class DrawnSigner:
    """Puts drawn signatures into papers under the demo PKI of the data folder, and judges each result."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pki: DemoPki | None = None
        self._making = threading.Lock()

    def warm_up(self) -> None:
        """Make or load the PKI, so that the first signature does not wait for it."""
        from clerk_desktop.desktop.services import signing  # noqa: F401, PLC0415
        from clerk_desktop.desktop.services.pki import DemoPki  # noqa: PLC0415

        with self._making:
            if self._pki is None:
                self._pki = DemoPki.load_or_create(self._folder)

    def __call__(
        self, paper: TypesetPaper, drawing: Drawing, signer: str, level: SignatureLevel, now: datetime
    ) -> bytes:
        """The signed paper.

        Raises:
            SignatureRefused: the drawing is none, or cannot give this level.
            PaperBroken: the paper has no place for a signature, or the result does not validate.
        """
        from clerk_desktop.desktop.services.signing import sign_drawn, validate  # noqa: PLC0415

        self.warm_up()
        if not paper.boxes or self._pki is None:
            raise PaperBroken("no place for a signature")
        box = cast("Box", paper.boxes[0])
        signed = sign_drawn(paper.pdf, drawing, signer, level, box, self._pki, now)
        report = validate(signed, self._pki, now)
        if not report.valid:
            raise PaperBroken(f"the signature does not validate: {', '.join(report.problems)}")
        return signed
