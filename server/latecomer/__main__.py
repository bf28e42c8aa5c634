"""``python -m latecomer`` and the command ``latecomer``."""

import sys

from latecomer.cli import main

if __name__ == "__main__":
    sys.exit(main())
