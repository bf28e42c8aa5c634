"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.mail.opting_out import OptingOut
from latecomer.people.hooks import PeopleHooks
from latecomer.redis.used_once import UsedOnce
from latecomer.registration_form.applying import Applying
from latecomer.registration_form.approval import Approving
from latecomer.registration_form.may_promote import may_promote
from latecomer.registration_form.personal_data import SUBMISSIONS
from latecomer.registration_form.proving import Proving
from latecomer.registration_form.receiving import Receiving
from latecomer.registration_form.routes import api, links, public
from latecomer.registration_form.service import RegistrationForms
from latecomer.registration_form.submissions import Submissions
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members.registration import Registering
from latecomer.webinars.members.settlement import Settling


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    pool, secret, clock = parts.pool, parts.settings.secret_key, parts.clock
    settling, registering = parts.get(Settling), parts.get(Registering)
    parts.get(WebinarHooks).may_promote.answer(may_promote)
    parts.get(PeopleHooks).personal_data.append(SUBMISSIONS)
    applying = Applying(pool, settling, registering)
    approving = Approving(pool, settling, registering)
    forms = RegistrationForms(pool)
    parts.add(applying, approving, forms)
    parts.web[public.forms] = forms
    parts.web[public.receiving] = Receiving(pool, secret, UsedOnce(parts.redis).use)
    parts.web[public.origins] = parts.settings.allowed_origins
    parts.web[links.proving] = Proving(pool, secret, settling, registering, applying)
    parts.web[links.opting_out] = parts.get(OptingOut)
    parts.web[api.approving] = approving
    parts.web[api.submissions] = Submissions(pool)
    public.add_public(parts.web)
    links.add_links(parts.web)

    parts.repeat("apply_forms", lambda: applying.work(clock()), every_s=0.25)
    parts.repeat("apply_decisions", lambda: approving.work(clock()), every_s=1)
    parts.repeat("sweep_forms", lambda: applying.sweep(clock()), every_s=3600)


CAPABILITY = Capability(build=build, endpoints=api.ENDPOINTS)
