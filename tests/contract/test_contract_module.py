"""The page's typedefs are those of the models: the committed module is what the generator writes now."""

from __future__ import annotations

from installer import contract


def test_the_committed_contract_is_current() -> None:
    assert contract.TARGET.read_text(encoding="utf-8") == contract.contract(), "run python installer/contract.py"


def test_an_optional_field_may_be_missing_and_a_constant_not() -> None:
    lines = list(
        contract.typedef(
            "Sample",
            {
                "type": "object",
                "description": "What it is.",
                "properties": {
                    "type": {"const": "sample", "default": "sample", "type": "string"},
                    "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
                    "many": {"type": "array", "items": {"$ref": "#/$defs/Other"}},
                },
            },
        )
    )
    assert ' * @property {"sample"} type' in lines
    assert " * @property {string | null} [note]" in lines
    assert " * @property {Array<Other>} many" in lines
