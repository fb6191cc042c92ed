"""Which side of a card is looked for, and where it lies in a still."""

from __future__ import annotations

from PySide6.QtGui import QImage

from clerk_desktop.common.capture import NOTHING_SEEN, Assessment, Wanted
from clerk_desktop.common.errors import CardUnreadable
from clerk_desktop.common.identification import StepKind
from clerk_desktop.desktop.models.card_pictures import grey
from clerk_desktop.desktop.models.checklist import ChecklistModel
from clerk_desktop.desktop.models.ports import CardReader


def looked_for(steps: ChecklistModel, *, read: bool) -> Wanted | None:
    """The side that the camera should see at the present step; None when none is asked for.

    Args:
        steps: the checklist.
        read: the card was read already, or is being typed.
    """
    step, side, document = steps.present, steps.side, steps.document
    if step is None or side is None or document is None or (step.kind is StepKind.READ and read):
        return None
    if step.kind in {StepKind.TILT, StepKind.OCCLUDE}:
        return Wanted.ANY
    return Wanted.MRZ if side is document.mrz_side else Wanted.OTHER


async def find_card(reader: CardReader, image: QImage, wanted: Wanted) -> Assessment:
    """Where the card lies in a still; a reader that failed costs the enlarged cut, not the still."""
    try:
        return await reader.assess(grey(image), wanted)
    except CardUnreadable:
        return NOTHING_SEEN
