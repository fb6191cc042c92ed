"""Which device is used for what: the clerk's choice, else the system's default; and who is told when it changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from clerk_desktop.desktop.media.catalogue import Catalogue, Kind, Offer, Picked, meant


class Selection(QObject):
    """Picks devices and notices when the usual one goes and comes back.

    Args:
        catalogue: what the computer offers.
        parent: Qt owner.

    Signals:
        fell_back(Kind, str, str): a device is not there any more; the other takes its place ("" for none).
        returned(Kind, str): it is back and in use.
    """

    fell_back = Signal(object, str, str)
    returned = Signal(object, str)

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._choice: dict[Kind, Offer | None] = dict.fromkeys(Kind)
        self._usual: dict[Kind, Offer | None] = dict.fromkeys(Kind)
        self._missed: dict[Kind, Offer] = {}
        self._broken: dict[Kind, set[Offer]] = {kind: set() for kind in Kind}

    def choose(self, kind: Kind, choice: Offer | None) -> None:
        """The clerk's choice; None: what the system takes by default."""
        self._choice[kind], self._usual[kind] = choice, None
        self._broken[kind].clear()
        self._missed.pop(kind, None)

    def failed(self, kind: Kind, offer: Offer) -> None:
        """It is denied, in use elsewhere or just unplugged: not this one until the devices change."""
        self._broken[kind].add(offer)

    def look_again(self, kind: Kind) -> None:
        """The devices changed: what failed may work now."""
        self._broken[kind].clear()

    def pick(self, kind: Kind) -> Picked | None:
        """The device to use now; tells when the chosen or usual one went, and when it is back."""
        choice, broken = self._choice[kind], self._broken[kind]
        picked = self._catalogue.pick(kind, choice, broken)
        expected = choice or self._usual[kind]
        there = meant(expected, [one for one in self._catalogue.offers(kind) if one not in broken])
        if expected is not None and there is None:
            if kind not in self._missed:
                self._missed[kind] = expected
                self.fell_back.emit(kind, expected.name, "" if picked is None else picked.offer.name)
        elif self._missed.pop(kind, None) is not None and picked is not None and picked.offer == there:
            self.returned.emit(kind, there.name)
        if picked is not None and kind not in self._missed:
            self._usual[kind] = picked.offer
        return picked
