"""A bill of materials (CycloneDX 1.6) of what an installation contains, from the lock files alone: no network.

``python -m tests.support.sbom`` prints it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from latecomer import __version__

ROOT: Final = Path(__file__).parents[2]
_PINNED: Final = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def bill() -> dict[str, Any]:
    """Return the bill: the Python packages of a server with embedded engines, and the npm packages of the pages."""
    run = (ROOT / "requirements/run.txt").read_text("utf-8")
    components = [_component("pypi", name, version) for name, version in sorted(set(_PINNED.findall(run)))]
    packages = json.loads((ROOT / "pages/package-lock.json").read_text("utf-8"))["packages"]
    for path, package in sorted(packages.items()):
        if path and not package.get("dev"):
            components.append(_component("npm", path.rpartition("node_modules/")[2], package["version"]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "latecomer",
                "version": __version__,
                "bom-ref": "latecomer",
            }
        },
        "components": list({each["purl"]: each for each in components}.values()),
    }


def _component(kind: str, name: str, version: str) -> dict[str, str]:
    url = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    return {"type": "library", "name": name, "version": version, "purl": url, "bom-ref": url}


if __name__ == "__main__":
    print(json.dumps(bill(), indent=2))
