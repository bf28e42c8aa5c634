"""Connections: made, changed, opened, rotated; secrets that nobody sees again."""

from __future__ import annotations

import pytest

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId
from latecomer.integrations.connections import queries as rows
from latecomer.integrations.connections.encryption import CannotDecrypt, Encryption
from latecomer.integrations.connections.secrets import OpenSecrets
from latecomer.integrations.connections.service import (
    Binding,
    Connection,
    Connections,
    ConnectionState,
    Tested,
)
from latecomer.vendors.kit.definition import Kind
from latecomer.vendors.registry import DEFINITIONS
from latecomer.vendors.zoom.settings import ZoomSettings
from tests.support.builders import HOUR, MINUTE, WEBINAR
from tests.support.services import BEFORE, House

TOKEN = {"secret_token": "one"}
MARKETO = {"client_id": "one", "client_secret": "two"}
NEEDED: dict[Kind, dict[str, object]] = {
    "webhook": {"url": "https://crm.example/hook"},
    "on24": {"client_id": "22355"},
    "marketo": {"endpoint": "https://123-ABC-456.mktorest.com"},
    "hubspot": {"organizer": "Ours"},
}
"""Settings that a kind cannot do without."""


async def make(house: House, **changes: object) -> Connection:
    wanted: dict[str, object] = {
        "kind": "zoom",
        "name": "Zoom",
        "values": TOKEN,
        "settings": {},
        "bindings": [],
        "now": BEFORE,
    }
    return (await house.connections.create(**(wanted | changes))).connection  # type: ignore[arg-type]


async def refusal(house: House, **changes: object) -> str:
    with pytest.raises(Refused) as refused:
        await make(house, **changes)
    return refused.value.code


async def test_a_connection_is_read_back_without_its_secrets(house: House) -> None:
    webinar = await house.webinar()
    binding = Binding(webinar=webinar.id, external_id=" 98765 ", settings={})
    made = await make(house, name=" Zoom ", bindings=[binding], settings={"max_age_s": 60})
    assert made == await house.connections.get(made.id)
    assert [made] == await house.connections.all() == await house.connections.of_webinar(webinar.id)
    assert (made.name, made.state, made.secret_names) == ("Zoom", ConnectionState.ACTIVE, ("secret_token",))
    assert [each.external_id for each in made.webinars] == ["98765"]
    assert made.settings_as(ZoomSettings) == ZoomSettings(max_age_s=60)
    assert len(made.path_token) >= 32
    assert "one" not in repr(await house.connections.secrets_of(made.id))
    assert (await house.connections.secrets_of(made.id)).get("secret_token") == "one"


async def test_what_cannot_be_a_connection_is_refused(house: House) -> None:
    webinar = await house.webinar()
    ours = Binding(webinar=webinar.id, external_id="1", settings={})
    unknown = Binding(webinar=WEBINAR.id, external_id="1", settings={})
    assert await refusal(house, name=" ") == "invalid_name"
    assert await refusal(house, name="\x00") == "invalid_name"
    assert await refusal(house, values={}) == "missing_secret"
    assert await refusal(house, values=TOKEN | {"password": "x"}) == "unknown_secret"
    assert await refusal(house, values={"secret_token": " "}) == "invalid_secret"
    assert await refusal(house, values={"secret_token": "a\nb"}) == "invalid_secret"
    assert await refusal(house, settings={"max_age": 3}) == "invalid_settings"
    assert await refusal(house, settings={"max_age_s": "3"}) == "invalid_settings"
    assert await refusal(house, settings={"max_age_s": 0}) == "invalid_settings"
    assert await refusal(house, bindings=[unknown]) == "unknown_webinar"
    assert await refusal(house, bindings=[ours, ours]) == "invalid_value"
    nameless = Binding(webinar=webinar.id, external_id=" ", settings={})
    assert await refusal(house, bindings=[nameless]) == "invalid_external_id"
    bad_key = {"signing_secret": "whsec_short"}
    assert await refusal(house, kind="standard_webhooks_in", values=bad_key) == "invalid_secret"
    assert await house.connections.all() == [], "nothing is left of them"


async def test_what_asking_needs_is_given_whole_or_not_at_all(house: House) -> None:
    with pytest.raises(Refused) as refused:
        await make(house, values=TOKEN | {"account_id": "a"})
    assert refused.value.code == "missing_secret"
    assert [each.field for each in refused.value.fields] == ["/secrets/client_id", "/secrets/client_secret"]
    made = await make(house)
    with pytest.raises(Refused) as refused:
        await house.connections.rotate(made.id, {"client_id": "c"}, BEFORE)
    assert refused.value.code == "missing_secret"
    whole = {"account_id": "a", "client_id": "c", "client_secret": "s"}
    await house.connections.rotate(made.id, whole, BEFORE)
    await house.connections.rotate(made.id, {"client_secret": "t"}, BEFORE)
    unable_to_ask = Connections(house.pool, house.parts.settings.secret_key)
    assert (await unable_to_ask.test(made.id, BEFORE)).code == "no_webinars"
    half = await make(house)
    await house.connections.replace_secret(half.id, "client_id", "c")  # as it could be made once
    tested = await house.connections.test(half.id, BEFORE)
    assert (tested.works, tested.code) == (False, "missing_secret")
    assert "account_id, client_secret" in tested.message


@pytest.mark.parametrize("entered", ["987 6543 2109", " 987-6543-2109", "98765432109"])
async def test_zooms_number_may_be_entered_as_zoom_shows_it(house: House, entered: str) -> None:
    webinar = await house.webinar()
    made = await make(house, bindings=[Binding(webinar=webinar.id, external_id=entered, settings={})])
    assert [each.external_id for each in made.webinars] == ["98765432109"]


async def test_what_is_no_number_of_zooms_is_refused_with_what_to_do(house: House) -> None:
    webinar, other = await house.webinar(), await house.webinar()
    ours = Binding(webinar=webinar.id, external_id="987 6543 2109", settings={})
    for wrong in ("https://zoom.us/j/98765432109", "٩٨٧", "- -"):
        bindings = [ours, Binding(webinar=other.id, external_id=wrong, settings={})]
        with pytest.raises(Refused) as refused:
            await make(house, bindings=bindings)
        (field,) = refused.value.fields
        assert (field.code, field.field) == ("invalid_external_id", "/webinars/1/external_id")
        assert "copy it from" in field.message


@pytest.mark.parametrize(
    ("kind", "setting", "url", "code"),
    [
        ("webhook", "url", "http://crm.example/hook", "https_required"),
        ("webhook", "url", "https://192.168.1.1/hook", "address_not_allowed"),
        ("webhook", "url", "https://[::1]/hook", "address_not_allowed"),
        ("webhook", "url", "https://[::ffff:169.254.169.254]/", "address_not_allowed"),
        ("webhook", "url", "https://crm.example:99999/", "invalid_url"),
        ("zoom", "api_url", "https://ana:secret@zoom.example/v2", "invalid_url"),
        ("zoom", "api_url", "https://169.254.169.254/v2", "address_not_allowed"),
        ("zoom", "token_url", "http://zoom.example/oauth/token", "https_required"),
        ("gotowebinar", "api_url", "https://10.0.0.1/G2W/rest/v2", "address_not_allowed"),
        ("gotowebinar", "token_url", "https://127.0.0.1/oauth", "address_not_allowed"),
        ("on24", "base_url", "http://on24.example/v2", "https_required"),
        ("marketo", "endpoint", "https://0.0.0.0", "address_not_allowed"),
        ("hubspot", "base_url", "https://100.64.0.1", "address_not_allowed"),
    ],
)
async def test_where_nobody_may_connect_to_is_refused_as_it_is_given(
    house: House, kind: Kind, setting: str, url: str, code: str
) -> None:
    strict = Connections(house.pool, b"a secret of the tests, long enough")
    definition = DEFINITIONS[kind]
    fine: dict[str, object] = NEEDED.get(kind, {})
    values = {each.name: "one" for each in definition.secrets if each.required and not each.made_here}

    with pytest.raises(Refused) as refused:
        await strict.create(kind, "Ours", values, {**fine, setting: url}, [], BEFORE)
    assert refused.value.code == code
    assert [(each.code, each.field) for each in refused.value.fields] == [(code, f"/settings/{setting}")]
    assert await strict.all() == []

    made = (await strict.create(kind, "Ours", values, fine, [], BEFORE)).connection
    with pytest.raises(Refused) as refused:
        await strict.change(made.id, settings={**fine, setting: url}, now=BEFORE)
    assert refused.value.code == code
    assert await strict.get(made.id) == made


async def test_a_name_is_not_looked_up_and_an_allowed_network_is_taken(house: House) -> None:
    strict = Connections(house.pool, b"a secret of the tests, long enough")
    assert await strict.create("webhook", "A", {}, {"url": "https://no.such.host.invalid/"}, [], BEFORE)
    for url in ("http://127.0.0.1:8080/hook", "http://no.such.host.invalid/", "https://127.0.0.1/"):
        assert await house.connections.create("webhook", "A", {}, {"url": url}, [], BEFORE)
        with pytest.raises(Refused):
            await strict.create("webhook", "A", {}, {"url": url}, [], BEFORE)
    assert await refusal(house, settings={"api_url": "https://127.0.0.2/"}) == "address_not_allowed"
    assert await refusal(house, settings={"api_url": "http://93.184.215.14/"}) == "https_required"


async def test_a_change_replaces_what_is_given(house: House) -> None:
    first, second = await house.webinar(), await house.webinar()
    made = await make(house, bindings=[Binding(webinar=first.id, external_id="1", settings={})])
    changed = await house.connections.change(
        made.id,
        name="Other",
        bindings=[
            Binding(webinar=second.id, external_id="1", settings={}),
            Binding(webinar=first.id, external_id="2", settings={}),
        ],
        now=BEFORE,
    )
    assert changed.name == "Other"
    assert {each.webinar: each.external_id for each in changed.webinars} == {first.id: "2", second.id: "1"}
    assert (await house.connections.secrets_of(made.id)).get("secret_token") == "one"


async def test_while_it_rotates_both_are_good_and_then_the_new_one(house: House) -> None:
    made = await make(house)
    await house.connections.rotate(made.id, {"secret_token": "two"}, BEFORE, keep_ms=HOUR)
    await house.connections.rotate(made.id, {"secret_token": "three"}, BEFORE + MINUTE, keep_ms=HOUR)
    secrets = await house.connections.secrets_of(made.id)
    assert secrets.valid("secret_token", BEFORE + 2 * MINUTE) == ("three", "two", "one")
    assert secrets.valid("secret_token", BEFORE + HOUR) == ("three", "two")
    assert secrets.valid("secret_token", BEFORE + HOUR + MINUTE) == ("three",)
    await house.connections.rotate(made.id, {"secret_token": "four"}, BEFORE + 2 * MINUTE, keep_ms=0)
    secrets = await house.connections.secrets_of(made.id)
    assert secrets.get("secret_token") == "four"
    assert "three" not in secrets.valid("secret_token", BEFORE + 2 * MINUTE)


async def test_a_secret_that_we_make_is_made_anew_when_it_rotates(house: House) -> None:
    created = await house.connections.create("standard_webhooks_in", "Any", {}, {}, [], BEFORE)
    rotated = await house.connections.rotate(created.connection.id, {}, BEFORE)
    assert rotated.made["signing_secret"] != created.made["signing_secret"]
    zoom = await make(house)
    with pytest.raises(Refused) as refused:
        await house.connections.rotate(zoom.id, {}, BEFORE)
    assert refused.value.code == "missing_secret"


async def test_new_secrets_mend_what_was_broken_and_wake_nothing_that_was_paused(house: House) -> None:
    made = await make(house)
    for state, after, reason in (
        (ConnectionState.BROKEN, ConnectionState.ACTIVE, None),
        (ConnectionState.PAUSED, ConnectionState.PAUSED, "Why"),
        (ConnectionState.ACTIVE, ConnectionState.ACTIVE, "Why"),
    ):
        await house.connections.set_state(made.id, state, "Why")
        rotated = (await house.connections.rotate(made.id, {"secret_token": "two"}, BEFORE)).connection
        assert (rotated.state, rotated.state_reason) == (after, reason)
    await house.connections.set_state(made.id, ConnectionState.BROKEN, "Why")
    with pytest.raises(Refused):
        await house.connections.rotate(made.id, {"secret_token": " "}, BEFORE)
    await house.connections.replace_secret(made.id, "secret_token", "the vendor's")
    assert (await house.connections.get(made.id)).state is ConnectionState.BROKEN


async def test_under_another_secret_key_it_says_so(house: House) -> None:
    made = await make(house)
    others = Connections(house.pool, b"another SECRET_KEY, long enough")
    with pytest.raises(Refused) as refused:
        await others.secrets_of(made.id)
    assert refused.value.code == "secret_unreadable"
    (listed,) = await others.all()
    assert (listed.state, listed.secret_names) == (ConnectionState.BROKEN, ())


async def test_under_another_secret_key_it_is_mended_by_all_that_it_needs(house: House) -> None:
    made = await make(house, kind="marketo", settings=NEEDED["marketo"], values=MARKETO)
    others = Connections(house.pool, b"another SECRET_KEY, long enough")
    with pytest.raises(Refused) as refused:
        await others.rotate(made.id, {"client_secret": "three"}, BEFORE)
    assert refused.value.code == "missing_secret"
    mended = (await others.rotate(made.id, MARKETO, BEFORE)).connection
    assert (mended.state, mended.secret_names) == (ConnectionState.ACTIVE, ("client_id", "client_secret"))
    assert (await others.secrets_of(made.id)).get("client_secret") == MARKETO["client_secret"]


async def test_a_secret_of_another_row_does_not_open(house: House) -> None:
    first, second = await make(house), await make(house, values={"secret_token": "two"})
    await house.pool.execute(
        "UPDATE connections SET secrets = (SELECT secrets FROM connections WHERE id = $1) WHERE id = $2",
        first.id,
        second.id,
    )
    with pytest.raises(Refused):
        await house.connections.secrets_of(second.id)


def test_a_seal_opens_for_its_own_purpose_row_and_bytes_alone() -> None:
    seal = Encryption(b"k" * 32, b"one")
    sealed = seal.seal(b"plain", b"row")
    assert seal.open(sealed, b"row") == b"plain"
    assert seal.seal(b"plain", b"row") != sealed
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for other, what, row in (
        (Encryption(b"k" * 32, b"two"), sealed, b"row"),
        (seal, sealed, b"another"),
        (seal, altered, b"row"),
        (seal, b"", b"row"),
        (seal, sealed[:5], b"row"),
        (seal, b"\x02" + sealed[1:], b"row"),
    ):
        with pytest.raises(CannotDecrypt):
            other.open(what, row)


async def test_the_test_says_what_is_wrong(house: House) -> None:
    made = await make(house)

    async def tested() -> str:
        return (await house.connections.test(made.id, BEFORE + HOUR)).code

    assert await tested() == "no_webinars"
    webinar = await house.webinar()
    await house.connections.change(
        made.id, bindings=[Binding(webinar=webinar.id, external_id="1", settings={})], now=BEFORE
    )
    assert await tested() == "never_heard"
    async with house.pool.acquire() as conn:
        await rows.heard(conn, made.id, BEFORE)
        assert await tested() == "works"
        await rows.refused(conn, made.id, 3, "stale_signature", BEFORE + 1)
    assert await tested() == "stale_signature"
    await house.connections.pause(made.id)
    assert await tested() == "paused"
    await house.connections.set_state(made.id, ConnectionState.BROKEN, "The vendor says no.")
    assert (await house.connections.test(made.id, BEFORE)).message == "The vendor says no."


async def test_a_vendor_that_can_be_asked_is_asked(house: House) -> None:
    async def ask(connection: Connection, secrets: OpenSecrets) -> Tested:
        return Tested(works=True, code="works", message=f"{connection.name} {secrets.get('secret_token')}")

    asking = Connections(house.pool, b"a secret of the tests, long enough", {"zoom": ask})
    made = await make(house)
    assert (await asking.test(made.id, BEFORE)).message == "Zoom one"


async def test_an_unknown_connection_is_refused_everywhere(house: House) -> None:
    nobody = ConnectionId(WEBINAR.id)
    for call in (
        house.connections.get(nobody),
        house.connections.secrets_of(nobody),
        house.connections.pause(nobody),
        house.connections.delete(nobody, BEFORE),
        house.connections.change(nobody, name="x", now=BEFORE),
        house.connections.rotate(nobody, TOKEN, BEFORE),
        house.connections.test(nobody, BEFORE),
    ):
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.code == "unknown_connection"
