"""The finished papers on their way to the citizen's device, until their hash comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clerk_desktop.common.documents import sha256
from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.common.messages.work import PaperReceived


@dataclass(frozen=True)
class Finished:
    """One paper to keep.

    Attributes:
        id: names it on both sides.
        title: as the citizen reads it.
        file_name: proposed to the citizen's browser, with its ending.
        pdf: its bytes.
        level: of the signature in it.
        received: whether the page has confirmed the hash.
    """

    id: str
    title: str
    file_name: str
    pdf: bytes
    level: SignatureLevel
    received: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, lower-case hex."""
        return sha256(self.pdf)


class HandoverModel(QObject):
    """What is handed over.

    Signals:
        changed: anything of it.
        received(Finished): the page has confirmed one.
    """

    changed = Signal()
    received = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._papers: tuple[Finished, ...] = ()

    @property
    def papers(self) -> tuple[Finished, ...]:
        """All finished papers."""
        return self._papers

    @property
    def complete(self) -> bool:
        """Whether every one arrived whole (and there is one)."""
        return bool(self._papers) and all(paper.received for paper in self._papers)

    def start(self, papers: tuple[Finished, ...]) -> None:
        """These are finished. What arrived already and did not change counts as arrived."""
        arrived = {paper.digest for paper in self._papers if paper.received}
        self._papers = tuple(replace(paper, received=paper.digest in arrived) for paper in papers)
        self.changed.emit()

    def stop(self) -> None:
        """The case is over."""
        self.start(())

    def on_received(self, message: PaperReceived) -> None:
        """The page has the paper; with another hash it has not."""
        for paper in self._papers:
            if paper.id == message.id and paper.digest == message.sha256 and not paper.received:
                done = replace(paper, received=True)
                self._papers = tuple(done if p is paper else p for p in self._papers)
                self.changed.emit()
                self.received.emit(done)
