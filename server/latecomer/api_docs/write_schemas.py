"""``python -m latecomer.api_docs.write_schemas write|check``: the documents under ``schemas/``, written from the code.

``check`` compares and changes nothing; it ends with 1 and the names of the files that differ.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from latecomer.api_docs import webhook_schemas
from latecomer.api_docs.asyncapi import asyncapi
from latecomer.api_docs.message_schemas import MESSAGES, schema_file
from latecomer.api_docs.openapi import openapi
from latecomer.capabilities import ENDPOINTS
from latecomer.events.types import EventType

_HEADER = "# Written by `python -m latecomer.api_docs.write_schemas write`; change the code, not this file.\n"


def documents() -> Mapping[str, str]:
    """Return the text of every document by its file name below ``schemas/``."""
    messages = {f"messages/{each.name}.json": _json(schema_file(each.name)) for each in MESSAGES}
    webhooks = {f"webhooks/{kind}.json": _json(webhook_schemas.schema_file(kind)) for kind in EventType}
    return {
        "openapi.yaml": _yaml(openapi(ENDPOINTS)),
        "asyncapi.yaml": _yaml(asyncapi()),
        **messages,
        **webhooks,
    }


def write(folder: Path) -> None:
    """Write the documents to ``folder`` and remove all other files from it."""
    for name in _strangers(folder):
        (folder / name).unlink()
    for name, text in documents().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def differences(folder: Path) -> list[str]:
    """Return the names of the documents that are missing, differ, or should not exist."""
    return sorted(
        [*(name for name, text in documents().items() if _read(folder / name) != text), *_strangers(folder)]
    )


def _strangers(folder: Path) -> list[str]:
    wanted = documents().keys()
    present = [*folder.glob("*.yaml"), *folder.glob("messages/*.json"), *folder.glob("webhooks/*.json")]
    return [name for name in (path.relative_to(folder).as_posix() for path in present) if name not in wanted]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


class _Dumper(yaml.SafeDumper):
    """A YAML writer without anchors, which writes long texts as blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _yaml(document: Mapping[str, Any]) -> str:
    text = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return _HEADER + str(text)


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m latecomer.api_docs.write_schemas", description=__doc__)
    parser.add_argument("verb", choices=["write", "check"])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("schemas"))
    asked = parser.parse_args(arguments)
    if asked.verb == "write":
        write(asked.folder)
        return 0
    differing = differences(asked.folder)
    for name in differing:
        print(f"{asked.folder / name} is not what the code says: run `write`", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
