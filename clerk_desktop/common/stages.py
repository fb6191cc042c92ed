"""The stages of a call, as both the desk and the page show them.

greet → identify → work → review → sign → (pay) → finish. Which of them a matter needs is its data
(`common/matters.py`); the clerk may step back, because people do.
"""

from __future__ import annotations

from enum import StrEnum

from clerk_desktop.common.matters import IdentityLevel, Matter, SignatureLevel


class Stage(StrEnum):
    """Where in the conversation both are."""

    GREET = "greet"
    IDENTIFY = "identify"
    WORK = "work"
    REVIEW = "review"
    SIGN = "sign"
    PAY = "pay"
    FINISH = "finish"


def stages_of(matter: Matter) -> tuple[Stage, ...]:
    """The stages that this matter goes through, in order."""
    skipped = set()
    if matter.identity is IdentityLevel.NONE:
        skipped.add(Stage.IDENTIFY)
    if matter.signature is SignatureLevel.NONE:
        skipped.add(Stage.SIGN)
    if matter.fee_cents == 0:
        skipped.add(Stage.PAY)
    return tuple(stage for stage in Stage if stage not in skipped)
