"""Every vendor: a list of definitions. Adding a vendor is a folder with a ``definition.py`` and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from latecomer.vendors.dsn.definition import DEFINITION as DSN
from latecomer.vendors.gotowebinar.definition import DEFINITION as GOTOWEBINAR
from latecomer.vendors.hubspot.definition import DEFINITION as HUBSPOT
from latecomer.vendors.kit.definition import Definition, Kind
from latecomer.vendors.kit.pull_schedule import Rhythm
from latecomer.vendors.mailgun.definition import DEFINITION as MAILGUN
from latecomer.vendors.marketo.definition import DEFINITION as MARKETO
from latecomer.vendors.on24.definition import DEFINITION as ON24
from latecomer.vendors.postmark.definition import DEFINITION as POSTMARK
from latecomer.vendors.ses.definition import DEFINITION as SES
from latecomer.vendors.standard_webhooks_in.definition import DEFINITION as STANDARD_WEBHOOKS_IN
from latecomer.vendors.stripe.definition import DEFINITION as STRIPE
from latecomer.vendors.webhook.definition import DEFINITION as WEBHOOK
from latecomer.vendors.zoom.definition import DEFINITION as ZOOM

DEFINITIONS: Final[Mapping[Kind, Definition]] = {
    each.kind: each
    for each in (
        ZOOM,
        GOTOWEBINAR,
        ON24,
        STANDARD_WEBHOOKS_IN,
        WEBHOOK,
        MARKETO,
        HUBSPOT,
        SES,
        MAILGUN,
        POSTMARK,
        DSN,
        STRIPE,
    )
}
"""By kind, in the order in which they are shown; a kind that is not here cannot be connected."""


def can_be_pulled(kind: Kind) -> bool:
    """Return whether connections of this kind can be pulled."""
    definition = DEFINITIONS.get(kind)
    return definition is not None and definition.can_be_pulled


SCHEDULES: Final[Mapping[Kind, Rhythm]] = {
    kind: each.schedule for kind, each in DEFINITIONS.items() if each.schedule is not None
}
"""The schedule of pulls for each kind that can be pulled."""
