"""The demonstration's people are many, different, and can never be written to."""

from client_demo.fill import LATE, PEOPLE, rows
from client_demo.people import ascii_name, invent


def test_people_are_repeatable_and_different() -> None:
    people = invent(PEOPLE + LATE, 1)
    assert people == invent(PEOPLE + LATE, 1)
    emails = {person.email for person in people}
    assert len(emails) == PEOPLE + LATE
    assert all(email.isascii() and email.endswith(".example") for email in emails)


def test_names_become_addresses() -> None:
    assert [ascii_name(name) for name in ("Łukasz", "Søren", "O’Brien", "Yılmaz", "Nguyễn", "Zoë")] == [
        "lukasz",
        "soren",
        "obrien",
        "yilmaz",
        "nguyen",
        "zoe",
    ]


def test_most_registered_and_some_have_statuses_of_their_own() -> None:
    statuses = [row["status"] for row in rows(invent(PEOPLE, 1))]
    assert len(statuses) == PEOPLE
    assert statuses.count("registered") > PEOPLE / 2
    assert {"attended", "invited", "waitlisted", "pending_approval", "rejected", "registration_error"} <= set(
        statuses
    )
