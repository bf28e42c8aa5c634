"""The one list of capabilities. Each is built after those that it depends on."""

from __future__ import annotations

from typing import Final

from latecomer.access.build import CAPABILITY as ACCESS
from latecomer.attendance.build import CAPABILITY as ATTENDANCE
from latecomer.audiences.build import CAPABILITY as AUDIENCES
from latecomer.audit.build import CAPABILITY as AUDIT
from latecomer.automated.build import CAPABILITY as AUTOMATED
from latecomer.campaigns.build import CAPABILITY as CAMPAIGNS
from latecomer.capability import Capability
from latecomer.captions.build import CAPABILITY as CAPTIONS
from latecomer.dashboards.build import CAPABILITY as DASHBOARDS
from latecomer.http.endpoint import Endpoint
from latecomer.integrations.build import CAPABILITY as INTEGRATIONS
from latecomer.joining.build import CAPABILITY as JOINING
from latecomer.mail.build import CAPABILITY as MAIL
from latecomer.media.build import CAPABILITY as MEDIA
from latecomer.people.build import CAPABILITY as PEOPLE
from latecomer.privacy.build import CAPABILITY as PRIVACY
from latecomer.recording_checks.build import CAPABILITY as RECORDING_CHECKS
from latecomer.registration_form.build import CAPABILITY as REGISTRATION_FORM
from latecomer.watching.build import CAPABILITY as WATCHING
from latecomer.webinars.build import CAPABILITY as WEBINARS

CAPABILITIES: Final[tuple[Capability, ...]] = (
    ACCESS,
    AUDIT,
    MEDIA,
    PEOPLE,
    ATTENDANCE,
    WEBINARS,
    RECORDING_CHECKS,
    CAPTIONS,
    WATCHING,
    JOINING,
    DASHBOARDS,
    INTEGRATIONS,
    MAIL,
    AUDIENCES,
    CAMPAIGNS,
    PRIVACY,
    REGISTRATION_FORM,
    AUTOMATED,
)

ENDPOINTS: Final[tuple[Endpoint, ...]] = tuple(call for each in CAPABILITIES for call in each.endpoints)
"""Every REST call, in the order of the documents."""
