"""Mailgun: reports bounces and complaints of mails that it relayed.

Source: docs/vendors.md, Mailgun
"""

from typing import Final

from latecomer.vendors.kit.definition import Definition, SecretField
from latecomer.vendors.mailgun.webhook import SIGNING_KEY, Mailgun, MailgunSettings

DEFINITION: Final = Definition(
    kind="mailgun",
    title="Mailgun (bounces)",
    secrets=(SecretField(name=SIGNING_KEY),),
    settings=MailgunSettings,
    inbound=Mailgun(),
)
