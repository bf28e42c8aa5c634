"""Access: secrets that open what they should, as long as they should, and are stored nowhere."""

import asyncio
import dataclasses
from uuid import uuid4

import pytest

from latecomer.access.service import CACHE_S, CODE_S, SESSION_S, Access, SignInFrom
from latecomer.core.errors import Refused, TooManyRequests
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
    (kept,) = await house.access.keys()
    assert dataclasses.replace(kept, last_used_at=None) == issued.key
    assert kept.last_used_at == NOW


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
    assert refusal.value.code == "invalid_key"
    with pytest.raises(Refused) as refusal:
        await house.access.sign_in_with_code(secret, NOW)
    assert refusal.value.code == "invalid_code"


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
    assert refusal.value.code == "unknown_key"


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
    assert refusal.value.code == code


async def test_a_revocation_of_nothing_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="no such key"):
        await house.access.revoke_key(uuid4(), NOW)


async def test_a_right_secret_is_not_refused_in_a_flood_however_young_it_is(house: House) -> None:
    async def flood() -> int:
        refused = 0
        for number in range(62):
            try:
                await house.access.caller_of_key(f"lc_{number}", NOW, address="198.51.100.7")
            except TooManyRequests:
                refused += 1
        return refused

    assert await flood() == 2
    issued = await house.access.create_key("reports", READ, NOW)
    session = await house.access.sign_in_with_key(issued.secret, NOW, SignInFrom(address="198.51.100.7"))
    callers = await asyncio.gather(
        *(house.access.caller_of_session(session.secret, NOW, address="198.51.100.7") for _ in range(20))
    )
    assert all(callers)
    with pytest.raises(TooManyRequests):
        await house.access.caller_of_key("lc_wrong", NOW, address="198.51.100.7")


async def test_of_ipv6_a_network_is_limited_not_an_address(house: House) -> None:
    refused = 0
    for number in range(62):
        try:
            await house.access.caller_of_key(f"lc_{number}", NOW, address=f"2001:db8::{number:x}")
        except TooManyRequests:
            refused += 1
    assert refused == 2
    assert await house.access.caller_of_key("lc_other", NOW, address="2001:db8:0:1::1") is None


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


async def test_a_revoked_key_signs_in_nowhere_and_makes_no_other_key(house: House) -> None:
    issued = await house.access.create_key("reports", frozenset({Scope.ADMIN}), NOW)
    await house.access.caller_of_key(issued.secret, NOW)
    async with house.pool.acquire() as conn:  # as another process does it
        await conn.execute("UPDATE api_keys SET revoked_at = now()")

    assert await house.access.caller_of_key(issued.secret, NOW) is not None
    assert await house.access.caller_of_key(issued.secret, NOW, fresh=True) is None
    with pytest.raises(Refused) as refusal:
        await house.access.sign_in_with_key(issued.secret, NOW)
    assert refusal.value.code == "invalid_key"


async def test_sessions_end_with_what_they_were_signed_in_with(house: House) -> None:
    admin = Access(house.pool, "the first configured key", b"the first secret")
    by_key = await admin.sign_in_with_key("the first configured key", NOW)
    by_code = await admin.sign_in_with_code(await admin.create_code(NOW), NOW)

    async def opened(access: Access) -> list[bool]:
        return [await access.caller_of_session(each.secret, NOW) is not None for each in (by_key, by_code)]

    assert await opened(Access(house.pool, "the first configured key", b"the first secret")) == [True, True]
    assert await opened(Access(house.pool, "another key", b"the first secret")) == [False, True]
    assert await opened(Access(house.pool, None, b"the first secret")) == [False, True]
    assert await opened(Access(house.pool, "the first configured key", b"another")) == [True, False]
    assert len(await Access(house.pool, None, b"another").sessions(NOW)) == 0


async def test_every_process_is_told_to_forget(house: House) -> None:
    told = []

    async def tell() -> None:
        told.append(True)

    access = Access(house.pool, tell=tell)
    issued = await access.create_key("reports", READ, NOW)
    session = await access.sign_in_with_key(issued.secret, NOW)
    await access.rotate_key(issued.key.id, 0, NOW)
    await access.sign_out(session.secret)
    await access.end_sessions(None)
    assert len(told) == 3
