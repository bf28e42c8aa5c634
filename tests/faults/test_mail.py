"""Workers and the relay are killed at every step: no mail is lost, none goes twice."""

import itertools

import pytest

from latecomer.mail.queries import mails
from tests.faults.mail import mail_history
from tests.faults.mail_history import Harm, MailHistory, Trap, mail_history_of
from tests.faults.mail_worker import forget
from tests.mail.relay import Step
from tests.registration_form.desk import open_desk

SEEDS = range(20)


@pytest.mark.xdist_group("mail-faults")
@pytest.mark.parametrize("seed", SEEDS)
async def test_no_mail_is_lost_and_none_goes_twice(seed: int, postgres_url: str) -> None:
    async with open_desk(postgres_url) as desk:
        result = await mail_history(mail_history_of(seed), desk, postgres_url)
    assert result.differs == [], result
    assert result.missed == [], result


def test_the_seeds_have_each_harm_at_each_step() -> None:
    traps = [trap for seed in SEEDS for trap in mail_history_of(seed).traps]
    assert {(trap.step, trap.harm) for trap in traps} == set(itertools.product((*Step, None), Harm))


@pytest.mark.xdist_group("mail-faults")
async def test_a_queue_that_sends_again_what_a_dead_worker_had_sent_is_found(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the state unknown the same histories see mails arrive twice."""

    monkeypatch.setattr(mails, "give_up_on_the_lost", forget)
    history = MailHistory(0, (Trap(Step.ANSWERED, Harm.KILL_WORKER),) * 2, people=3, reminders=1)
    async with open_desk(postgres_url) as desk:
        result = await mail_history(history, desk, postgres_url, forgets=True)
    assert [line for line in result.differs if "arrived 2 times" in line], result
