"""Amazon SES: reports bounces and complaints by a topic of SNS.

Source: docs/vendors.md, Amazon SES
"""

from typing import Final

from latecomer.vendors.kit.definition import Definition
from latecomer.vendors.ses.webhook import Ses, SesSettings

DEFINITION: Final = Definition(
    kind="ses",
    title="Amazon SES (bounces)",
    secrets=(),
    settings=SesSettings,
    inbound=Ses(),
)
