"""The demonstration is an outsider: what it can do, anybody can do with the documentation alone."""

import ast
from pathlib import Path

import pytest

import client_demo

MODULES = sorted(Path(client_demo.__path__[0]).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_imports_nothing_of_the_product(path: Path) -> None:
    imported = set[str]()
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import(names=names):
                imported |= {alias.name.split(".")[0] for alias in names}
            case ast.ImportFrom(module=module):
                imported.add((module or "").split(".")[0])
            case _:
                pass
    assert "latecomer" not in imported
