"""What a reader of a PDF sees in one revision, as digests: so that what changed between two can be named.

This only finds words for a change; whether one is allowed is pyHanko's difference analysis' and `verify.py`'s business.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeAlias

from pyhanko.pdf_utils import generic

from clerk_desktop.common.verification import Change, ChangeKind

_Pdf: TypeAlias = Any
"""Whatever stands at that place of the file."""
_MOST_PAGES = 5_000
_MOST_PARTS = 20_000
_DEEPEST = 40
_INK = {"/Ink", "/Line", "/Polygon", "/PolyLine", "/Square", "/Circle", "/Stamp", "/Highlight"}


@dataclass
class _Field:
    kind: str
    value: str
    shape: str


@dataclass
class _Page:
    identity: str
    content: str
    annotations: dict[str, tuple[bool, str]] = field(default_factory=dict)
    """Key of the object → whether it is drawn, digest."""


@dataclass
class Snapshot:
    """One revision."""

    pages: list[_Page]
    fields: dict[str, _Field]
    attachments: dict[str, str]


def snapshot(root: _Pdf) -> Snapshot:
    """What stands under this document catalogue."""
    return Snapshot(
        [_page(one) for one in _pages(_get(root, "/Pages"), 0)],
        dict(_fields(_of(root, "/AcroForm", "/Fields") or [], "", "", 0)),
        dict(_attachments(root)),
    )


def changes(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """What the newer one has otherwise, each with a name."""
    if [one.identity for one in old.pages] != [one.identity for one in new.pages]:
        yield Change(ChangeKind.PAGE, f"{len(old.pages)} → {len(new.pages)}")
    before = {one.identity: one for one in old.pages}
    for number, page in enumerate(new.pages, 1):
        if page.identity in before:
            yield from _page_changes(before[page.identity], page, f"page {number}")
    for name in sorted(old.fields.keys() | new.fields.keys()):
        yield from _field_changes(name, old.fields.get(name), new.fields.get(name))
    for name in sorted(old.attachments.keys() | new.attachments.keys()):
        if old.attachments.get(name) != new.attachments.get(name):
            yield Change(ChangeKind.ATTACHMENT, name)


def _page_changes(old: _Page, new: _Page, where: str) -> Iterator[Change]:
    if old.content != new.content:
        yield Change(ChangeKind.TEXT, where)
    kinds = set()
    for key in old.annotations.keys() | new.annotations.keys():
        before, after = old.annotations.get(key), new.annotations.get(key)
        if before != after:
            drawn = (after or before or (False, ""))[0]
            kinds.add(ChangeKind.INK if drawn else ChangeKind.ANNOTATION)
    yield from (Change(kind, where) for kind in sorted(kinds))


def _field_changes(name: str, old: _Field | None, new: _Field | None) -> Iterator[Change]:
    if old is None or new is None:
        if new is None or new.kind != "/Sig":
            yield Change(ChangeKind.FIELD, name)
        return
    signs = old.kind == new.kind == "/Sig" and not old.value and new.value
    if old.kind != new.kind or (old.shape != new.shape and not signs):
        yield Change(ChangeKind.FIELD, name)
    elif old.value != new.value and not signs:
        yield Change(ChangeKind.FIELD if old.kind == "/Sig" else ChangeKind.FORM_VALUE, name, allowed=not old.value)


# --- reading -------------------------------------------------------------------------------------------


def _get(value: _Pdf, key: str) -> _Pdf:
    """What stands under a key, references followed (pyHanko's own `get` does not); None if it is not there."""
    try:
        return value[key]
    except KeyError:
        return None


def _of(root: _Pdf, *path: str) -> _Pdf:
    for key in path:
        if not isinstance(root, generic.DictionaryObject):
            return None
        root = _get(root, key)
    return root


def _items(value: _Pdf) -> list[_Pdf]:
    return [value[i] for i in range(len(value))] if isinstance(value, generic.ArrayObject) else []


def _key(raw: _Pdf) -> str:
    return str(raw.idnum) if isinstance(raw, generic.IndirectObject) else _digest(raw)


def _digest(value: _Pdf) -> str:
    out = BytesIO()
    value.write_to_stream(out)
    return hashlib.sha256(out.getvalue()).hexdigest()


def _without(value: _Pdf, *keys: str) -> str:
    return _digest(generic.DictionaryObject({k: v for k, v in value.items() if k not in keys}))


def _pages(node: _Pdf, depth: int) -> Iterator[tuple[str, _Pdf]]:
    """(key, page) in reading order; a hostile tree ends at its bounds."""
    if depth > _DEEPEST or not isinstance(node, generic.DictionaryObject):
        return
    kids: _Pdf = _get(node, "/Kids")
    count = 0
    for index in range(len(_items(kids))):
        child = kids[index]
        if isinstance(child, generic.DictionaryObject) and "/Kids" in child:
            inner = _pages(child, depth + 1)
        else:
            inner = iter([(_key(kids.raw_get(index)), child)])
        for one in inner:
            count += 1
            if count > _MOST_PAGES:
                return
            yield one


def _page(keyed: tuple[str, _Pdf]) -> _Page:
    identity, page = keyed
    if not isinstance(page, generic.DictionaryObject):
        return _Page(identity, "")
    contents = _get(page, "/Contents")
    streams = [contents] if isinstance(contents, generic.StreamObject) else _items(contents)
    digest = hashlib.sha256()
    for one in streams:
        if isinstance(one, generic.StreamObject):
            digest.update(hashlib.sha256(one.encoded_data).digest())
    made = _Page(identity, digest.hexdigest())
    annotations: _Pdf = _get(page, "/Annots")
    for index, one in enumerate(_items(annotations)[:_MOST_PARTS]):
        if isinstance(one, generic.DictionaryObject) and _get(one, "/Subtype") not in {"/Widget", "/Popup"}:
            drawn = _get(one, "/Subtype") in _INK
            made.annotations[_key(annotations.raw_get(index))] = (drawn, _digest(one))
    return made


def _fields(nodes: _Pdf, above: str, kind: str, depth: int) -> Iterator[tuple[str, _Field]]:
    if depth > _DEEPEST:
        return
    for node in _items(nodes)[:_MOST_PARTS]:
        if not isinstance(node, generic.DictionaryObject):
            continue
        own = _get(node, "/T")
        name = f"{above}.{own}" if above and own else str(own or above)
        mine = str(_get(node, "/FT") or kind)
        kids = _get(node, "/Kids")
        shape = _without(node, "/V", "/AP", "/AS", "/Lock", "/SV", "/Kids", "/DA", "/M")
        shape += "".join(
            _without(kid, "/AP", "/AS", "/M") for kid in _items(kids) if isinstance(kid, generic.DictionaryObject)
        )
        yield name or "?", _Field(mine, _value(node), shape)
        yield from _fields(
            generic.ArrayObject([k for k in _items(kids) if isinstance(k, generic.DictionaryObject) and "/T" in k]),
            name,
            mine,
            depth + 1,
        )


def _value(node: _Pdf) -> str:
    """The value of a field; of a signature field its number, because what stands there is judged elsewhere."""
    if "/V" not in node:
        return ""
    raw = node.raw_get("/V")
    if isinstance(raw, generic.IndirectObject) and _get(node, "/FT") == "/Sig":
        return str(raw.idnum)
    value = node["/V"]
    if isinstance(value, generic.TextStringObject | generic.NameObject):
        return "" if value == "/Off" else str(value)
    return _digest(value)


def _attachments(root: _Pdf) -> Iterator[tuple[str, str]]:
    yield from _names(_of(root, "/Names", "/EmbeddedFiles"), 0)
    for number, one in enumerate(_items(_get(root, "/AF"))[:_MOST_PARTS], 1):
        if isinstance(one, generic.DictionaryObject):
            yield str(_get(one, "/UF") or _get(one, "/F") or number), _digest(one)


def _names(node: _Pdf, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST or not isinstance(node, generic.DictionaryObject):
        return
    names = _items(_get(node, "/Names"))
    for name, one in list(zip(names[::2], names[1::2], strict=False))[:_MOST_PARTS]:
        yield str(name), _digest(one)
    for kid in _items(_get(node, "/Kids"))[:_MOST_PARTS]:
        yield from _names(kid, depth + 1)
