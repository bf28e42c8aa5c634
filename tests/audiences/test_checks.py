"""Conditions on single values, in a real database."""

from zoneinfo import ZoneInfo

import pytest

from latecomer.audiences.checks import Parameters, check_answer
from latecomer.audiences.rules.operators import Kind, TextCheck, TextComparison
from latecomer.core.ids import Instant
from latecomer.postgres.pool import connect


@pytest.mark.parametrize(
    ("answer", "on_empty", "holds"),
    [
        ('["Ada", "Bob"]', False, False),
        ('["Bob"]', False, True),
        ("[]", False, False),
        ("[]", True, True),
        ("null", False, False),
    ],
)
async def test_an_answer_without_a_choice_is_empty(
    postgres_url: str, answer: str, *, on_empty: bool, holds: bool
) -> None:
    """`not_contains` with `"empty": "fails"` does not find who chose nothing."""
    parameters = Parameters(answer)
    check = TextCheck(TextComparison.CONTAINS, ("ada",), negated=True, on_empty=on_empty)
    condition = check_answer(parameters, "$1::text::jsonb", Kind.TEXT, check, Instant(0), ZoneInfo("UTC"))
    conn = await connect(postgres_url)
    try:
        assert (await conn.fetchval(f"SELECT 1 WHERE {condition}", *parameters.values) == 1) is holds
    finally:
        await conn.close()
