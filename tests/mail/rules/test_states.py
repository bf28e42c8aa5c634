import pytest

from latecomer.mail.rules.states import MailState


def test_what_may_have_reached_a_person_is_final() -> None:
    for state in (MailState.SENT, MailState.UNKNOWN, MailState.KEPT):
        assert state.is_final
        assert not any(state.may_become(other) for other in MailState)


def test_a_mail_is_given_to_the_relay_only_from_waiting() -> None:
    assert [state for state in MailState if state.may_become(MailState.SENDING)] == [MailState.WAITING]


@pytest.mark.parametrize("state", [MailState.PLANNED, MailState.WAITING, MailState.SENDING])
def test_the_others_go_on(state: MailState) -> None:
    assert not state.is_final


def test_unknown_follows_only_what_the_relay_may_have() -> None:
    assert [state for state in MailState if state.may_become(MailState.UNKNOWN)] == [MailState.SENDING]
