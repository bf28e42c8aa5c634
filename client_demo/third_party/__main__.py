"""``python -m client_demo.third_party``: serve the third-party page until interrupted."""

import argparse
from pathlib import Path

from aiohttp import web

from client_demo import third_party
from client_demo.third_party.site import site


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(
        prog="python -m client_demo.third_party",
        description=third_party.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--latecomer", default="http://localhost:8080", help="base URL of the server")
    parser.add_argument(
        "--recording", type=Path, default=Path("data/recordings/demo.mp4"), help="a video file"
    )
    parser.add_argument("--slug", default="office-hours", help="the registration page whose form is shown")
    parser.add_argument("--port", type=int, default=8081)
    options = parser.parse_args()
    if not options.recording.is_file():
        parser.error(f"there is no recording at {options.recording}; name one with --recording")
    print(f"A third party's page is on http://localhost:{options.port}/", flush=True)
    app = site(options.latecomer.rstrip("/"), options.recording, options.slug)
    web.run_app(app, host="localhost", port=options.port, print=None)


if __name__ == "__main__":
    main()
