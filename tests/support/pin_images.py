"""Pinning of container images: ``make images`` writes the digest of today behind every image's tag.

It asks the registry through ``docker buildx imagetools``, so it needs Docker and a network. Dependabot renews digests
that are there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FILES: Final = ("Dockerfile", "compose.yaml", ".devcontainer/devcontainer.json")
_IMAGE: Final = re.compile(
    r"""^(?P<before>FROM\ |\ +image:\ |\ +"image":\ ")
        (?P<image>(?:[a-z0-9.-]+/)*[a-z0-9-]+:[A-Za-z0-9._-]+)
        (?P<digest>@sha256:[0-9a-f]{64})?""",
    re.MULTILINE | re.VERBOSE,
)
"""An image with a tag: ours, which is built here, has none."""
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")


def images(text: str) -> list[str]:
    """Return the images of a file, with their tags."""
    return [found["image"] for found in _IMAGE.finditer(text)]


def pinned(text: str, digests: dict[str, str]) -> str:
    """Return a file's text with the digest of each image behind its tag."""
    return _IMAGE.sub(lambda found: f"{found['before']}{found['image']}@{digests[found['image']]}", text)


def digest_of(image: str) -> str:
    """Return the digest that the registry has for an image now. Raises: SystemExit."""
    asked = subprocess.run(
        ["docker", "buildx", "imagetools", "inspect", image, "--format", "{{.Manifest.Digest}}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    digest = asked.stdout.strip()
    if asked.returncode or not _DIGEST.fullmatch(digest):
        sys.exit(f"make images: the registry gives no digest for {image}: {asked.stderr.strip()[:200]}")
    return digest


def main(root: Path) -> None:
    """Pin the images of all files below ``root``. Raises: SystemExit without Docker."""
    if shutil.which("docker") is None:
        sys.exit("make images: install Docker with its plugin buildx first")
    texts = {name: (root / name).read_text() for name in FILES}
    digests = {
        image: digest_of(image) for image in sorted({i for text in texts.values() for i in images(text)})
    }
    for name, text in texts.items():
        (root / name).write_text(pinned(text, digests))


if __name__ == "__main__":
    main(ROOT)
