"""Access: secrets that open what they should, as long as they should, and are stored nowhere."""

import asyncio
from uuid import uuid4

import pytest

from latecomer.access.service import CACHE_S, CODE_S, SESSION_S, Access
from latecomer.core.errors import Refused
from latecomer.http.auth import Scope
from tests.support.builders import S
from tests.support.services import House

NOW = 1_772_640_000_000
READ = frozenset({Scope.READ})
STALE = CACHE_S * S


async def test_a_key_opens_what_its_scopes_say(house: House) -> None:
    issued = await house.access.create_key("  reports  ", frozenset({Scope.READ, Scope.PRIVACY}), NOW)

    caller = await house.access.caller_of_key(issued.secret, NOW)

    assert caller is not None
    assert (caller.name, caller.expires_at) == ("reports", None)
    assert [scope for scope in Scope if caller.may(scope)] == [Scope.READ, Scope.PRIVACY]
    assert issued.secret.startswith("lc_")
    assert len(issued.secret) == len("lc_") + 43
    assert await house.access.keys() == [issued.key]


async def test_admin_implies_all_and_the_configured_key_is_one(house: House) -> None:
    caller = await house.access.caller_of_key("the configured key", NOW)

    assert caller is not None
    assert all(caller.may(scope) for scope in Scope)
    assert await house.access.keys() == []


@pytest.mark.parametrize("secret", ["", "lc_", "lc_" + "A" * 43, "the configured ke", "\ud800", "\x00"])
async def test_an_unknown_key_opens_nothing(house: House, secret: str) -> None:
    assert await house.access.caller_of_key(secret, NOW) is None
    assert await house.access.caller_of_session(secret, NOW) is None
    with pytest.raises(Refused) as refusal:
        await house.access.sign_in_with_key(secret, NOW)
    assert (refusal.value.code, refusal.value.status) == ("invalid_key", 401)
    with pytest.raises(Refused) as refusal:
        await house.access.sign_in_with_code(secret, NOW)
    assert (refusal.value.code, refusal.value.status) == ("invalid_code", 401)


async def test_a_revoked_key_opens_nothing_and_ends_its_sessions(house: House) -> None:
    issued = await house.access.create_key("reports", READ, NOW)
    session = await house.access.sign_in_with_key(issued.secret, NOW)
    assert await house.access.caller_of_session(session.secret, NOW) is not None

    await house.access.revoke_key(issued.key.id, NOW)

    assert await house.access.caller_of_key(issued.secret, NOW) is None
    assert await house.access.caller_of_session(session.secret, NOW) is None
    assert await house.access.keys() == []
    with pytest.raises(Refused) as refusal:
        await house.access.revoke_key(issued.key.id, NOW)
    assert (refusal.value.code, refusal.value.status) == ("unknown_key", 404)


async def test_another_process_notices_a_revocation_after_the_cache(house: House) -> None:
    issued = await house.access.create_key("reports", READ, NOW)
    session = await house.access.sign_in_with_key(issued.secret, NOW)
    assert await house.access.caller_of_key(issued.secret, NOW) is not None
    await house.access.caller_of_session(session.secret, NOW)
    other = Access(house.pool)
    await other.revoke_key(issued.key.id, NOW)

    assert await house.access.caller_of_key(issued.secret, NOW + STALE) is None
    assert await house.access.caller_of_session(session.secret, NOW + STALE) is None


async def test_answers_come_without_the_database_for_a_while(house: House) -> None:
    issued = await house.access.create_key("reports", READ, NOW)
    before = await house.access.caller_of_key(issued.secret, NOW)
    await house.pool.execute("ALTER TABLE api_keys RENAME TO gone")

    assert await house.access.caller_of_key(issued.secret, NOW + STALE - 1) == before


@pytest.mark.parametrize(
    ("name", "scopes", "code"),
    [
        ("", READ, "invalid_name"),
        ("x" * 201, READ, "invalid_name"),
        ("a\x00b", READ, "invalid_name"),
        ("a", frozenset[Scope](), "invalid_scopes"),
    ],
)
async def test_wrong_keys_are_refused(house: House, name: str, scopes: frozenset[Scope], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        await house.access.create_key(name, scopes, NOW)
    assert (refusal.value.code, refusal.value.status) == (code, 422)


async def test_a_revocation_of_nothing_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="no such key"):
        await house.access.revoke_key(uuid4(), NOW)


async def test_a_code_signs_in_once_even_for_two_at_once(house: House) -> None:
    await house.warm_up()
    code = await house.access.create_code(NOW)

    answers = await asyncio.gather(
        *(house.access.sign_in_with_code(code, NOW + 1) for _ in range(4)), return_exceptions=True
    )

    (session,) = [answer for answer in answers if not isinstance(answer, BaseException)]
    caller = await house.access.caller_of_session(session.secret, NOW + 2)
    assert caller == session.caller
    assert all(session.caller.may(scope) for scope in Scope)


async def test_a_code_is_good_for_a_quarter_of_an_hour(house: House) -> None:
    code = await house.access.create_code(NOW, scopes=READ)

    with pytest.raises(Refused):
        await house.access.sign_in_with_code(code, NOW + CODE_S * S)

    code = await house.access.create_code(NOW, scopes=READ)
    session = await house.access.sign_in_with_code(code, NOW + CODE_S * S - 1)
    assert session.caller.scopes == READ


async def test_a_session_ends_after_a_week_or_when_asked(house: House) -> None:
    session = await house.access.sign_in_with_key("the configured key", NOW)
    end = NOW + SESSION_S * S
    assert session.caller.expires_at == end
    assert await house.access.caller_of_session(session.secret, end - 1) is not None
    assert await house.access.caller_of_session(session.secret, end) is None

    other = await house.access.sign_in_with_key("the configured key", NOW)
    assert await house.access.caller_of_session(other.secret, NOW) is not None
    await house.access.sign_out(other.secret)
    await house.access.sign_out(other.secret)
    assert await house.access.caller_of_session(other.secret, NOW) is None


async def test_a_sessions_cookie_is_no_key_and_a_key_no_cookie(house: House) -> None:
    issued = await house.access.create_key("reports", READ, NOW)
    session = await house.access.sign_in_with_key(issued.secret, NOW)

    assert await house.access.caller_of_key(session.secret, NOW) is None
    assert await house.access.caller_of_session(issued.secret, NOW) is None


async def test_no_secret_is_stored(house: House) -> None:
    issued = await house.access.create_key("reports", READ, NOW)
    session = await house.access.sign_in_with_key(issued.secret, NOW)
    code = await house.access.create_code(NOW)

    for query in (
        "SELECT t::text FROM api_keys AS t",
        "SELECT t::text FROM sessions AS t",
        "SELECT t::text FROM sign_in_codes AS t",
    ):
        (row,) = await house.pool.fetch(query)
        for secret in (issued.secret, session.secret, code):
            assert secret not in row["t"]
            assert secret.encode().hex() not in row["t"]


async def test_the_sweep_removes_what_expired_and_nothing_else(house: House) -> None:
    await house.access.create_code(NOW)
    session = await house.access.sign_in_with_key("the configured key", NOW)

    await house.access.sweep(NOW + CODE_S * S)
    assert await house.pool.fetchval("SELECT count(*) FROM sign_in_codes") == 0
    assert await house.access.caller_of_session(session.secret, NOW + CODE_S * S) is not None
    await house.access.sweep(NOW + SESSION_S * S)
    assert await house.pool.fetchval("SELECT count(*) FROM sessions") == 0
