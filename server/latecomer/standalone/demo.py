"""`latecomer demo`: `latecomer run` with example data. Simulated viewers run in a process of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from latecomer.core.errors import Exit, StartupError
from latecomer.standalone.child import end_with_parent

RECORDING = "demo.mp4"


class Demonstration:
    """Makes a recording and a webinar, and lets simulated viewers watch, using ``client_demo``."""

    def __init__(self, recordings_dir: Path, *, vendors: bool = False) -> None:
        """``vendors``: also connect simulated vendors; the key for ``start`` then needs the scope admin.

        Raises: StartupError without ``client_demo``, which is only in the source tree.
        """
        self._clone = Path(__file__).resolve().parents[3]
        if not (self._clone / "client_demo" / "__main__.py").exists():
            raise StartupError(
                Exit.PACKAGE_MISSING,
                "the demonstration comes with the source tree, not with the installed package: "
                "run `make run` in a clone, or `latecomer run` without it",
            )
        self._recording = recordings_dir / RECORDING
        self._options = ("--vendors",) if vendors else ()
        self._maker: subprocess.Popen[bytes] | None = None
        self._crowd: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Begin to make the recording if it is missing; it takes a few seconds, in the background."""
        if not self._recording.exists():
            self._maker = self._python("client_demo.recording", str(self._recording), environment=os.environ)

    def start(self, url: str, key: str, sign_in: str) -> None:
        """Create the example data and start the viewers, once the recording is there.

        Args:
            url: our base URL.
            key: an API key that may read and write.
            sign_in: a link for the dashboard, to be printed with the rest.
        """
        if self._maker is not None and self._maker.wait() != 0:
            return
        environment = {**os.environ, "LATECOMER_DEMO_KEY": key}
        arguments = ("--url", url, "--sign-in", sign_in, "--recording", f"/recordings/{RECORDING}")
        self._crowd = self._python("client_demo", *arguments, *self._options, environment=environment)

    def stop(self) -> None:
        """Stop the simulated viewers."""
        for process in (self._maker, self._crowd):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(2.0)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _python(
        self, module: str, *arguments: str, environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        python = Path(sys.executable)
        return subprocess.Popen(
            [str(python), "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            cwd=self._clone,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGKILL),  # noqa: PLW1509 - one thread
        )
