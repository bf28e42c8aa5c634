"""Stripe: takes payments for webinars that have a price.

Source: docs/vendors.md, Stripe
"""

from __future__ import annotations

import re
from typing import Final

from latecomer.vendors.kit.definition import Definition, SecretField, Secrets, Settings, Tools, read_settings
from latecomer.vendors.kit.payments import PaymentGateway
from latecomer.vendors.stripe.client import StripeClient
from latecomer.vendors.stripe.settings import StripeSettings
from latecomer.vendors.stripe.webhook import WEBHOOK_SECRET, Stripe

API_KEY: Final = "api_key"
_KEY: Final = re.compile(r"(?:rk|sk)_(?:test|live)_[A-Za-z0-9]{16,250}")
_ENDPOINT_KEY: Final = re.compile(r"whsec_[A-Za-z0-9+/=]{16,250}")


def _make_payments(tools: Tools, settings: Settings, secrets: Secrets) -> PaymentGateway | None:
    key = secrets.get(API_KEY)
    return None if key is None else StripeClient(tools.http, read_settings(settings, StripeSettings), key)


DEFINITION: Final = Definition(
    kind="stripe",
    title="Stripe (payments)",
    secrets=(
        SecretField(name=API_KEY, is_valid=lambda text: bool(_KEY.fullmatch(text))),
        # Stripe shows it once our address is entered there, so a connection begins without it.
        SecretField(
            name=WEBHOOK_SECRET, required=False, is_valid=lambda text: bool(_ENDPOINT_KEY.fullmatch(text))
        ),
    ),
    settings=StripeSettings,
    inbound=Stripe(),
    make_payments=_make_payments,
    urls=("base_url",),
)
