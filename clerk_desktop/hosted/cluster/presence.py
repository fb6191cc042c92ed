"""Who is connected to any process of the service.

Every process tells the others who comes and goes, numbered, and with each beat its latest number. Who misses a number
(or has just started) asks, and is told everything. Who falls silent is forgotten with all its guests: a killed process
leaves no ghosts. While the wire is down, what was last known of the others stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.messages.clerk import CardTrial
from clerk_desktop.hosted.cluster.wire import SILENCE_SECONDS, Message, Wire
from clerk_desktop.hosted.events import Event, Superseded, Vanished
from clerk_desktop.hosted.presence import Presence


@dataclass
class _Other:
    """What another process says about its guests."""

    heard: float
    number: int = -1
    citizens: dict[str, int] = field(default_factory=dict)
    clerks: set[tuple[str, str]] = field(default_factory=set)
    trials: dict[str, CardTrial] = field(default_factory=dict)


class SharedPresence(Presence):
    """The guests of this process and of all others.

    Of two pages of one appointment on two processes the one that came later stays; the other process hears
    `Superseded`. Later means the greater claim: the clock, but always more than any claim that was heard before.

    Args:
        wire: to the other processes.
        clock: makes claims.
        tell: takes events for this process.
    """

    def __init__(self, wire: Wire, clock: Clock, tell: Callable[[Event], None]) -> None:
        super().__init__()
        self._wire = wire
        self._clock = clock
        self._tell = tell
        self._claims: dict[str, int] = {}
        self._number = 0
        self._others: dict[str, _Other] = {}
        wire.on_message.append(self._hear)
        wire.on_connection.append(self._connection)
        wire.beat = self._beat

    # --- what the live sockets say

    def citizen(self, appointment: str, present: bool) -> None:
        """See `Presence.citizen`."""
        with self._lock:
            heard = max((other.citizens.get(appointment, 0) for other in self._others.values()), default=0)
            claim = max(int(self._clock.now().timestamp() * 1e6), heard + 1)
            if present:
                self._claims[appointment] = claim
            else:
                self._claims.pop(appointment, None)
        super().citizen(appointment, present)
        self._announce({"kind": "citizen", "id": appointment, "claim": claim if present else 0})

    def clerk(self, office: str, clerk: str, present: bool) -> None:
        """See `Presence.clerk`."""
        super().clerk(office, clerk, present)
        self._announce({"kind": "clerk", "office": office, "id": clerk, "present": present})

    def tried(self, appointment: str, trial: CardTrial) -> None:
        """See `Presence.tried`."""
        super().tried(appointment, trial)
        self._announce({"kind": "trial", "id": appointment, "trial": trial.model_dump(mode="json")})

    # --- what everybody asks

    def trial_of(self, appointment: str) -> CardTrial | None:
        """See `Presence.trial_of`."""
        here = super().trial_of(appointment)
        with self._lock:
            others = [other.trials[appointment] for other in self._others.values() if appointment in other.trials]
        return here or (others[0] if others else None)

    def has_citizen(self, appointment: str) -> bool:
        """See `Presence.has_citizen`."""
        if super().has_citizen(appointment):
            return True
        with self._lock:
            return any(appointment in other.citizens for other in self._others.values())

    def has_clerk(self, office: str, clerk: str) -> bool:
        """See `Presence.has_clerk`."""
        if super().has_clerk(office, clerk):
            return True
        with self._lock:
            return any((office, clerk) in other.clerks for other in self._others.values())

    def clerks_of(self, office: str) -> int:
        """See `Presence.clerks_of`."""
        with self._lock:
            found = {clerk for other in self._others.values() for place, clerk in other.clerks if place == office}
            return len(found | self._clerks.get(office, set()))

    # --- what the other processes say

    def _connection(self, connected: bool) -> None:
        if connected:
            now = time.monotonic()
            with self._lock:
                for other in self._others.values():
                    other.heard = now  # they, too, come back only now
            self._wire.send({"kind": "who"})
            self._wire.send(self._everything())

    def _beat(self) -> Message:
        if self._wire.connected:
            self._forget_the_silent()
        return {"number": self._number}

    def _announce(self, message: Message) -> None:
        self._number += 1
        self._wire.send(message | {"number": self._number})

    def _everything(self) -> Message:
        with self._lock:
            clerks = [[office, clerk] for office, here in self._clerks.items() for clerk in here]
            trials = {id_: trial.model_dump(mode="json") for id_, trial in self._trials.items()}
            everybody = {"citizens": dict(self._claims), "clerks": clerks, "trials": trials}
            return {"kind": "guests", "number": self._number, **everybody}

    def _hear(self, sender: str, message: Message) -> None:
        kind = message.get("kind")
        if kind == "who":
            if message.get("whom", self._wire.me) == self._wire.me:
                self._wire.send(self._everything())
        elif kind in {"beat", "citizen", "clerk", "trial", "guests"}:
            self._learn(sender, kind, message)

    def _learn(self, sender: str, kind: str, message: Message) -> None:
        gone: list[Event] = []
        with self._lock:
            other = self._others.setdefault(sender, _Other(heard=0.0))
            other.heard = time.monotonic()
            number = int(message["number"])
            if kind == "guests":
                other.number = number
                before = (set(other.citizens), other.clerks)
                other.citizens = {str(id_): int(claim) for id_, claim in message["citizens"].items()}
                other.clerks = {(str(office), str(clerk)) for office, clerk in message["clerks"]}
                trials = message.get("trials", {})  # an older version of the service knows none
                other.trials = {str(id_): CardTrial.model_validate(trial) for id_, trial in trials.items()}
                gone = self._missing(*before)
                superseded = [id_ for id_, claim in other.citizens.items() if self._loses(id_, claim, sender)]
            elif number == other.number + 1 and kind == "citizen":
                other.number = number
                superseded = self._citizen_of(other, sender, message)
            elif number == other.number + 1 and kind == "clerk":
                other.number = number
                pair = (str(message["office"]), str(message["id"]))
                (other.clerks.add if message["present"] else other.clerks.discard)(pair)
                superseded = []
            elif number == other.number + 1 and kind == "trial":
                other.number = number
                other.trials[str(message["id"])] = CardTrial.model_validate(message["trial"])
                superseded = []
            else:
                superseded = []
                if number != other.number:
                    self._wire.send({"kind": "who", "whom": sender})
            for appointment in superseded:
                del self._claims[appointment]
                self._citizens.discard(appointment)
                self._trials.pop(appointment, None)
        for appointment in superseded:
            self._announce({"kind": "citizen", "id": appointment, "claim": 0})
            self._tell(Superseded(appointment))
        for event in gone:
            self._tell(event)

    def _citizen_of(self, other: _Other, sender: str, message: Message) -> list[str]:
        appointment, claim = str(message["id"]), int(message["claim"])
        other.trials.pop(appointment, None)
        if not claim:
            other.citizens.pop(appointment, None)
            return []
        other.citizens[appointment] = claim
        return [appointment] if self._loses(appointment, claim, sender) else []

    def _loses(self, appointment: str, claim: int, sender: str) -> bool:
        mine = self._claims.get(appointment)
        return mine is not None and (mine, self._wire.me) < (claim, sender)

    def _forget_the_silent(self) -> None:
        limit = time.monotonic() - SILENCE_SECONDS
        with self._lock:
            silent = [self._others.pop(name) for name, other in list(self._others.items()) if other.heard < limit]
            gone = [event for other in silent for event in self._missing(set(other.citizens), other.clerks)]
        for event in gone:
            self._tell(event)

    def _missing(self, citizens: set[str], clerks: set[tuple[str, str]]) -> list[Event]:
        """Who of these is not connected anywhere any more; the lock is held."""
        others = self._others.values()
        citizens = citizens - self._citizens - {id_ for other in others for id_ in other.citizens}
        here = {(office, clerk) for office, ids in self._clerks.items() for clerk in ids}
        clerks = clerks - here - {pair for other in others for pair in other.clerks}
        return [Vanished(tuple(sorted(citizens)), tuple(sorted(clerks)))] if citizens or clerks else []
