from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.errors import OfficeError, PaperBroken
from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.common.messages.work import SignatureDeclined, SignatureDrawn
from clerk_desktop.common.signatures import Drawing, Point, RequestState
from clerk_desktop.desktop.models.ports import TypesetPaper
from clerk_desktop.desktop.models.review import ReviewModel, UnderReview
from clerk_desktop.desktop.models.signature import NAME, SignatureModel, Signing, signed_digest
from clerk_desktop.desktop.tasks import Tasks
from tests.helpers.desk_fakes import FakeSigner
from tests.helpers.desk_samples import NOW, a_drawing

DOT = Drawing(width=100, height=50, strokes=((Point(x=1, y=1, t=0),),))


class Pad:
    def __init__(self) -> None:
        self.tasks, self.signer = Tasks(), FakeSigner()
        self.model = SignatureModel(self.signer, self.tasks, FixedClock(NOW))
        review = ReviewModel()
        self.papers: tuple[UnderReview, ...] = tuple(
            review.add(name, name, TypesetPaper(name.encode(), ()), 1) for name in ("first", "second")
        )
        self.asked: list[Signing] = []
        self.accepted: list[Signing] = []
        self.sent_back: list[str] = []
        self.model.asked.connect(self.asked.append)
        self.model.accepted.connect(self.accepted.append)
        self.model.sent_back.connect(lambda _item, error: self.sent_back.append(error.code))

    def ask(self, count: int = 1) -> Signing:
        self.model.ask(self.papers[:count], "Erika Mustermann", SignatureLevel.SIMPLE)
        assert self.model.open is not None
        return self.model.open

    async def draw(self, item: Signing, drawing: Drawing | None = None, sha256: str = "") -> None:
        digest = sha256 or item.request.document_sha256
        self.model.on_drawn(SignatureDrawn(id=item.request.id, document_sha256=digest, drawing=drawing or a_drawing()))
        await self.quiet()

    async def quiet(self) -> None:
        import asyncio

        while self.tasks.busy(NAME):
            over = asyncio.Event()
            self.tasks.busy_changed.connect(over.set)
            await over.wait()


@pytest.fixture
async def pad() -> AsyncIterator[Pad]:
    pad = Pad()
    yield pad
    await pad.tasks.close()


async def test_a_drawing_becomes_a_signed_paper(pad: Pad) -> None:
    item = pad.ask()
    await pad.draw(item)
    assert pad.model.all_signed
    signed = pad.accepted[0]
    assert signed.signed == b"first\nsigned by Erika Mustermann (simple)"
    assert signed_digest(signed) != signed.request.document_sha256
    assert signed_digest(item) == item.request.document_sha256


async def test_the_same_drawing_twice_signs_once_and_is_confirmed_again(pad: Pad) -> None:
    item = pad.ask()
    await pad.draw(item)
    await pad.draw(item)
    assert len(pad.accepted) == 2
    assert pad.accepted[0].signed == pad.accepted[1].signed
    assert pad.model.items[0].tries == 1


async def test_while_one_is_being_signed_another_drawing_is_left_alone(pad: Pad) -> None:
    item = pad.ask()
    message = SignatureDrawn(id=item.request.id, document_sha256=item.request.document_sha256, drawing=a_drawing())
    pad.model.on_drawn(message)
    assert pad.model.working
    pad.model.on_drawn(message)
    pad.model.on_declined(SignatureDeclined(id=item.request.id))
    pad.model.withdraw()
    await pad.quiet()
    assert len(pad.accepted) == 1
    assert not pad.model.working


async def test_what_is_no_signature_is_sent_back_and_the_request_stays_open(pad: Pad) -> None:
    item = pad.ask()
    await pad.draw(item, DOT)
    assert pad.sent_back == ["signature_refused"]
    now = pad.model.open
    assert now is not None
    assert (now.sent_back, now.tries) == ("too few points", 1)
    await pad.draw(item)
    assert pad.model.all_signed
    assert pad.model.items[0].sent_back == ""


async def test_a_signature_for_other_bytes_is_sent_back(pad: Pad) -> None:
    await pad.draw(pad.ask(), sha256="f" * 64)
    assert pad.sent_back == ["signature_refused"]
    assert pad.model.open is not None
    assert pad.model.open.sent_back == "another paper"


async def test_a_paper_that_cannot_be_signed_is_said(pad: Pad) -> None:
    pad.signer.fail = PaperBroken("no place")
    await pad.draw(pad.ask())
    assert pad.sent_back == ["paper_broken"]
    assert not pad.model.working


async def test_several_papers_are_asked_for_one_after_the_other(pad: Pad) -> None:
    first = pad.ask(2)
    assert [item.request.paper for item in pad.asked] == ["first"]
    await pad.draw(first)
    assert [item.request.paper for item in pad.asked] == ["first", "second"]
    assert not pad.model.all_signed
    await pad.draw(pad.asked[1])
    assert pad.model.all_signed


async def test_asking_twice_asks_once(pad: Pad) -> None:
    first = pad.ask()
    assert pad.ask().request.id == first.request.id


async def test_declined_keeps_the_words_and_can_be_asked_anew(pad: Pad) -> None:
    item = pad.ask()
    pad.model.on_declined(SignatureDeclined(id=item.request.id, reason="Ich lese erst."))
    assert pad.model.items[0].request.state is RequestState.DECLINED
    assert pad.model.items[0].request.reason == "Ich lese erst."
    await pad.draw(item)
    assert not pad.accepted
    assert pad.ask().request.id != item.request.id


async def test_a_withdrawn_request_takes_no_signature(pad: Pad) -> None:
    item = pad.ask()
    pad.model.withdraw()
    assert pad.model.open is None
    await pad.draw(item)
    pad.model.on_declined(SignatureDeclined(id=item.request.id))
    assert pad.model.items[0].request.state is RequestState.WITHDRAWN
    assert not pad.accepted


async def test_an_unknown_request_means_nothing(pad: Pad) -> None:
    errors: list[OfficeError] = []
    pad.tasks.failed.connect(errors.append)
    item = pad.ask()
    pad.model.stop()
    await pad.draw(item)
    assert not pad.accepted
    assert not errors
