"""Postmark: reports bounces and complaints of mails that it relayed.

Source: docs/vendors.md, Postmark
"""

from typing import Final

import msgspec

from latecomer.vendors.kit.bounces import PASSWORD
from latecomer.vendors.kit.definition import Definition, SecretField
from latecomer.vendors.postmark.webhook import Postmark


class PostmarkSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No settings."""


DEFINITION: Final = Definition(
    kind="postmark",
    title="Postmark (bounces)",
    secrets=(SecretField(name=PASSWORD, made_here=True),),
    settings=PostmarkSettings,
    inbound=Postmark(),
)
