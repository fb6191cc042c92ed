from __future__ import annotations

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_case, a_matter, t


async def test_booking_and_matter_at_a_glance(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    panel = rehearsal.desk.window.work_area.panels[Stage.GREET]
    words = {label.text() for label in panel.findChildren(SafeLabel)}
    assert {"Erika Mustermann", "12.08.1964", "erika@example.org", "+49 151 2345678", "Deutsch"} <= words
    assert "• Personalausweis\n• Wohnungsgeberbestätigung" in words
    assert "§ 17 Abs. 1 BMG, § 19 BMG" in words
    assert "23.11.2026, 10:32  ·  SB-7K2M" in words


async def test_the_button_leads_to_the_next_stage_of_this_matter(rehearsal: Rehearsal) -> None:
    rehearsal.office.case = a_case(matters=(a_matter(identity="none"),))
    await rehearsal.in_call()
    panel = rehearsal.desk.window.work_area.panels[Stage.GREET]
    assert panel.go_on.text().strip() == "Weiter"
    panel.go_on.click()
    assert rehearsal.rooms.stage.current is Stage.WORK


async def test_several_matters_stand_together(rehearsal: Rehearsal) -> None:
    more = a_matter(
        id="rente", title=t("Lebensbescheinigung", "Certificate of life"), bring=(t("Rentennummer", "Number"),)
    )
    rehearsal.office.case = a_case(matters=(a_matter(bring=(t("Personalausweis", "ID card"),)), more))
    await rehearsal.in_call()
    window = rehearsal.desk.window
    words = {label.text() for label in window.work_area.panels[Stage.GREET].findChildren(SafeLabel)}
    assert {"Wohnung ummelden und Lebensbescheinigung", "• Personalausweis\n• Rentennummer"} <= words
    header = " ".join(label.text() for label in window.findChildren(SafeLabel))
    assert "Wohnung ummelden und Lebensbescheinigung  ·  SB-7K2M" in header
