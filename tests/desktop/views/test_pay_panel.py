from __future__ import annotations

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.views.pay_panel import PayPanel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_case, a_matter


async def test_a_fee_is_named_and_not_pretended_to_be_payable(rehearsal: Rehearsal) -> None:
    rehearsal.office.case = a_case(matters=(a_matter(fee_cents=1305),))
    await rehearsal.in_call()
    assert Stage.PAY in rehearsal.rooms.stage.stages
    panel = rehearsal.desk.window.work_area.panels[Stage.PAY]
    assert isinstance(panel, PayPanel)
    assert "13,05 €" in panel._text.text()
    assert "noch nicht bezahlt werden" in panel._text.text()
    panel.go_on.click()
    assert rehearsal.rooms.stage.current is Stage.GREET
