"""A seeded walk through the API: calls as their schemas allow, and as they do not, each answer held to the document."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from latecomer.api_docs.openapi import openapi
from latecomer.capabilities import ENDPOINTS
from tests.hostile.watch import Watch
from tests.support.site import ADMIN, Site

_OPENAPI: Final = openapi(ENDPOINTS)
_REGISTRY: Final[Any] = Registry().with_resource(
    "urn:api",
    Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **_OPENAPI}),
)
_LEAVE_OUT: Final = frozenset({"test_connection"})
"""It asks name servers about what was made up."""
_DELETED: Final = 0.2
"""A deletion among other calls: without anything that exists, nothing else would be reached."""
_STEP_MS: Final = 25
"""A key may make 50 calls a second."""
_TEXTS: Final = (
    "",
    " ",
    "x",
    "ada@example.com",
    "bob@example.com",
    "a" * 700,
    "\u0000",
    "\u202e",
    "=1+1",
    "'; DROP TABLE members; --",
    "<script>",
    "https://example.com/a.mp4",
    "/recordings/a.mp4",
    "2026-03-04T17:00:00Z",
    "9999-12-31T23:59:59Z",
    "Europe/Berlin",
    "read",
    "registered",
)
_NUMBERS: Final = (0, 1, -1, 2, 50, 200, 201, 3600, 2**31, 2**53, 2**63, 2**64, -(2**63), 0.5, 1e308)
_ANYTHING: Final[tuple[Any, ...]] = (None, True, [], {}, [[[]]], {"a": {"b": []}}, "x", 7)


@dataclass
class Walk:
    """One walk: where it has been, and what it has found there."""

    site: Site
    chance: random.Random
    ids: list[str] = field(default_factory=lambda: ["00000000-0000-0000-0000-000000000000", "x", "%00"])
    found: dict[str, list[str]] = field(default_factory=dict)
    """The last ids that were told, by what has them: ``webinars``, ``members``."""
    statuses: dict[int, int] = field(default_factory=dict)

    async def go(self, calls: int, watch: Watch) -> None:
        """Make so many calls while the process is watched.

        Raises: AssertionError for an answer that the document does not know.
        """
        operations = [
            (method.upper(), path, operation)
            for path, item in _OPENAPI["paths"].items()
            if path.startswith("/api/v1/")
            for method, operation in item.items()
            if method in {"get", "post", "patch", "put", "delete"}
            and operation["operationId"] not in _LEAVE_OUT
        ]
        often = [_DELETED if method == "DELETE" else 1.0 for method, _, _ in operations]
        for made in range(calls):
            watch.note(made / calls)
            (operation,) = self.chance.choices(operations, often)
            await self._call(*operation, watch)

    async def _call(self, method: str, path: str, operation: Any, watch: Watch) -> None:
        self.site.now += _STEP_MS
        with watch.aside():
            path, query, headers, body = self._made_up(path, operation)
        address = self.site.client.make_url(path)  # TestClient itself remembers every answer
        response = await self.site.client.session.request(
            method, address, params=query, data=body, headers=headers
        )
        text = await response.read()
        where = f"{method} {path} {query} {body!r:.300} answered {response.status}: {text[:500]!r}"
        assert response.status < 500 or response.status == 503, where
        self.statuses[response.status] = self.statuses.get(response.status, 0) + 1
        with watch.aside():
            self._judge(response.status, response.content_type, text, operation, where)
            if response.content_type == "application/json" and response.status < 300:
                self._remember(msgspec.json.decode(text), _owner(path))

    def _made_up(self, path: str, operation: Any) -> tuple[str, dict[str, str], dict[str, str], Any]:
        """Return the path, query, headers and body of a call."""
        query = {}
        for parameter in map(_resolved, operation.get("parameters", ())):
            if parameter["in"] == "path":
                placeholder = f"{{{parameter['name']}}}"
                ids = self.found.get(_owner(path.partition(placeholder)[0]), ())
                known = ids and self.chance.random() < 0.9
                path = path.replace(placeholder, self.chance.choice(ids if known else self.ids))
            elif self.chance.random() < 0.4:
                query[parameter["name"]] = str(self._value(parameter["schema"]))[:500]
        body: Any = None
        headers = dict(ADMIN)
        for kind, content in _resolved(operation.get("requestBody", {})).get("content", {}).items():
            headers["Content-Type"] = kind
            body = self._body(kind, content.get("schema", {}))
        return path, query, headers, body

    def _judge(self, status: int, media_type: str, text: bytes, operation: Any, where: str) -> None:
        """Hold an answer to the document."""
        told = operation["responses"].get(str(status), operation["responses"].get("default"))
        assert told is not None, where
        if media_type.endswith("json"):
            answer = msgspec.json.decode(text)
            schema = _resolved(told).get("content", {}).get(media_type, {}).get("schema")
            assert schema is not None, where
            self._hold(answer, schema, where)

    def _hold(self, answer: object, schema: Any, where: str) -> None:
        reference = {"$ref": "urn:api" + schema["$ref"]} if "$ref" in schema else schema
        checker = Draft202012Validator(reference, registry=_REGISTRY, format_checker=FormatChecker())
        wrong = [error.message for error in checker.iter_errors(answer)]
        assert wrong == [], where

    def _remember(self, answer: object, owner: str) -> None:
        """Keep ids that were told, to ask for them later; ``owner``: what has an ``id`` without a name."""
        if isinstance(answer, dict):
            for name, value in answer.items():
                if isinstance(value, str) and (name == "id" or name.endswith("_id")):
                    self.ids.append(value)
                    of = self.found.setdefault(owner if name == "id" else _plural(name), [])
                    if value not in of:
                        of.append(value)
                        del of[:-8]
                else:
                    self._remember(value, name if name.endswith("s") and name != "items" else owner)
        elif isinstance(answer, list):
            for each in answer[:5]:
                self._remember(each, owner)
        del self.ids[: max(0, len(self.ids) - 40)]

    def _body(self, kind: str, schema: Any) -> bytes:
        if self.chance.random() < 0.05:
            return self.chance.randbytes(self.chance.randrange(200))
        if kind == "text/csv":
            cells = [self.chance.choice(("email", "status", "first_name", "", *_TEXTS)) for _ in range(6)]
            return "\n".join((",".join(("email", *cells)), ",".join(cells), "ada@example.com")).encode()

        return msgspec.json.encode(self._value(schema))

    def _value(self, schema: Any, depth: int = 0) -> Any:  # noqa: PLR0911 - one for each kind of value
        schema = _resolved(schema)
        if depth > 6 or self.chance.random() < 0.04:
            return self.chance.choice((*_ANYTHING, *_TEXTS, *_NUMBERS[:11]))
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        if "const" in schema:
            return schema["const"]
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return self._value(self.chance.choice(schema[several]), depth + 1)
        match schema.get("type"):
            case "object":
                required = set(schema.get("required", ()))
                fields = {
                    name: self._value(each, depth + 1)
                    for name, each in schema.get("properties", {}).items()
                    if (name in required and self.chance.random() < 0.97) or self.chance.random() < 0.3
                }
                return fields | ({"surprise": 1} if self.chance.random() < 0.03 else {})
            case "array":
                size = self.chance.choice((0, 1, 1, 2, 3))
                items = schema.get("items", {})
                return [self._value(items if isinstance(items, dict) else {}, depth + 1) for _ in range(size)]
            case "integer" | "number":
                return self.chance.choice(_NUMBERS[:11])
            case "boolean":
                return self.chance.random() < 0.5
            case "string" if schema.get("format") == "date-time":
                day = self.chance.randrange(1, 28)
                return f"2026-{self.chance.randrange(1, 12):02}-{day:02}T12:00:00Z"
            case "string" if schema.get("format") == "uuid":
                return self.chance.choice([*self.ids, str(UUID(int=self.chance.getrandbits(128)))])
            case "null":
                return None
            case _:
                return self.chance.choice(_TEXTS)


def _plural(name: str) -> str:
    """Return the part of a path below which a ``name`` such as ``member_id`` stands."""
    return "people" if name == "person_id" else name.removesuffix("_id") + "s"


def _owner(path: str) -> str:
    """Return the last part of a path that names a collection: ``members`` of ``/webinars/ID/members/``."""
    return next((part for part in reversed(path.split("/")) if part.isalpha() and part.islower()), "")


def _resolved(schema: Any) -> Any:
    while isinstance(schema, dict) and "$ref" in schema:
        found: Any = _OPENAPI
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema
