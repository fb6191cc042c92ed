"""Any signed PDF is checked: four signatures hold, eleven manipulations are named, hostile files get a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from clerk_desktop.checking.verify import verify
from clerk_desktop.common.verification import ChangeKind, Verdict, Verification, sentence
from clerk_desktop.desktop.services.pki import DemoPki
from tests.helpers import signed as helper
from tests.helpers.papers import paper, poppler

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> DemoPki:
    return DemoPki.load_or_create(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def four(pki: DemoPki) -> bytes:
    return helper.four_signatures(pki, NOW)


def check(pdf: bytes, pki: DemoPki, now: datetime = NOW) -> Verification:
    return verify(pdf, [pki.root.certificate], now)


# --- what holds ------------------------------------------------------------------------------------------


def test_four_signatures_hold_here_and_in_poppler(four: bytes, pki: DemoPki, tmp_path: Path) -> None:
    found = check(four, pki)
    assert (found.verdict, found.changes, found.detail) == (Verdict.VALID, (), "")
    assert found.unmodified
    assert found.covers_whole_file
    assert [one.signer for one in found.signatures] == [f"{name} (DEMO)" for name in helper.SIGNERS]
    assert [one.level for one in found.signatures] == ["simple", "advanced", "advanced", "seal"]
    assert all(one.intact and one.trusted for one in found.signatures)
    assert [one.time for one in found.signatures] == [NOW, NOW, NOW, NOW + timedelta(seconds=1)]
    said = poppler("pdfsig", four, tmp_path)
    assert said.count("Signature Validation: Signature is Valid.") == 4
    assert "Total document signed" in said


def test_a_foreign_authority_is_sound_but_not_trusted(four: bytes) -> None:
    found = verify(four, [], NOW)
    assert found.verdict is Verdict.UNTRUSTED
    assert found.unmodified
    assert not any(one.trusted for one in found.signatures)
    assert all(one.intact for one in found.signatures)
    assert {one.level for one in found.signatures} == {"unknown"}
    assert {one.time for one in found.signatures} == {None}
    assert found.signatures[0].claimed == NOW


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(days=300)])
def test_signatures_outlive_their_certificates(later: timedelta, four: bytes, pki: DemoPki) -> None:
    assert check(four, pki, NOW + later).verdict is Verdict.VALID


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(minutes=-11), timedelta(hours=1)])
def test_a_certificate_not_alive_at_the_stamped_moment_is_not_trusted(off: timedelta, pki: DemoPki) -> None:
    pdf = helper.sign(helper.form(), "citizen", "Erika", pki, NOW + off, stamped=NOW)
    found = check(pdf, pki)
    assert found.verdict is Verdict.UNTRUSTED
    assert found.signatures[0].time == NOW
    assert found.signatures[0].intact


def test_without_a_time_stamp_the_present_counts(pki: DemoPki) -> None:
    pdf = helper.sign(helper.form(), "citizen", "Erika", pki, NOW, stamped=None)
    assert check(pdf, pki).verdict is Verdict.VALID
    assert check(pdf, pki).signatures[0].time is None
    assert check(pdf, pki, NOW + timedelta(hours=1)).verdict is Verdict.UNTRUSTED


def test_a_level_is_believed_only_of_whom_we_know(pki: DemoPki) -> None:
    pdf = helper.sign(helper.form(), "citizen", "Erika", pki, NOW, reason="Fortgeschrittene Signatur")
    assert check(pdf, pki).signatures[0].level == "advanced"
    assert verify(pdf, [], NOW).signatures[0].level == "unknown"


@pytest.mark.parametrize("save", ["streams", "linear", "plain"])
def test_other_ways_to_write_a_file_are_understood(save: str, pki: DemoPki) -> None:
    import pikepdf

    mode = pikepdf.ObjectStreamMode.generate if save != "plain" else pikepdf.ObjectStreamMode.disable
    base = helper.form(object_stream_mode=mode, linearize=save == "linear")
    assert (b"/ObjStm" in base) == (save != "plain")
    found = check(helper.four_signatures(pki, NOW, base), pki)
    assert found.verdict is Verdict.VALID, found


def test_an_empty_field_may_be_filled_in_before_the_next_signature(pki: DemoPki) -> None:
    first = helper.sign(helper.form(), "citizen", "Erika", pki, NOW)
    found = check(helper.sign(helper.set_value(first, "empty", "x"), "clerk", "Frau Wolf", pki, NOW), pki)
    assert found.verdict is Verdict.VALID
    assert [(one.kind, one.where, one.allowed) for one in found.changes] == [(ChangeKind.FORM_VALUE, "empty", True)]


# --- what was done to it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", helper.MANIPULATIONS)
def test_a_manipulation_is_named(name: str, four: bytes, pki: DemoPki, tmp_path: Path) -> None:
    kind, where, change = helper.MANIPULATIONS[name]
    found = check(change(four, tmp_path), pki)
    assert found.verdict is Verdict.MODIFIED
    assert not found.unmodified
    assert kind in {one.kind for one in found.changes}
    (named,) = (one for one in found.changes if one.kind == kind)
    assert named.where.startswith(where)
    assert not named.allowed
    assert len(found.changes) == 1
    assert all(where in words or where[:4] in {"page", "revi", "byte"} for words in sentence(named))


@pytest.mark.parametrize("name", ["form value", "annotation", "ink", "text", "page", "attachment", "changed field"])
def test_a_manipulation_between_two_signatures_is_named(name: str, pki: DemoPki, tmp_path: Path) -> None:
    kind, where, change = helper.MANIPULATIONS[name]
    first = helper.sign(helper.form(), "citizen", "Erika", pki, NOW)
    first = helper.sign(first, "clerk", "Frau Wolf", pki, NOW)
    found = check(helper.sign(change(first, tmp_path), "seal", "Siegel", pki, NOW), pki)
    assert found.verdict is Verdict.MODIFIED
    assert found.covers_whole_file
    assert (kind, where, "Frau Wolf (DEMO)") in {(one.kind, one.where, one.after) for one in found.changes}


def test_the_overlap_attack_is_caught_that_others_let_pass(pki: DemoPki, tmp_path: Path) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    attack, honest = helper.overlap(pki, NOW), helper.overlap(pki, NOW, honest=True)
    (one,) = PdfFileReader(BytesIO(attack)).embedded_signatures
    one.compute_integrity_info()
    assert one.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert "Total document signed" in poppler("pdfsig", attack, tmp_path)
    found = check(attack, pki)
    assert found.signatures[0].intact
    assert found.verdict is Verdict.MODIFIED
    assert [change.kind for change in found.changes] == [ChangeKind.OVERLAP]
    assert check(honest, pki).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "behind", [b"\n", b"%junk", b"\n%%EOF\n", b"\x00" * 4096, b"startxref\n0\n%%EOF\n", b"1 0 obj"]
)
def test_bytes_behind_the_last_signature_are_noticed(behind: bytes, four: bytes, pki: DemoPki) -> None:
    found = check(four + behind, pki)
    assert not found.unmodified
    assert not found.covers_whole_file


def test_every_single_changed_byte_is_noticed(four: bytes, pki: DemoPki) -> None:
    # In the last signature's own value parts stand that nothing signs, such as copies of certificates.
    last = four.rindex(b"/Contents <")
    unsigned = range(last, four.index(b">", last))
    for place in range(9, len(four), len(four) // 25):
        if place in unsigned:
            continue
        changed = bytearray(four)
        changed[place] ^= 0x01
        assert not check(bytes(changed), pki).unmodified, place


def test_what_stands_in_the_padding_is_noticed(four: bytes, pki: DemoPki) -> None:
    end = four.index(b"00>", four.index(b"/Contents <"))
    found = check(four[:end] + b"AB" + four[end + 2 :], pki)
    assert not found.unmodified


# --- what cannot be checked ----------------------------------------------------------------------------------


def test_an_unsigned_file_is_called_so() -> None:
    found = verify(paper("abmeldung").pdf, [], NOW)
    assert found.verdict is Verdict.UNSIGNED
    assert not found.unmodified


def test_an_encrypted_file_is_not_judged(four: bytes, pki: DemoPki) -> None:
    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(four)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    assert check(out.getvalue(), pki).verdict is Verdict.UNCLEAR


def deep(_: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"\nendobj\nstartxref\n0\n%%EOF\n"


@pytest.mark.parametrize(
    "make",
    [
        lambda _: b"",
        lambda _: b"%PDF-1.7 nothing",
        lambda _: b"\x00" * 500,
        lambda four: four[:5000],
        lambda four: four[5000:],
        lambda four: b"\n" + four,
        deep,
    ],
    ids=["empty", "head", "zeros", "beginning", "rest", "shifted", "deep"],
)
def test_a_broken_file_gets_a_sentence(make: Callable[[bytes], bytes], four: bytes, pki: DemoPki) -> None:
    line = check(make(four), pki).line("x.pdf")
    assert line["unmodified"] is False
    assert line["verdict"] in {"unreadable", "unclear", "modified", "too_much"}
    assert all(line["sentence"].values())
