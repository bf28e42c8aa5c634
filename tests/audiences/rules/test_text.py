"""The text face: tree to text to tree, and refusals that name the place."""

from typing import Any

import pytest
from hypothesis import given

from latecomer.audiences.rules.filters import EVERYBODY, All, AnyOf, BadFilter, Not, normal_form, read_filter
from latecomer.audiences.rules.leaves import Leaf, PersonLeaf, RowScope
from latecomer.audiences.rules.operators import Op
from latecomer.audiences.rules.text import NumberedFilter, from_face, to_face
from tests.audiences.worlds import trees


def leaf(number: int) -> Leaf:
    """A leaf like no other."""
    return PersonLeaf(field="city", op=Op.IS, value=f"town {number}")


A, B, C = leaf(1), leaf(2), leaf(3)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 and 2 and 3", All((A, B, C))),
        ("1 OR 2 oR 3", AnyOf((A, B, C))),
        ("1 and (2 or 3)", All((A, AnyOf((B, C))))),
        ("(1 or 2) and not 3", All((AnyOf((A, B)), Not(C)))),
        ("not 1 and 2 and 3", All((Not(A), B, C))),
        ("1and(2or not3)", All((A, AnyOf((B, Not(C)))))),
        ("not (1 and 2)or 3", AnyOf((Not(All((A, B))), C))),
        ("not not 1 and 2 and 3", All((Not(Not(A)), B, C))),
        ("((1)) and (2 and (3))", All((A, B, C))),
        ("(1 and 2) or (1 and 3)", AnyOf((All((A, B)), All((A, C))))),
    ],
)
def test_a_text_means_a_tree(text: str, tree: Any) -> None:
    assert from_face([A, B, C], text) == tree


def test_no_text_is_everybody() -> None:
    assert from_face([], "  ") == EVERYBODY
    assert to_face(All((All(()),))) == NumberedFilter((), "")


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("1 and 2 or 3", "mixed_and_or", 'character 9: put parentheses where "and" meets "or", found "or"'),
        ("1 or (2 and 3) and 1", "mixed_and_or", "character 16:"),
        ("1 and (2 or 3", "invalid_text", 'character 14: expected ")", found the end'),
        ("1 and 2) or 3", "invalid_text", 'character 8: expected "and", "or" or the end, found ")"'),
        ("1 2 3", "invalid_text", "character 3:"),
        ("and 1", "invalid_text", "character 1:"),
        ("1 and", "invalid_text", "character 6:"),
        ("", "invalid_text", "character 1:"),
        ("()", "invalid_text", "character 2:"),
        ("1 & 2 & 3", "invalid_text", "character 3:"),
        ("1 and 2", "unused_number", "missing: 3"),
        ("1 and 2 and 3 and 4", "unknown_number", "character 19: expected a number from 1 to 3"),
        ("0 and 1", "unknown_number", "character 1:"),
        ("1 and 99999999999999999999", "unknown_number", "character 7:"),
        ("not " * 7 + "(1 and 2 and 3)", "too_deep", ""),
        ("(" * 1500 + "1", "too_deep", ""),
        ("1 and 2 and 3 and " + " and ".join(["1"] * 60), "too_many_leaves", ""),
        ("1" * 2001, "wrong_length", ""),
    ],
)
def test_a_bad_text_is_refused_with_the_place(text: str, code: str, message: str) -> None:
    with pytest.raises(BadFilter) as refused:
        from_face([A, B, C], text)
    assert (refused.value.code, refused.value.path) == (code, "/text")
    assert message in refused.value.message


@given(trees("people", []))
def test_a_tree_comes_back_from_its_text(raw: dict[str, Any]) -> None:
    tree = read_filter(raw, RowScope.PEOPLE)
    face = to_face(tree)
    if face is not None:
        assert from_face(face.leaves, face.text) == normal_form(tree)
