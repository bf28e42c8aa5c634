"""The backup of an embedded installation, by the command that docs/operating.md has, while it runs."""

import os
import re
import subprocess
from pathlib import Path

from tests.journeys.system import ROOT, System


def test_the_documented_command_backs_up_the_embedded_database(system: System, tmp_path: Path) -> None:
    page = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    [command] = re.findall(r"^```sh\n(.*?pg_dump.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    subprocess.run(
        ["bash", "-euc", command],
        cwd=tmp_path,
        env=os.environ | {"DATA_DIR": str(system.data)},
        check=True,
        timeout=60,
    )
    assert (tmp_path / "latecomer.dump").read_bytes().startswith(b"PGDMP")
