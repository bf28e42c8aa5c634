"""Makes sure that there is a Chromium for the journeys: the machine's, Playwright's, or one fetched now."""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def main() -> int:
    """Returns 0 once there is one; else says what to do about it."""
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
