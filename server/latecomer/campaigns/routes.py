"""/campaigns: create, activate, pause and archive campaigns; list their runs and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from aiohttp import web
from msgspec import UNSET

from latecomer.audiences.segment import SegmentId
from latecomer.campaigns.queries import Campaign, NamedTemplate, Run, RunStep, webinar_of_moment
from latecomer.campaigns.rules.flow import MailTemplate
from latecomer.campaigns.rules.states import CampaignId
from latecomer.campaigns.schemas import (
    ActivateCampaign,
    ActOnSegment,
    CampaignBody,
    CampaignMatchBody,
    CampaignNumberBody,
    CampaignNumbersBody,
    CampaignOccurrenceBody,
    CampaignOccurrencesBody,
    CampaignPageBody,
    CampaignRunBody,
    CampaignRunPageBody,
    CampaignTemplateBody,
    CampaignTemplatesBody,
    ChangeCampaign,
    CreateCampaign,
    ResumeCampaign,
    RunStepBody,
    SaveCampaignTemplate,
    SentStepBody,
    StartedCampaignBody,
    StoppedRunsBody,
    TestCampaign,
    TestedCampaignBody,
)
from latecomer.campaigns.service import CampaignChanges, Campaigns
from latecomer.campaigns.templates import CampaignTemplates
from latecomer.core.errors import FieldError, Refused
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time, time_or_none
from latecomer.webinars.schemas import PageQuery

campaigns: Final[web.AppKey[Campaigns]] = web.AppKey("campaigns", Campaigns)
templates: Final[web.AppKey[CampaignTemplates]] = web.AppKey("campaign_templates", CampaignTemplates)

_TAG: Final = "Campaigns"
_FLOW: Final = (
    "invalid_name",
    "unknown_timezone",
    "operator_not_here",
    "negative_over_many",
    "too_deep",
    "too_many_leaves",
    "too_many_kept",
    "invalid_template",
    "template_too_slow",
    "wrong_segment_kind",
    "needs_member",
    "wrong_connection",
)


def _campaign(campaign: Campaign) -> CampaignBody:
    return CampaignBody(
        id=campaign.id,
        name=campaign.name,
        state=campaign.state,
        reason=campaign.reason,
        version=campaign.version,
        flow=campaign.flow,
        created_at=Time(campaign.created_at),
        changed_at=Time(campaign.changed_at),
        activated_at=time_or_none(campaign.activated_at),
    )


def _run(run: Run, steps: Sequence[RunStep] = ()) -> CampaignRunBody:
    return CampaignRunBody(
        id=run.id,
        member_id=run.member,
        person_id=run.person,
        email=run.email,
        first_name=run.first_name,
        last_name=run.last_name,
        webinar_id=run.webinar,
        version=run.version,
        state=run.state,
        reason=run.reason,
        place=run.place,
        due_at=Time(run.due_at),
        created_at=Time(run.created_at),
        test=run.test,
        steps=tuple(map(_step, steps)),
    )


def _step(step: RunStep) -> RunStepBody:
    return RunStepBody(
        place=step.place,
        did=step.did,
        outcome=step.outcome,
        code=step.code,
        at=Time(step.at),
        sent=None
        if step.sent is None
        else SentStepBody(state=step.sent, code=step.sent_code, message=step.sent_message),
    )


@contextmanager
def _places(body: CreateCampaign | ChangeCampaign) -> Iterator[None]:
    """Name the places of errors as the caller wrote the flow: in one object, or in parts beside the name."""
    parts = body.parts
    if parts and body.flow is not UNSET:
        message = "Write the flow as one object, or its parts beside the name, not both."
        raise Refused("unknown_field", message, (FieldError("/flow", "unknown_field", message),))
    try:
        yield
    except Refused as refused:
        if not parts:
            raise
        fields = tuple(replace(each, field=_beside(each.field)) for each in refused.fields)
        raise Refused(refused.code, refused.message.replace("/flow/", "/", 1), fields) from None


def _beside(place: str) -> str:
    place = place.removeprefix("/flow")
    return place.replace("/webinar", "/webinar_id", 1) if place.startswith("/webinar") else place


@endpoint(
    "POST",
    "/campaigns",
    tag=_TAG,
    scope=Scope.WRITE,
    shows_people=True,
    status=201,
    summary="Create a campaign",
    errors=_FLOW,
)
async def create_campaign(call: Call, body: CreateCampaign) -> CampaignBody:
    """Create a draft. Triggers: `attends_event`, `status_changed`, `registered`, `no_seat`, `watched_at_least`,
    `interaction`, `submitted`, `mail_bounced`, `entered_segment`, `at_moment`; or a `schedule`. Steps: `send_mail`,
    `set_status`, `call_webhook`, `add_to_list`, `remove_from_list`, `set_property`, `wait`, `only_if`, `stop`."""
    with _places(body):
        flow = body.parts if body.flow is UNSET else body.flow
        return _campaign(await call.app[campaigns].create(body.name, flow, call.now))


@endpoint(
    "GET",
    "/campaigns",
    tag=_TAG,
    scope=Scope.READ,
    summary="List campaigns",
    errors=("invalid_cursor",),
)
async def list_campaigns(call: Call, query: PageQuery) -> CampaignPageBody:
    """List campaigns, newest first."""
    found, next_cursor = await call.app[campaigns].page(query.limit, query.cursor)
    return CampaignPageBody(items=tuple(map(_campaign, found)), next_cursor=next_cursor)


@endpoint(
    "GET",
    "/campaigns/{campaign}",
    tag=_TAG,
    scope=Scope.READ,
    summary="Read a campaign",
    errors=("unknown_campaign",),
)
async def read_campaign(call: Call, campaign: CampaignId) -> CampaignBody:
    """Return a campaign in its newest version."""
    return _campaign(await call.app[campaigns].get(campaign))


@endpoint(
    "PATCH",
    "/campaigns/{campaign}",
    tag=_TAG,
    scope=Scope.WRITE,
    shows_people=True,
    summary="Change a campaign",
    errors=("unknown_campaign", "wrong_state", *_FLOW),
)
async def change_campaign(call: Call, campaign: CampaignId, body: ChangeCampaign) -> CampaignBody:
    """Change a campaign: this makes its next version. Runs that have begun finish with the version they began with."""
    with _places(body):
        changes = CampaignChanges(body.name, body.flow, body.parts)
        return _campaign(await call.app[campaigns].change(campaign, changes, call.now))


@endpoint(
    "DELETE",
    "/campaigns/{campaign}",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Delete a draft",
    errors=("unknown_campaign", "wrong_state"),
)
async def delete_campaign(call: Call, campaign: CampaignId) -> None:
    """Delete a campaign that was never active. A campaign that was active can be archived instead."""
    await call.app[campaigns].delete(campaign)


@endpoint(
    "GET",
    "/campaigns/{campaign}/match",
    tag=_TAG,
    scope=Scope.READ,
    summary="Count the members who match a campaign already",
    errors=("unknown_campaign", "needs_webinar", "segment_broken"),
)
async def match_campaign(call: Call, campaign: CampaignId) -> CampaignMatchBody:
    """Return for how many members the campaign would also run when it is activated with `also_now`."""
    return CampaignMatchBody(count=await call.app[campaigns].match(campaign, call.now))


@endpoint(
    "POST",
    "/campaigns/{campaign}/activate",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Activate a campaign",
    errors=(
        "unknown_campaign",
        "unknown_segment",
        "wrong_state",
        "needs_webinar",
        "segment_broken",
        "too_many_kept",
        "wrong_segment_kind",
    ),
)
async def activate_campaign(call: Call, campaign: CampaignId, body: ActivateCampaign) -> StartedCampaignBody:
    """Activate a campaign. Causes recorded from now on start runs; earlier ones only if `also_now` is true."""
    active, began = await call.app[campaigns].activate(campaign, call.now, also_now=body.also_now)
    return StartedCampaignBody(campaign=_campaign(active), runs=began)


@endpoint(
    "POST",
    "/campaigns/{campaign}/pause",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Pause a campaign",
    errors=("unknown_campaign", "wrong_state"),
)
async def pause_campaign(call: Call, campaign: CampaignId) -> CampaignBody:
    """Pause a campaign. Its runs wait, and causes that are recorded meanwhile are held."""
    return _campaign(await call.app[campaigns].pause(campaign, call.now))


@endpoint(
    "POST",
    "/campaigns/{campaign}/resume",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Resume a campaign",
    errors=("unknown_campaign", "wrong_state"),
)
async def resume_campaign(call: Call, campaign: CampaignId, body: ResumeCampaign) -> StartedCampaignBody:
    """Resume a paused campaign. Causes of the pause are skipped as `paused`, unless `also_held` is true."""
    active, held = await call.app[campaigns].resume(campaign, call.now, also_held=body.also_held)
    return StartedCampaignBody(campaign=_campaign(active), runs=held)


@endpoint(
    "POST",
    "/campaigns/{campaign}/archive",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Archive a campaign",
    errors=("unknown_campaign",),
)
async def archive_campaign(call: Call, campaign: CampaignId) -> CampaignBody:
    """Archive a campaign. No more runs start; those that have begun continue to their end."""
    return _campaign(await call.app[campaigns].archive(campaign, call.now))


@endpoint(
    "POST",
    "/campaigns/{campaign}/stop_runs",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Stop all runs of a campaign",
    errors=("unknown_campaign",),
)
async def stop_campaign_runs(call: Call, campaign: CampaignId) -> StoppedRunsBody:
    """Stop all runs that have not ended."""
    return StoppedRunsBody(stopped=await call.app[campaigns].stop_runs(campaign, call.now))


@endpoint(
    "GET",
    "/campaigns/{campaign}/runs",
    tag=_TAG,
    scope=Scope.READ,
    summary="List the runs of a campaign",
    errors=("unknown_campaign", "invalid_cursor"),
)
async def list_campaign_runs(call: Call, campaign: CampaignId, query: PageQuery) -> CampaignRunPageBody:
    """List runs, newest first, each with what its steps did; skipped runs and steps have the reason."""
    found, next_cursor = await call.app[campaigns].runs(campaign, query.limit, query.cursor)
    return CampaignRunPageBody(items=tuple(_run(run, steps) for run, steps in found), next_cursor=next_cursor)


@endpoint(
    "GET",
    "/campaigns/{campaign}/numbers",
    tag=_TAG,
    scope=Scope.READ,
    summary="Count the runs of a campaign",
    errors=("unknown_campaign",),
)
async def read_campaign_numbers(call: Call, campaign: CampaignId) -> CampaignNumbersBody:
    """Return the number of runs by state; skipped and failed runs also by reason."""
    counted = await call.app[campaigns].numbers(campaign)
    return CampaignNumbersBody(
        numbers=tuple(
            CampaignNumberBody(state=state, reason=reason, count=count) for state, reason, count in counted
        )
    )


@endpoint(
    "POST",
    "/campaigns/{campaign}/test",
    tag=_TAG,
    scope=Scope.WRITE,
    status=201,
    summary="Try a campaign on one person",
    errors=("unknown_campaign", "unknown_person", "segment_broken"),
)
async def test_campaign(call: Call, campaign: CampaignId, body: TestCampaign) -> TestedCampaignBody:
    """Try a campaign, or a draft, on one person. The steps are performed now, mails and status changes included; waits
    are skipped, and the run is in no number."""
    run, matches = await call.app[campaigns].test(campaign, body.person_id, call.now)
    return TestedCampaignBody(run=_run(run), matches=matches)


@endpoint(
    "GET",
    "/campaigns/{campaign}/occurrences",
    tag=_TAG,
    scope=Scope.READ,
    summary="List the scheduled times of a campaign",
    errors=("unknown_campaign",),
)
async def list_campaign_occurrences(call: Call, campaign: CampaignId) -> CampaignOccurrencesBody:
    """List the last times at which the campaign ran by its schedule, or by a moment of a webinar."""
    found = await call.app[campaigns].occurrences(campaign)
    return CampaignOccurrencesBody(
        items=tuple(
            CampaignOccurrenceBody(
                nominal_at=Time(each.nominal_at),
                webinar_id=None if each.key == "schedule" else webinar_of_moment(each.key),
                outcome=each.outcome,
                runs=each.runs,
            )
            for each in found
        )
    )


@endpoint(
    "POST",
    "/segments/{segment}/actions",
    tag="Segments",
    scope=Scope.WRITE,
    status=202,
    summary="Do something to everybody in a segment",
    errors=("unknown_segment", "segment_broken", "count_changed", "too_many_rows", *_FLOW),
    audited=True,
)
async def act_on_segment(call: Call, segment: SegmentId, body: ActOnSegment) -> StartedCampaignBody:
    """Do one step to each row, once, in the background: the answer's campaign has the runs and their numbers."""
    campaign, runs = await call.app[campaigns].act(segment, body.action, body.expected, call.now)
    return StartedCampaignBody(campaign=_campaign(campaign), runs=runs)


def _template(saved: NamedTemplate) -> CampaignTemplateBody:
    words = saved.template
    return CampaignTemplateBody(
        name=saved.name,
        language=saved.language or None,
        subject=words.subject,
        text=words.text,
        html=words.html,
    )


@endpoint(
    "PUT",
    "/campaigns/{campaign}/templates/{name}",
    tag=_TAG,
    scope=Scope.WRITE,
    summary="Save a template of a campaign's mails",
    errors=(
        "unknown_campaign",
        "wrong_state",
        "too_many_rows",
        "invalid_template",
        "template_too_slow",
    ),
)
async def save_campaign_template(
    call: Call, campaign: CampaignId, name: str, body: SaveCampaignTemplate
) -> CampaignTemplateBody:
    """Save a text that steps name: `{"do": "send_mail", "template": NAME}`. A mail goes in the language of its reader,
    else of the webinar, else in the text without a language. A changed text holds for all mails from then on."""
    words = MailTemplate(subject=body.subject, text=body.text, html=body.html)
    return _template(await call.app[templates].save(campaign, name, body.language, words, call.now))


@endpoint(
    "GET",
    "/campaigns/{campaign}/templates",
    tag=_TAG,
    scope=Scope.READ,
    summary="List the templates of a campaign's mails",
    errors=("unknown_campaign",),
)
async def list_campaign_templates(call: Call, campaign: CampaignId) -> CampaignTemplatesBody:
    """List the named texts by name and language."""
    return CampaignTemplatesBody(items=tuple(map(_template, await call.app[templates].list(campaign))))


ENDPOINTS = (
    save_campaign_template,
    list_campaign_templates,
    act_on_segment,
    create_campaign,
    list_campaigns,
    read_campaign,
    change_campaign,
    delete_campaign,
    match_campaign,
    activate_campaign,
    pause_campaign,
    resume_campaign,
    archive_campaign,
    stop_campaign_runs,
    test_campaign,
    list_campaign_runs,
    list_campaign_occurrences,
    read_campaign_numbers,
)
