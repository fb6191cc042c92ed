"""Several matters in one appointment: how long they take, what to bring, and the one matter that they are on the desk.

Between the programs they stay a list of matters in the citizen's order. Only the desk works them as one (`combine`):
one form that asks for the person once, the strictest levels, and all papers one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from clerk_desktop.common.matters import (
    Condition,
    FormField,
    IdentityLevel,
    Matter,
    MatterView,
    Paper,
    SignatureLevel,
    Text,
    Upload,
)

MOST_MATTERS = 4
"""Matters in one appointment."""
LONGEST_MINUTES = 120
"""Of one appointment."""


def minutes(matters: Iterable[MatterView]) -> int:
    """How long they are planned to take together."""
    return sum(matter.duration_minutes for matter in matters)


def bring(matters: Iterable[MatterView]) -> tuple[Text, ...]:
    """What to have ready for all of them, everything once."""
    return tuple(dict.fromkeys(text for matter in matters for text in matter.bring))


def listed(texts: Sequence[Text]) -> Text:
    """All in one line, as in "A, B und C"; one alone stays as it is."""
    if len(texts) == 1:
        return texts[0]
    return Text(de=_listed([text.de for text in texts], "und"), en=_listed([text.en for text in texts], "and"))


def titles(matters: Iterable[MatterView]) -> Text:
    """Their titles in one line."""
    return listed([matter.title for matter in matters])


def combine(parts: Sequence[Matter]) -> Matter:
    """The matter that these are together, in this order: the strictest levels, all papers, the person's fields once.

    A town may lengthen a matter that is booked already, so the length is capped here instead of refused.
    """
    if len(parts) == 1:
        return parts[0]
    return Matter(
        id="-".join(part.id for part in parts),
        title=titles(parts),
        summary=Text(de=" ".join(p.summary.de for p in parts), en=" ".join(p.summary.en for p in parts)),
        duration_minutes=min(minutes(parts), LONGEST_MINUTES),
        fee_cents=sum(part.fee_cents for part in parts),
        bring=bring(parts),
        legal_basis=tuple(dict.fromkeys(text for part in parts for text in part.legal_basis)),
        identity=max((part.identity for part in parts), key=list(IdentityLevel).index),
        signature=max((part.signature for part in parts), key=list(SignatureLevel).index),
        signers=max(part.signers for part in parts),
        counter_only=any(part.counter_only for part in parts),
        fields=tuple(_all_fields(parts)),
        papers=tuple(paper for _, paper in _papers(parts)),
        uploads=tuple(_uploads(parts)),
    )


def part_of(paper: Paper, parts: Sequence[Matter], values: Mapping[str, str]) -> tuple[Matter, dict[str, str]]:
    """The matter among these that this paper of the combined one belongs to, and its own values.

    The values come from the combined form; the level is the one that is signed with, the strictest.
    """
    number = next(number for number, own in _papers(parts) if own.id == paper.id)
    part = parts[number]
    level = max((other.signature for other in parts), key=list(SignatureLevel).index)
    own_values = {own: values.get(there, "") for own, there in _names(number, part).items()}
    return part.model_copy(update={"signature": level}), own_values


def _uploads(parts: Sequence[Matter]) -> Iterator[Upload]:
    """What may be handed in for all of them, everything once; its conditions name fields of the combined form."""
    seen: set[str] = set()
    for number, part in enumerate(parts):
        for upload in part.uploads:
            when = upload.required_when
            if when is not None:
                when = when.model_copy(update={"field": _names(number, part)[when.field]})
            if upload.id not in seen:
                yield upload.model_copy(update={"required_when": when})
            seen.add(upload.id)


def _papers(parts: Sequence[Matter]) -> Iterator[tuple[int, Paper]]:
    """All papers with the number of their matter; two matters may make papers of the same name."""
    seen: set[str] = set()
    for number, part in enumerate(parts):
        for paper in part.papers:
            if paper.id in seen:
                end = number + 1
                changed = {"id": f"{paper.id}-{end}", "file_name": f"{paper.file_name}-{end}"}
                yield number, paper.model_copy(update=changed)
            else:
                seen.add(paper.id)
                yield number, paper


def _names(number: int, part: Matter) -> dict[str, str]:
    """What the fields of the n-th part are called in the combined form."""
    return {f.id: f.id if number == 0 or _is_shared(f) else f"m{number + 1}_{f.id}" for f in part.fields}


def _is_shared(field: FormField) -> bool:
    theirs = [source.startswith(("booking.", "card.")) for source in field.sources]
    return field.shared or (bool(theirs) and all(theirs))


def _all_fields(parts: Sequence[Matter]) -> Iterable[FormField]:
    found: dict[str, FormField] = {}
    for number, part in enumerate(parts):
        names = _names(number, part)
        for field in part.fields:
            known = found.get(names[field.id])
            if known is None:
                found[names[field.id]] = _renamed(field, names, part)
            elif field.required and not known.required:
                found[known.id] = known.model_copy(update={"required": True, "required_when": None})
    return found.values()


def _renamed(field: FormField, names: Mapping[str, str], part: Matter) -> FormField:
    if names[field.id] == field.id:
        return field
    condition = field.required_when
    section = Text(de=f"{part.title.de}: {field.section.de}", en=f"{part.title.en}: {field.section.en}")
    moved = condition and Condition(field=names[condition.field], values=condition.values)
    return field.model_copy(update={"id": names[field.id], "section": section, "required_when": moved})


def _listed(texts: Sequence[str], joint: str) -> str:
    return f"{', '.join(texts[:-1])} {joint} {texts[-1]}"
