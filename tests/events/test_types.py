"""Every body that goes out is read back as what it was written from."""

import pytest

from latecomer.api_docs.webhook_schemas import EXAMPLES
from latecomer.events.types import NAMES_A_PERSON, Data, MemberEvent, from_fields, to_fields


@pytest.mark.parametrize("data", EXAMPLES, ids=lambda each: str(each.type))
def test_written_and_read_back(data: Data) -> None:
    fields = dict(to_fields(data))
    assert from_fields(data.type, fields) == data
    if isinstance(data, MemberEvent):
        assert fields["member_id"] == str(data.member_id)
        erased = from_fields(data.type, {name: fields[name] for name in fields if name not in NAMES_A_PERSON})
        assert isinstance(erased, MemberEvent)
        assert erased.email is None


def test_what_is_not_known_is_none() -> None:
    assert from_fields("member.danced", {}) is None
    assert from_fields("webinar.finished", {"name": 3}) is None
