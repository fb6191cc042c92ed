from __future__ import annotations

from datetime import date

from clerk_desktop.common.errors import NotSignedIn, Unavailable
from clerk_desktop.desktop.models.figures import FiguresModel, Period
from clerk_desktop.desktop.models.session import SessionState
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import NOW


async def model(rehearsal: Rehearsal) -> FiguresModel:
    await rehearsal.sign_in()
    return FiguresModel(rehearsal.desk.session, rehearsal.desk.tasks, rehearsal.desk.parts.clock)


async def test_a_period_ends_today_in_germany(rehearsal: Rehearsal) -> None:
    figures = await model(rehearsal)
    today = NOW.date()
    assert figures.days == (date(2026, 11, 17), today)
    figures.choose(Period.TODAY)
    assert figures.days == (today, today)
    await rehearsal.quiet()
    assert figures.view is not None
    assert (figures.view.first, figures.view.last, figures.view.booked) == (today, today, 84)


async def test_an_answer_to_what_is_no_longer_asked_is_not_shown(rehearsal: Rehearsal) -> None:
    figures = await model(rehearsal)
    figures.load()
    figures.choose(Period.MONTH)
    await rehearsal.quiet()
    assert figures.view is not None
    assert figures.view.first == figures.days[0] == date(2026, 10, 25)


async def test_the_share_of_who_did_not_come_counts_only_those_whose_turn_came(rehearsal: Rehearsal) -> None:
    figures = await model(rehearsal)
    assert figures.missed_percent is None
    figures.load()
    await rehearsal.quiet()
    assert figures.missed_percent == 5  # 4 of 75
    rehearsal.office.counted = rehearsal.office.counted.model_copy(update={"missed": 0, "finished": 0})
    figures.load()
    await rehearsal.quiet()
    assert figures.missed_percent is None


async def test_what_fails_is_said_and_can_be_tried_again(rehearsal: Rehearsal) -> None:
    figures = await model(rehearsal)
    rehearsal.office.fail["figures"] = Unavailable()
    figures.load()
    await rehearsal.quiet()
    assert (figures.error, figures.view) == ("unavailable", None)
    del rehearsal.office.fail["figures"]
    figures.load()
    await rehearsal.quiet()
    assert figures.error == ""
    assert figures.view is not None


async def test_a_void_session_leads_to_the_sign_in(rehearsal: Rehearsal) -> None:
    figures = await model(rehearsal)
    rehearsal.office.fail["figures"] = NotSignedIn()
    figures.load()
    await rehearsal.quiet()
    assert rehearsal.desk.session.state is SessionState.SIGNED_OUT
