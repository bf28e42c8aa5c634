"""The schemas of what goes out say what goes out; that real bodies are so, every receiver in these tests checks."""

import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from latecomer.api_docs.webhook_schemas import EXAMPLES, schema_file
from latecomer.events.types import DATA, EventType
from tests.vendors.servers.receiver import wrong_with


def test_every_type_has_its_data_and_its_example() -> None:
    assert set(DATA) == set(EventType) == {each.type for each in EXAMPLES}


@pytest.mark.parametrize("kind", EventType)
def test_an_example_is_as_its_schema_says(kind: EventType) -> None:
    schema = schema_file(kind)
    Draft202012Validator.check_schema(schema)
    (example,) = schema["examples"]
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(example)
    assert wrong_with(example) is None
    for field in schema["properties"]["data"]["required"]:
        broken = copy.deepcopy(example)
        del broken["data"][field]
        assert wrong_with(broken) is not None, field


@pytest.mark.parametrize(
    "change",
    [{"status": "gone"}, {"sequence": 0}, {"happened_at": "yesterday"}, {"more": 1}, {"member_id": "x"}],
)
def test_what_is_no_such_event(change: dict[str, Any]) -> None:
    (example,) = schema_file(EventType.MEMBER_STATUS_CHANGED)["examples"]
    assert wrong_with(example | {"data": example["data"] | change}) is not None


def test_an_erased_persons_event_is_still_one() -> None:
    (example,) = schema_file(EventType.MEMBER_WATCHED)["examples"]
    for field in ("email", "first_name", "last_name"):
        del example["data"][field]
    assert wrong_with(example) is None
