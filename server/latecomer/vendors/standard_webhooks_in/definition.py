"""Any sender of Standard Webhooks that reports in our few event types.

Source: docs/vendors.md, Any sender
"""

from typing import Final

from latecomer.vendors.kit.definition import Definition, SecretField
from latecomer.vendors.standard_webhooks_in.webhook import StandardSettings, StandardWebhooksIn, is_key

DEFINITION: Final = Definition(
    kind="standard_webhooks_in",
    title="Any sender of Standard Webhooks",
    secrets=(SecretField(name="signing_secret", made_here=True, is_valid=is_key),),
    settings=StandardSettings,
    inbound=StandardWebhooksIn(),
    reports_attendance=True,
    external_id="data.webinar",
)
