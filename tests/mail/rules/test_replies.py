import pytest

from latecomer.mail.rules.replies import RelayReply, ReplyEffect, Stage, effect


@pytest.mark.parametrize(
    ("stage", "code", "text", "what"),
    [
        (Stage.TEXT, 250, "2.0.0 queued as 4F", ReplyEffect.SENT),
        (Stage.RECIPIENT, 550, "5.1.1 no such user", ReplyEffect.REFUSED_ADDRESS),
        (Stage.RECIPIENT, 550, "5.1.10 null MX", ReplyEffect.REFUSED_ADDRESS),
        (Stage.RECIPIENT, 550, "5.7.1 relaying denied", ReplyEffect.REFUSED),
        (Stage.RECIPIENT, 550, "no such user", ReplyEffect.REFUSED),
        (Stage.RECIPIENT, 450, "4.2.1 greylisted", ReplyEffect.AGAIN),
        (Stage.RECIPIENT, 421, "4.3.2 shutting down", ReplyEffect.AGAIN),
        (Stage.TEXT, 550, "5.1.1 no such user", ReplyEffect.REFUSED),
        (Stage.TEXT, 554, "5.6.0 spam", ReplyEffect.REFUSED),
        (Stage.TEXT, 451, "4.3.0 try later", ReplyEffect.AGAIN),
        (Stage.DATA, 552, "5.3.4 too large", ReplyEffect.REFUSED),
        (Stage.CONNECTING, 554, "5.7.1 go away", ReplyEffect.STOP),
        (Stage.CONNECTING, 421, "too many", ReplyEffect.STOP),
        (Stage.MAIL_FROM, 553, "5.7.1 sender not yours", ReplyEffect.STOP),
        (Stage.MAIL_FROM, 451, "4.7.1 slow down", ReplyEffect.AGAIN),
    ],
)
def test_what_a_reply_means(stage: Stage, code: int, text: str, what: ReplyEffect) -> None:
    assert effect(stage, RelayReply(code, text)) is what


def test_the_enhanced_status_is_read_from_the_beginning() -> None:
    assert RelayReply(550, "5.1.1 x").status == "5.1.1"
    assert RelayReply(550, "x 5.1.1").status is None
    assert str(RelayReply(550, "x" * 600)) == ("550 " + "x" * 600)[:500]
