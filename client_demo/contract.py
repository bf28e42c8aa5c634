"""The contract between the simulated outsiders and the server: every message is compared with the published schemas.

It is off unless the environment says ``CLIENT_DEMO_CHECKS=1``, as the tests do: a crowd and the bench would measure the
comparing. Needs the packages jsonschema and PyYAML only when it is on.

Source: schemas/openapi.yaml, schemas/messages
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]

SWITCH: Final = "CLIENT_DEMO_CHECKS"
SCHEMAS: Final = Path(__file__).parents[1] / "schemas"


class Contract:
    """The schemas, and what did not fit them so far; ``broken`` is empty while all is well."""

    def __init__(self, folder: Path = SCHEMAS) -> None:
        import yaml  # noqa: PLC0415 - only where the switch is on
        from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415
        from referencing import Registry, Resource  # noqa: PLC0415

        self.broken: list[str] = []
        dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        document = yaml.safe_load((folder / "openapi.yaml").read_text(encoding="utf-8"))
        self._paths: Json = document["paths"]
        registry: Any = Registry().with_resource("urn:api", Resource.from_contents(dialect | document))

        def of_api(schema: object) -> Any:
            return Draft202012Validator(_absolute(schema), registry=registry, format_checker=FormatChecker())

        self._of_api = of_api
        self._of_messages = {
            path.stem: Draft202012Validator(
                json.loads(path.read_text(encoding="utf-8")), format_checker=FormatChecker()
            )
            for path in (folder / "messages").glob("*.json")
        }

    def message(self, message: Json, name: str | None = None) -> None:
        """Compare a message of the socket, or a beacon, with the schema of its ``type`` (or of ``name``)."""
        kind = name or str(message.get("type"))
        validator = self._of_messages.get(kind)
        if validator is None:
            self.broken.append(f"{kind}: there is no schema of such a message")
        else:
            self._compare(kind, validator, message)

    def call(self, method: str, path: str, body: object, status: int, answer: object) -> None:
        """Compare a call of the REST API and its answer; ``path`` is whole, without the query; None is no body."""
        operation = self._operation(method, path)
        if operation is None:
            self.broken.append(f"{method} {path}: no such call is described")
            return
        name = f"{method} {path}"
        if body is not None and "requestBody" not in operation:
            self.broken.append(f"{name} takes no body")
        elif body is not None:
            (asked,) = operation["requestBody"]["content"].values()
            self._compare(f"{name} sends", self._of_api(asked["schema"]), body)
        response = operation["responses"].get(str(status))
        if response is None:
            self.broken.append(f"{name}: the status {status} is not described")
        elif answer is not None:
            (given,) = response["content"].values()
            self._compare(f"{name} answers", self._of_api(given["schema"]), answer)

    def _operation(self, method: str, path: str) -> Json | None:
        for template, operations in self._paths.items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
                found: Json | None = operations.get(method.lower())
                return found
        return None

    def _compare(self, name: str, validator: Any, value: object) -> None:
        self.broken += [
            f"{name}: {error.json_path}: {error.message}" for error in validator.iter_errors(value)
        ]


@cache
def contract() -> Contract | None:
    """Return the contract where the switch is on, None where nothing is compared."""
    return Contract() if os.environ.get(SWITCH) == "1" else None


def _absolute(schema: Any) -> Any:
    """Return the schema with its references to the document's components as addresses of the whole document."""
    if isinstance(schema, list):
        return [_absolute(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: f"urn:api{value}" if key == "$ref" and isinstance(value, str) else _absolute(value)
        for key, value in schema.items()
    }
