"""The kinds of connections."""

from enum import StrEnum


class Kind(StrEnum):
    """Every kind of connection; the values are the names on the wire."""

    ZOOM = "zoom"
    GOTOWEBINAR = "gotowebinar"
    ON24 = "on24"
    STANDARD_WEBHOOKS_IN = "standard_webhooks_in"
    WEBHOOK = "webhook"
    MARKETO = "marketo"
    HUBSPOT = "hubspot"
