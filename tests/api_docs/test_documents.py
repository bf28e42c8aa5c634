"""The documents say what the code does: valid by their own rules, and checked in both directions."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import msgspec.inspect
import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from referencing import Registry, Resource

import latecomer
from latecomer.api_docs import write_schemas as schemas
from latecomer.api_docs.asyncapi import CLOSE_CODES, asyncapi
from latecomer.api_docs.message_schemas import MESSAGES, Message, schema_file
from latecomer.api_docs.openapi import openapi
from latecomer.capabilities import ENDPOINTS
from latecomer.core.errors import Refused
from latecomer.core.phase import Mode
from latecomer.events.types import EventType
from latecomer.http import wire
from latecomer.http.close_codes import CloseCode
from latecomer.http.error_codes import CODES, ROW_CODES
from latecomer.people import rules as person_fields
from latecomer.watching.playback.rules.messages import encode_ack
from latecomer.webinars.members import registration as registering
from latecomer.webinars.members.rules import seats as desk
from latecomer.webinars.rules import validation as webinar_fields
from tests.support.builders import ENDS_AT, STARTS_AT
from tests.support.site import Site

ROOT = Path(__file__).parents[2]
OPENAPI = openapi(ENDPOINTS)


def _checker(schema: Any) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def _answers(operation: str, status: int) -> Draft202012Validator:
    """The schema of one answer of the API."""
    for path in OPENAPI["paths"].values():
        for each in path.values():
            if each["operationId"] == operation:
                (content,) = each["responses"][str(status)]["content"].values()
                registry: Any = Registry().with_resource(
                    "urn:api",
                    Resource.from_contents(
                        {"$schema": "https://json-schema.org/draft/2020-12/schema", **OPENAPI}
                    ),
                )
                reference = {"$ref": "urn:api" + content["schema"]["$ref"]}
                return Draft202012Validator(reference, registry=registry, format_checker=FormatChecker())
    raise AssertionError(operation)


def test_the_committed_documents_are_what_the_code_says() -> None:
    assert schemas.differences(ROOT / "schemas") == []


def test_a_difference_is_found_and_mended(tmp_path: Path) -> None:
    schemas.write(tmp_path)
    assert schemas.main(["check", str(tmp_path)]) == 0
    (tmp_path / "messages" / "hello.json").write_text("{}")
    (tmp_path / "messages" / "gone.json").write_text("{}")
    (tmp_path / "webhooks" / "gone.json").write_text("{}")
    (tmp_path / "asyncapi.yaml").unlink()
    assert schemas.main(["check", str(tmp_path)]) == 1
    assert schemas.differences(tmp_path) == [
        "asyncapi.yaml",
        "messages/gone.json",
        "messages/hello.json",
        "webhooks/gone.json",
    ]
    assert schemas.main(["write", str(tmp_path)]) == 0
    assert schemas.differences(tmp_path) == []


def test_the_openapi_document_is_valid_and_whole() -> None:
    validate(OPENAPI)
    assert yaml.safe_load((ROOT / "schemas" / "openapi.yaml").read_text()) == OPENAPI
    described = {(method.upper(), path) for path, item in OPENAPI["paths"].items() for method in item}
    assert {(each.method, each.path) for each in ENDPOINTS} <= described
    names = [each["operationId"] for item in OPENAPI["paths"].values() for each in item.values()]
    assert len(names) == len(set(names))


async def test_the_document_is_served_and_every_address_in_it_is_routed(site: Site) -> None:
    response = await site.client.get("/api/openapi.json")
    assert await response.json() == OPENAPI
    again = await site.client.get("/api/openapi.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status == 304
    routed = {
        (route.method, route.resource.canonical)
        for route in site.client.app.router.routes()
        if route.resource is not None
    }
    for path, item in OPENAPI["paths"].items():
        for method in item:
            assert (method.upper(), path) in routed
    # … and no REST call is routed that is not in it.
    assert {path for _, path in routed if path.startswith("/api/v1")} <= set(OPENAPI["paths"])


async def test_only_the_page_that_shows_it_may_have_inline_styles_and_no_page_foreign_scripts(
    site: Site,
) -> None:
    site.write("static/api_docs/index.html", "<!doctype html><title>API</title>")
    site.write("static/dashboard/index.html", "<!doctype html><title>dashboard</title>")
    page = await site.client.get("/api/docs")
    assert (page.status, page.content_type) == (200, "text/html")
    policy = page.headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline';" in policy
    assert "script-src 'self';" in policy
    other = await site.client.get("/webinars")
    assert "unsafe" not in other.headers["Content-Security-Policy"]


async def test_without_built_pages_the_page_says_so(site: Site) -> None:
    assert (await site.decoded(await site.client.get("/api/docs"), 503))["code"] == "pages_not_built"


def test_every_webhook_is_in_the_document() -> None:
    for kind in EventType:
        body = OPENAPI["webhooks"][kind]["post"]["requestBody"]["content"]["application/json"]
        registry: Any = Registry().with_resource(
            "urn:api",
            Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **OPENAPI}),
        )
        schema = {"$id": "urn:api:webhook", **body["schema"]}
        data = body["schema"]["properties"]["data"]["$ref"]
        schema["properties"] = schema["properties"] | {"data": {"$ref": f"urn:api{data}"}}
        Draft202012Validator(schema, registry=registry, format_checker=FormatChecker()).validate(
            body["example"]
        )


async def test_answers_are_what_the_document_says(site: Site) -> None:
    webinar = await site.webinar(attendee_limit=5)
    member = await site.member(webinar, first_name="Ada", properties={"n": 1})
    site.now = STARTS_AT
    await site.watch(member, [0, 2000, 0, 2], "nonsense", [0, 1, 2, 1])
    site.now = ENDS_AT + 1000
    path = f"/webinars/{webinar['id']}"
    answers = {
        "create_webinar": (201, webinar),
        "list_webinars": (200, await site.call("GET", "/webinars")),
        "finish_webinar": (200, await site.call("POST", path + "/finish")),
        "read_webinar": (200, await site.call("GET", path)),
        "list_members": (200, await site.call("GET", path + "/members")),
        "read_member": (200, await site.call("GET", f"/members/{member['id']}")),
        "read_timeline": (200, await site.call("GET", f"/members/{member['id']}/timeline")),
        "explain_watch": (200, await site.call("GET", f"/members/{member['id']}/watch")),
        "read_drops": (200, await site.call("GET", path + "/drops")),
        "read_dashboard": (200, await site.call("GET", path + "/dashboard")),
        "read_session": (200, await site.call("GET", "/session")),
        "create_key": (201, await site.call("POST", "/keys", {"name": "k", "scopes": ["read"]}, expect=201)),
        "list_keys": (200, await site.call("GET", "/keys")),
        "change_person": (200, await site.call("PATCH", f"/persons/{member['person_id']}", {"city": "Bonn"})),
        "add_members": (
            200,
            {"results": await site.add(webinar, {"email": "b@example.com"}, {"email": "-"})},
        ),
    }
    for operation, (status, answer) in answers.items():
        _answers(operation, status).validate(answer)
    problem = await site.call("GET", "/webinars?limit=0", expect=422)
    _answers("list_webinars", 422).validate(problem)
    token = member["join_url"].rpartition("/")[2]
    shown = await site.client.get(f"/j/{token}", headers={"Accept": "application/json"})
    _answers("join", 200).validate(await shown.json())
    _answers("click", 200).validate(await (await site.client.post(f"/j/{token}/click")).json())
    _answers("readyz", 200).validate(await (await site.client.get("/readyz")).json())
    snapshot = await site.call("GET", path + "/dashboard")
    _checker(schema_file("snapshot")).validate({"type": "snapshot", **snapshot})


def test_the_bounds_that_the_schemas_tell_are_those_that_are_judged() -> None:
    told = OPENAPI["components"]["schemas"]
    fields = told["CreateWebinar"]["properties"]
    assert fields["name"]["maxLength"] == webinar_fields.NAME_MAX
    assert fields["live_url"]["anyOf"][0]["maxLength"] == webinar_fields.URL_MAX
    assert fields["allowed_origins"]["maxItems"] == webinar_fields.ORIGINS_MAX
    assert fields["watch_threshold_s"]["maximum"] == webinar_fields.THRESHOLD_MAX_S
    assert fields["finish_grace_s"]["anyOf"][0]["maximum"] == webinar_fields.GRACE_MAX_S
    assert fields["attendee_limit"]["anyOf"][0]["maximum"] == webinar_fields.LIMIT_MAX
    length = told["NewRecording"]["properties"]["duration_s"]["anyOf"][0]
    assert length["maximum"] == webinar_fields.RECORDING_MAX_S
    row = told["MemberRow"]["properties"]
    assert row["first_name"]["anyOf"][0]["maxLength"] == person_fields.FIELD_MAX
    assert row["email"]["anyOf"][0]["maxLength"] == person_fields.EMAIL_MAX


_CODED: Final = {
    "Refused": 0,
    "BadFilter": 0,
    "BadCondition": 0,
    "BadFlow": 0,
    "NotAllowed": 0,
    "FieldError": 1,
}
"""The calls that raise or store a code, and the position of the code among their arguments."""


def _codes() -> set[str]:
    """Every code in the package that is written out where something is refused."""
    found: set[str] = set()
    for path in Path(latecomer.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=args) if name in _CODED and len(args) > 1:
                    match args[_CODED[name]]:
                        case ast.Constant(value=str(code)):
                            found.add(code)
    return found


def test_every_refusal_is_in_the_table_of_codes() -> None:
    codes = _codes()
    assert len(codes) > 100
    assert codes - CODES.keys() == set()
    for each in ENDPOINTS:
        assert set(each.errors) <= CODES.keys()


def test_no_service_names_an_http_status() -> None:
    """A refusal takes a code; ``http/error_codes.py`` alone knows its status."""
    assert set(inspect.signature(Refused).parameters) == {"code", "message", "fields", "after_s", "values"}
    root = Path(latecomer.__file__).parent
    web = {"http", "api_docs", "vendors"}  # a vendor's own statuses are another matter
    for path in root.rglob("*.py"):
        if path.relative_to(root).parts[0] not in web:
            names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
            assert "HTTPStatus" not in names, path


def _row_codes() -> set[str]:
    """The codes of rows that are written out where rows are judged."""
    found: set[str] = set()
    for module in (registering, desk):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            match node:
                case ast.Call(func=ast.Name(id="_skip"), args=[_, ast.Constant(value=str(code))]):
                    found.add(code)
                case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
                    found.add(code)
    return found


def test_every_code_of_a_row_is_in_the_table_of_row_codes() -> None:
    assert {"duplicate", "unchanged", "waitlisted"} <= _row_codes() <= ROW_CODES.keys()


@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: each.name)
def test_a_messages_examples_fit_its_schema_and_its_type(message: Message) -> None:
    schema = schema_file(message.name)
    check = _checker(schema)
    assert schema["examples"]
    for example in message.examples:
        check.validate(msgspec.json.decode(wire.encode(example)))
    for example in schema["examples"]:
        check.validate(example)
        decoded = wire.decode(msgspec.json.encode(example), message.kind)
        assert decoded in message.examples
        if "type" in schema["properties"]:
            broken = dict(example, type="other")
            assert not check.is_valid(broken)
            with pytest.raises(msgspec.ValidationError):
                wire.decode(msgspec.json.encode(broken), message.kind)
    for name in schema["required"]:
        lacking = {key: value for key, value in schema["examples"][0].items() if key != name}
        assert not check.is_valid(lacking)
        if name != "type":
            with pytest.raises(msgspec.ValidationError):
                wire.decode(msgspec.json.encode(lacking), message.kind)


def test_the_ack_that_is_written_by_hand_fits_its_schema() -> None:
    check = _checker(schema_file("ack"))
    for drops in ({}, {"future": 3}):
        check.validate(msgspec.json.decode(encode_ack(7, Mode.ON_DEMAND, 61_001, 60, drops)))


def _references(value: object) -> set[str]:
    match value:
        case {"$ref": str(reference)}:
            return {reference}
        case dict(fields):
            return set().union(*map(_references, fields.values()))
        case list(items):
            return set().union(*map(_references, items))
        case _:
            return set()


def test_the_asyncapi_document_is_whole() -> None:
    document = asyncapi()
    assert yaml.safe_load((ROOT / "schemas" / "asyncapi.yaml").read_text()) == document
    for reference in _references(document):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found
    assert document["channels"].keys() == {"playback", "dashboard", "room"}
    assert {each["action"] for each in document["operations"].values()} == {"receive", "send"}
    assert CLOSE_CODES.keys() == set(CloseCode)


def _numbers(kind: Any, where: str, bounds: Any = None, seen: tuple[type, ...] = ()) -> Iterator[str]:
    """Numbers inside a type of a body or a query that anybody may make as large as they like."""
    match kind:
        case msgspec.inspect.Metadata():
            yield from _numbers(kind.type, where, kind.extra_json_schema or bounds, seen)
        case msgspec.inspect.IntType() | msgspec.inspect.FloatType():
            low = (
                kind.ge is not None
                or kind.gt is not None
                or {"minimum", "exclusiveMinimum"} & set(bounds or ())
            )
            high = (
                kind.le is not None
                or kind.lt is not None
                or {"maximum", "exclusiveMaximum"} & set(bounds or ())
            )
            if not (low and high):
                yield where
        case msgspec.inspect.StructType():
            if kind.cls not in seen:
                for field in kind.fields:
                    yield from _numbers(field.type, f"{where}.{field.encode_name}", None, (*seen, kind.cls))
        case msgspec.inspect.UnionType():
            for each in kind.types:
                yield from _numbers(each, where, bounds, seen)
        case msgspec.inspect.ListType() | msgspec.inspect.VarTupleType():
            yield from _numbers(kind.item_type, where, None, seen)
        case msgspec.inspect.TupleType():
            for each in kind.item_types:
                yield from _numbers(each, where, None, seen)
        case msgspec.inspect.DictType():
            yield from _numbers(kind.value_type, where, None, seen)


def test_every_number_that_is_taken_has_bounds() -> None:
    unbounded = [
        found
        for each in ENDPOINTS
        for kind in (each.body, each.query)
        if kind is not None and kind is not bytes
        for found in _numbers(msgspec.inspect.type_info(kind), f"{each.method} {each.path}")
    ]
    assert unbounded == []
