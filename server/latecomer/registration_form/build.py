"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.integrations.connections.hooks import ConnectionHooks
from latecomer.integrations.payments.payment_connections import PaymentConnections
from latecomer.mail.opt_outs import OptOuts
from latecomer.people.hooks import PeopleHooks
from latecomer.postgres.strangers import StrangersPool
from latecomer.registration_form import member_timeline
from latecomer.registration_form.address_proof import AddressProof
from latecomer.registration_form.approval import Approvals
from latecomer.registration_form.may_promote import may_promote
from latecomer.registration_form.payment import member_timeline as payment_timeline
from latecomer.registration_form.payment import routes as payment_calls
from latecomer.registration_form.payment.checkouts import Checkouts
from latecomer.registration_form.payment.fulfilment import PaymentFulfilment
from latecomer.registration_form.payment.holds import SeatHolds
from latecomer.registration_form.payment.personal_data import PAYMENTS
from latecomer.registration_form.payment.routes import payments_key
from latecomer.registration_form.payment.service import Payments
from latecomer.registration_form.personal_data import SUBMISSIONS
from latecomer.registration_form.receiver import FormReceiver
from latecomer.registration_form.routes import api, links, public
from latecomer.registration_form.routes import payments as payment_pages
from latecomer.registration_form.service import RegistrationForms
from latecomer.registration_form.submissions import Submissions
from latecomer.registration_form.worker import SubmissionWorker
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.members.settlement import Settlement
from latecomer.webinars.members.timeline import Timeline
from latecomer.webinars.members.waitlist import Waitlist


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    pool, secret, clock = parts.pool, parts.settings.secret_key, parts.clock
    settlement, registration, waitlist = parts.get(Settlement), parts.get(Registration), parts.get(Waitlist)
    parts.get(WebinarHooks).may_promote.answer(may_promote)
    parts.get(PeopleHooks).personal_data.append(SUBMISSIONS)
    parts.get(Timeline).add_source(member_timeline.source())
    connections = parts.get(PaymentConnections)
    holds = SeatHolds(connections)
    parts.get(WebinarHooks).offer_seats.answer(holds.offer)
    applying = SubmissionWorker(pool, settlement, registration, waitlist, holds)
    approvals = Approvals(pool, settlement, registration, waitlist, holds)
    forms = RegistrationForms(pool, parts.get(StrangersPool), connections, waitlist.promote)
    parts.get(WebinarHooks).changed.subscribe(forms.webinar_changed)
    _build_payments(parts, connections)
    parts.get(WebinarHooks).copied.subscribe(forms.copy)
    parts.add(applying, approvals, forms)
    parts.web[public.forms] = forms
    parts.web[public.applying] = applying
    parts.web[public.receiver] = FormReceiver(pool, secret)
    parts.web[public.origins] = parts.settings.allowed_origins
    parts.web[links.address_proof] = AddressProof(pool, secret, settlement, waitlist, applying)
    parts.web[links.opt_outs] = parts.get(OptOuts)
    parts.web[api.approvals] = approvals
    parts.web[api.submissions] = Submissions(pool)
    public.add_public(parts.web)
    links.add_links(parts.web)

    parts.repeat("apply_forms", lambda: applying.work(clock()), every_s=0.25)
    parts.repeat("apply_decisions", lambda: approvals.work(clock()), every_s=1)
    parts.repeat("sweep_forms", lambda: applying.sweep(clock()), every_s=3600)


def _build_payments(parts: Parts, connections: PaymentConnections) -> None:
    pool, clock = parts.pool, parts.clock
    checkouts = Checkouts(pool, connections, parts.settings.secret_key, parts.settings.public_url)
    worker = PaymentFulfilment(
        pool, checkouts, parts.get(Settlement), parts.get(Registration), parts.get(Waitlist)
    )
    payments = Payments(pool, checkouts, worker)
    parts.add(worker, checkouts)
    parts.get(ConnectionHooks).payment_changed.answer(payments.hint)
    parts.get(ConnectionHooks).deleting.subscribe(payments.may_delete_connection)
    parts.get(WebinarHooks).deleting.subscribe(payments.may_delete)
    parts.get(WebinarHooks).cancelling.subscribe(payments.event_cancelled)
    parts.get(PeopleHooks).personal_data.append(PAYMENTS)
    parts.get(Timeline).add_source(payment_timeline.source())
    parts.web[payments_key] = payments
    payment_pages.add_payments(parts.web)
    parts.repeat("ask_payments", lambda: worker.work(clock()), every_s=0.5)


CAPABILITY = Capability(build=build, endpoints=(*api.ENDPOINTS, *payment_calls.ENDPOINTS))
