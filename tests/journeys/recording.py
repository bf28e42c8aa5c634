"""A real, short recording for real players, made by the demonstration's own generator."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.journeys.system import ROOT


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording: its address at the server, and its length."""

    path: Path
    url: str
    duration_s: float

    @classmethod
    def make(cls, folder: Path, duration_s: int = 20) -> Self:
        """Generate it into the server's folder of recordings."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "journey.mp4"
        subprocess.run(
            [sys.executable, "-m", "client_demo.recording", str(path), "--duration", str(duration_s)],
            check=True,
            cwd=ROOT,
        )
        return cls(path, f"/recordings/{path.name}", float(duration_s))
