from __future__ import annotations

from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.common.messages.work import PaperReceived
from clerk_desktop.desktop.models.handover import Finished, HandoverModel


def a_paper(pdf: bytes = b"signed") -> Finished:
    return Finished("form-1-final", "Form", "Form.pdf", pdf, SignatureLevel.SIMPLE)


def test_a_paper_has_arrived_when_its_hash_comes_back() -> None:
    model = HandoverModel()
    received: list[Finished] = []
    model.received.connect(received.append)
    model.start((a_paper(),))
    assert not model.complete
    model.on_received(PaperReceived(id="form-1-final", sha256="0" * 64))
    model.on_received(PaperReceived(id="another", sha256=a_paper().digest))
    assert not model.complete
    model.on_received(PaperReceived(id="form-1-final", sha256=a_paper().digest))
    model.on_received(PaperReceived(id="form-1-final", sha256=a_paper().digest))
    assert model.complete
    assert len(received) == 1


def test_what_arrived_and_did_not_change_stays_arrived() -> None:
    model = HandoverModel()
    model.start((a_paper(),))
    model.on_received(PaperReceived(id="form-1-final", sha256=a_paper().digest))
    model.start((a_paper(),))
    assert model.complete
    model.start((a_paper(b"another"),))
    assert not model.complete


def test_nothing_is_not_complete() -> None:
    model = HandoverModel()
    model.stop()
    assert not model.complete
