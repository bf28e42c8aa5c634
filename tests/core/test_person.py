from uuid import UUID

import pytest

from latecomer.core.ids import PersonId
from latecomer.core.person import Person

ID = PersonId(UUID("0d000000-0000-4000-8000-000000000001"))


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (Person(id=ID, email="ann@example.com", first_name="Ann", last_name="Lee"), "Ann Lee"),
        (Person(id=ID, email="ann@example.com", last_name="Lee"), "Lee"),
        (Person(id=ID, email="ann@example.com", first_name=""), "ann@example.com"),
        (Person(id=ID, email=None), ""),
    ],
)
def test_a_person_is_called_by_the_best_name_there_is(person: Person, name: str) -> None:
    assert person.name == name
