from latecomer.errors import FieldError, Refused


def test_a_refusal_says_what_to_do() -> None:
    field = FieldError("/ends_at", "too_early", "end after the start")
    refusal = Refused("bad_webinar", "mend the times", 422, (field,))
    assert str(refusal) == refusal.message == "mend the times"
    assert (refusal.code, refusal.status, refusal.fields) == ("bad_webinar", 422, (field,))


def test_a_refusal_is_a_bad_request_unless_said() -> None:
    refusal = Refused("bad", "mend it")
    assert (refusal.status, refusal.fields) == (400, ())
