"""The ledger's functions on the server: ``ledger.lua``."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from latecomer.redis.functions import FunctionLibrary

LIBRARY: Final = FunctionLibrary(
    "latecomer_7", files(__package__).joinpath("ledger.lua").read_text(encoding="utf-8")
)
