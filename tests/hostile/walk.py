"""A seeded walk through the API: calls as their schemas allow, and as they do not, each answer held to the document."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from latecomer.api_docs.openapi import openapi
from latecomer.capabilities import ENDPOINTS
from tests.support.site import ADMIN, Site

_OPENAPI: Final = openapi(ENDPOINTS)
_REGISTRY: Final[Any] = Registry().with_resource(
    "urn:api",
    Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **_OPENAPI}),
)
_LEAVE_OUT: Final = frozenset({"test_connection"})
"""It asks name servers about what was made up."""
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
    statuses: dict[int, int] = field(default_factory=dict)

    async def go(self, calls: int, note: Callable[[float], None]) -> None:
        """Make so many calls, and ``note`` the share that is made.

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
        for made in range(calls):
            note(made / calls)
            await self._call(*self.chance.choice(operations))

    async def _call(self, method: str, path: str, operation: Any) -> None:
        self.site.now += _STEP_MS
        query = {}
        for parameter in map(_resolved, operation.get("parameters", ())):
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", self.chance.choice(self.ids))
            elif self.chance.random() < 0.4:
                query[parameter["name"]] = str(self._value(parameter["schema"]))[:500]
        body: Any = None
        headers = dict(ADMIN)
        for kind, content in _resolved(operation.get("requestBody", {})).get("content", {}).items():
            headers["Content-Type"] = kind
            body = self._body(kind, content.get("schema", {}))
        address = self.site.client.make_url(path)  # TestClient itself remembers every answer
        response = await self.site.client.session.request(
            method, address, params=query, data=body, headers=headers
        )
        text = await response.read()
        where = f"{method} {path} {query} {body!r:.300} answered {response.status}: {text[:500]!r}"
        assert response.status < 500 or response.status == 503, where
        self.statuses[response.status] = self.statuses.get(response.status, 0) + 1
        told = operation["responses"].get(str(response.status), operation["responses"].get("default"))
        assert told is not None, where
        contents = _resolved(told).get("content", {})
        if response.content_type.endswith("json"):
            answer = await response.json(content_type=None)
            schema = contents.get(response.content_type, {}).get("schema")
            assert schema is not None, where
            self._hold(answer, schema, where)
            self._remember(answer)

    def _hold(self, answer: object, schema: Any, where: str) -> None:
        reference = {"$ref": "urn:api" + schema["$ref"]} if "$ref" in schema else schema
        checker = Draft202012Validator(reference, registry=_REGISTRY, format_checker=FormatChecker())
        wrong = [error.message for error in checker.iter_errors(answer)]
        assert wrong == [], where

    def _remember(self, answer: object) -> None:
        """Keep ids that were told, to ask for them later."""
        if isinstance(answer, dict):
            for name, value in answer.items():
                if (name == "id" or name.endswith("_id")) and isinstance(value, str):
                    self.ids.append(value)
                else:
                    self._remember(value)
        elif isinstance(answer, list):
            for each in answer[:5]:
                self._remember(each)
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


def _resolved(schema: Any) -> Any:
    while isinstance(schema, dict) and "$ref" in schema:
        found: Any = _OPENAPI
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema
