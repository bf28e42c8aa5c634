"""File descriptors: the limit of open files of this process."""

from __future__ import annotations

import resource
from typing import Final

_MOST: Final = 65_536


def raise_descriptors() -> int:
    """Raise this process's limit of open files as far as the system allows, at most to 65,536. Returns: the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST if hard == resource.RLIM_INFINITY else min(hard, _MOST)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return _MOST if soft == resource.RLIM_INFINITY else soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):  # some systems allow less than they say
        return soft
    return wanted
