"""Waiting times, service times, no-shows: derived from the steps' time stamps whenever somebody asks, never stored."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import BERLIN
from clerk_desktop.common.messages.clerk import FiguresView
from clerk_desktop.hosted.schema import Appointment, StepTaken

NEVER_BOOKED = (State.RESERVED, State.EXPIRED)
LAST_DAY = date(9999, 12, 30)


def figures(tx: Session, office: str, first: date, last: date) -> FiguresView:
    """How the appointments from `first` to `last` (days in Germany) went in the office that served them."""
    begin, end = _midnight(first), _midnight(min(last, LAST_DAY) + timedelta(days=1))
    there = (
        Appointment.serving_office == office,
        Appointment.start >= begin,
        Appointment.start < end,
        Appointment.state.not_in(NEVER_BOOKED),
    )
    booked = tx.execute(select(Appointment.id, Appointment.start, Appointment.state).where(*there)).all()
    steps = tx.execute(
        select(StepTaken.appointment, StepTaken.state, StepTaken.at)
        .join(Appointment, Appointment.id == StepTaken.appointment)
        .where(*there)
        .order_by(StepTaken.id)
    ).all()
    stamps: dict[str, list[tuple[State, datetime]]] = {}
    for step in steps:
        stamps.setdefault(step.appointment, []).append((step.state, step.at))
    ended = Counter(row.state for row in booked)
    return FiguresView(
        office=office,
        first=first,
        last=last,
        booked=len(booked),
        finished=ended[State.FINISHED],
        missed=ended[State.MISSED],
        cancelled=ended[State.CANCELLED],
        waiting_minutes_median=_median(waited(row.start, stamps.get(row.id, [])) for row in booked),
        service_minutes_median=_median(served(stamps.get(row.id, [])) for row in booked),
    )


def waited(start: datetime, steps: Iterable[tuple[State, datetime]]) -> timedelta | None:
    """From the agreed time, or the arrival when that was later, until the first call; None when never called."""
    arrived = None
    for state, at in steps:
        if state is State.WAITING:
            arrived = at
        elif state is State.CONFIRMED:
            arrived = None
        elif state is State.CALLED:
            return max(at - max(start, arrived or at), timedelta())
    return None


def served(steps: Iterable[tuple[State, datetime]]) -> timedelta | None:
    """The time spent in the call, interruptions left out; None when it never finished."""
    total, since, over = timedelta(), None, False
    for state, at in steps:
        if since is not None:
            total += at - since
        since = at if state is State.IN_CALL else None
        over = over or state is State.FINISHED
    return total if over else None


def _midnight(day: date) -> datetime:
    try:
        return datetime.combine(day, time(), BERLIN).astimezone(UTC)
    except OverflowError:  # the very first day of the calendar
        return datetime.min.replace(tzinfo=UTC)


def _median(spans: Iterable[timedelta | None]) -> float | None:
    minutes = [span / timedelta(minutes=1) for span in spans if span is not None]
    return round(statistics.median(minutes), 1) if minutes else None
