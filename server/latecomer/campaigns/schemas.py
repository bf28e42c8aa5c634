"""Bodies about campaigns.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from latecomer.campaigns.rules.states import CampaignId, CampaignState, RunId
from latecomer.core.ids import MemberId, PersonId, WebinarId
from latecomer.core.run import RunState
from latecomer.http.wire import PERSONAL, Json, Request, Response, Time

CampaignName: TypeAlias = Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": 200})]
FlowJson: TypeAlias = Annotated[
    Any,
    Meta(
        description="Triggers, a filter over members, how often a person may run, and steps.",
        examples=[
            {
                "triggers": [{"on": "status_changed", "to": "no_show"}],
                "filter": {"filter": "not_attended_event", "event_mode": "on_demand"},
                "runs": "once",
                "steps": [
                    {"do": "wait", "for": "2 days"},
                    {"do": "set_property", "key": "missed_webinar", "value": True},
                ],
            }
        ],
    ),
]


class _FlowFields(Request, frozen=True, kw_only=True):
    """The flow as one object, or its parts beside the name; ``webinar_id`` is the flow's ``webinar``."""

    flow: FlowJson | UnsetType = UNSET
    triggers: Any | UnsetType = UNSET
    schedule: Any | UnsetType = UNSET
    scope: Any | UnsetType = UNSET
    webinar_id: Any | UnsetType = UNSET
    filter: Any | UnsetType = UNSET
    goal: Any | UnsetType = UNSET
    runs: Any | UnsetType = UNSET
    steps: Any | UnsetType = UNSET
    timezone: Any | UnsetType = UNSET

    @property
    def parts(self) -> dict[str, Any]:
        """The parts of the flow that stand beside the name."""
        named = {name: getattr(self, name) for name in _PARTS}
        return {_PARTS[name]: value for name, value in named.items() if value is not UNSET}


_PARTS: Final = {
    name: "webinar" if name == "webinar_id" else name
    for name in _FlowFields.__struct_fields__
    if name != "flow"
}


class CreateCampaign(_FlowFields, frozen=True, kw_only=True):
    """A draft: it does nothing until it is activated. The flow is one object, or its parts stand beside the name:
    triggers or a schedule, a filter, runs, steps, and so on."""

    name: CampaignName


class ChangeCampaign(_FlowFields, frozen=True, kw_only=True):
    """Changes to a campaign; a field left out stays. A flow replaces the flow; parts of it beside the name replace
    these parts (null removes one). Runs that have begun finish with the version they began with."""

    name: CampaignName | UnsetType = UNSET


class CampaignBody(Response, frozen=True, kw_only=True):
    """A campaign; ``reason`` is the cause of an automatic pause."""

    id: CampaignId
    name: str
    state: CampaignState
    reason: str | None
    version: int
    flow: Annotated[Json, PERSONAL]
    created_at: Time
    changed_at: Time
    activated_at: Time | None


class CampaignPageBody(Response, frozen=True, kw_only=True):
    """A page of campaigns, newest first."""

    items: tuple[CampaignBody, ...]
    next_cursor: str | None


class CampaignMatchBody(Response, frozen=True, kw_only=True):
    """The number of members for whom the campaign would also run now."""

    count: int


class ActivateCampaign(Request, frozen=True, kw_only=True):
    """The choice to start runs for the members that match already; see ``match`` for their number."""

    also_now: bool = False


class ResumeCampaign(Request, frozen=True, kw_only=True):
    """The choice to start runs for causes that came while the campaign was paused; they are skipped otherwise."""

    also_held: bool = False


class StartedCampaignBody(Response, frozen=True, kw_only=True):
    """A campaign that was activated or resumed, and the number of runs that began (or were held)."""

    campaign: CampaignBody
    runs: int


class StoppedRunsBody(Response, frozen=True, kw_only=True):
    """The number of runs that were stopped."""

    stopped: int


class SentStepBody(Response, frozen=True, kw_only=True):
    """The mail or event that a step queued. ``state``: that of the mail or of the delivery (``dead``: given up).
    ``code`` and ``message``: the reason of a failure."""

    state: str
    code: str | None
    message: Annotated[str | None, PERSONAL]


class RunStepBody(Response, frozen=True, kw_only=True):
    """The result of a step of a run: ``done``, or ``skipped`` with the reason as ``code``. ``place`` is the step,
    counted from 0. ``sent``: null for a step that queued nothing."""

    place: str
    did: str
    outcome: str
    code: str | None
    at: Time
    sent: SentStepBody | None


class CampaignRunBody(Response, frozen=True, kw_only=True):
    """A member's run through a campaign. ``place`` is the next step, counted from 0; ``steps`` are the results of the
    steps so far. ``test``: somebody tried the campaign."""

    id: RunId
    member_id: MemberId
    person_id: PersonId
    email: Annotated[str | None, PERSONAL]
    first_name: Annotated[str | None, PERSONAL]
    last_name: Annotated[str | None, PERSONAL]
    webinar_id: WebinarId
    version: int
    state: RunState
    reason: str | None
    place: str
    due_at: Time
    created_at: Time
    test: bool
    steps: tuple[RunStepBody, ...]


class CampaignRunPageBody(Response, frozen=True, kw_only=True):
    """A page of runs, newest first."""

    items: tuple[CampaignRunBody, ...]
    next_cursor: str | None


class CampaignNumberBody(Response, frozen=True, kw_only=True):
    """The number of runs in a state; skipped and failed runs by reason."""

    state: RunState
    reason: str | None
    count: int


class CampaignNumbersBody(Response, frozen=True, kw_only=True):
    """The number of runs in each state."""

    numbers: tuple[CampaignNumberBody, ...]


class SaveCampaignTemplate(Request, frozen=True, kw_only=True):
    """The text of a mail, with the merge fields of every mail. ``language``: left out, for readers of every other
    language."""

    subject: Annotated[str, Meta(min_length=1, max_length=200)]
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    html: Annotated[str, Meta(min_length=1, max_length=100_000)]
    language: Annotated[str, Meta(max_length=35)] | None = None


class CampaignTemplateBody(Response, frozen=True, kw_only=True):
    """A named text of a campaign's mails; a ``language`` of null is for readers of every other language."""

    name: str
    language: str | None
    subject: str
    text: str
    html: str


class CampaignTemplatesBody(Response, frozen=True, kw_only=True):
    """The templates of a campaign by name and language."""

    items: tuple[CampaignTemplateBody, ...]


class TestCampaign(Request, frozen=True, kw_only=True):
    """The person on whom the campaign is tried."""

    person_id: PersonId


class TestedCampaignBody(Response, frozen=True, kw_only=True):
    """The test run, and whether the filter matches the person."""

    run: CampaignRunBody
    matches: bool


class CampaignOccurrenceBody(Response, frozen=True, kw_only=True):
    """A scheduled time of a campaign; `outcome` is `looked`, or `missed` when it was over an hour late."""

    nominal_at: Time
    webinar_id: WebinarId | None
    outcome: str
    runs: int


class CampaignOccurrencesBody(Response, frozen=True, kw_only=True):
    """The last 50 moments, newest first."""

    items: tuple[CampaignOccurrenceBody, ...]


class ActOnSegment(Request, frozen=True, kw_only=True):
    """One step for everybody in a segment: ``send_mail``, ``set_status``, ``add_to_list``, ``remove_from_list`` or
    ``new_link``, as in a campaign. ``expected`` is the number of rows that was shown."""

    action: FlowJson
    expected: Annotated[int, Meta(ge=0, le=100_000)]
