"""A mail server of one's own that forwards the bounces that arrive at MAIL_BOUNCE.

Source: docs/vendors.md, Delivery status notifications
"""

from typing import Final

import msgspec

from latecomer.vendors.dsn.webhook import DeliveryStatus
from latecomer.vendors.kit.bounces import PASSWORD
from latecomer.vendors.kit.definition import Definition, SecretField


class DsnSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No settings."""


DEFINITION: Final = Definition(
    kind="dsn",
    title="Delivery status notifications (bounces)",
    secrets=(SecretField(name=PASSWORD, made_here=True),),
    settings=DsnSettings,
    inbound=DeliveryStatus(),
)
