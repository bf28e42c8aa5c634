"""The programs that tests need beside the packages: a Chromium (of the machine, or fetched now) and PgBouncer."""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def main() -> int:
    """Return 0 once they are there; else say what to do about it."""
    return _find_browser() or _find_pgbouncer()


def _find_pgbouncer() -> int:
    if shutil.which("pgbouncer") or Path("/usr/sbin/pgbouncer").exists():
        return 0
    print("the tests need PgBouncer: install it (Debian: apt-get install pgbouncer)", file=sys.stderr)
    return 1


def _find_browser() -> int:
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return 0
    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).exists():
            return 0
    print("Installing Chromium for the browser tests", flush=True)
    fetched = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        check=False,
        capture_output=True,
        text=True,
    )
    if fetched.returncode == 0:
        return 0
    print(
        "the tests need Chromium: install it (Debian: apt-get install chromium) or let Playwright fetch one",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
