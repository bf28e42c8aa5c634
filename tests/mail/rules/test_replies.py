import pytest

from latecomer.mail.rules.replies import Effect, Reply, Stage, effect


@pytest.mark.parametrize(
    ("stage", "code", "text", "what"),
    [
        (Stage.TEXT, 250, "2.0.0 queued as 4F", Effect.SENT),
        (Stage.RECIPIENT, 550, "5.1.1 no such user", Effect.REFUSED_ADDRESS),
        (Stage.RECIPIENT, 550, "5.1.10 null MX", Effect.REFUSED_ADDRESS),
        (Stage.RECIPIENT, 550, "5.7.1 relaying denied", Effect.REFUSED),
        (Stage.RECIPIENT, 550, "no such user", Effect.REFUSED),
        (Stage.RECIPIENT, 450, "4.2.1 greylisted", Effect.AGAIN),
        (Stage.RECIPIENT, 421, "4.3.2 shutting down", Effect.AGAIN),
        (Stage.TEXT, 550, "5.1.1 no such user", Effect.REFUSED),
        (Stage.TEXT, 554, "5.6.0 spam", Effect.REFUSED),
        (Stage.TEXT, 451, "4.3.0 try later", Effect.AGAIN),
        (Stage.DATA, 552, "5.3.4 too large", Effect.REFUSED),
        (Stage.CONNECTING, 554, "5.7.1 go away", Effect.STOP),
        (Stage.CONNECTING, 421, "too many", Effect.STOP),
        (Stage.MAIL_FROM, 553, "5.7.1 sender not yours", Effect.STOP),
        (Stage.MAIL_FROM, 451, "4.7.1 slow down", Effect.AGAIN),
    ],
)
def test_what_a_reply_means(stage: Stage, code: int, text: str, what: Effect) -> None:
    assert effect(stage, Reply(code, text)) is what


def test_the_enhanced_status_is_read_from_the_beginning() -> None:
    assert Reply(550, "5.1.1 x").status == "5.1.1"
    assert Reply(550, "x 5.1.1").status is None
    assert str(Reply(550, "x" * 600)) == ("550 " + "x" * 600)[:500]
