"""Names that may be quoted to an unconfirmed address.

Spammers put advertisements into the name field of other people's forms. A name that could be an advertisement is left
out of mails to an address whose owner never clicked.

Source: docs/registration.md, A form proves nobody
"""

import re
from typing import Final

from latecomer.core.one_line import one_line

NAME_MAX: Final = 40
_LOOKS_LIKE_MORE: Final = re.compile(r"[/:@\d\r\n\u2028\u2029\x85]|[^\W\d_][.．。][^\W\d_]")


def quotable(name: str | None) -> str | None:
    """Return the name if it may be quoted to an unconfirmed address, else None.

    A name is not quoted when it has ``/``, ``:``, ``@``, a digit, a line break, a dot between letters, or more than 40
    characters.
    """
    if name is None or not name.strip() or len(name) > NAME_MAX or _LOOKS_LIKE_MORE.search(name):
        return None
    return one_line(name)
