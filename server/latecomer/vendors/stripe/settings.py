"""The settings of a Stripe connection."""

from __future__ import annotations

import msgspec

from latecomer.vendors.kit.answers import BaseUrl


class StripeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``base_url``: Stripe's API, or a gateway to it."""

    base_url: BaseUrl = "https://api.stripe.com"
