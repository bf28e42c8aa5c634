registration-page = Registration page
registration-open = Open
registration-shut = Not published
registration-preview = See the page
registration-saved = Registration saved
registration-save = Save
registration-slug = Address of the page
registration-is_open = People can register
registration-approval = Decide about each registration
registration-approval-hint = Registrations wait in the queue below and take no seat until you approve them.
registration-confirm_address = Have addresses confirmed
registration-confirm_address-hint = Nothing happens until the person has clicked in a mail.
registration-waitlist = Keep a waiting list when all seats are taken
registration-tell_rejected = Tell people when they are rejected
registration-intro = Text above the form
registration-fields = Fields
registration-wanted-hidden = Not asked
registration-wanted-optional = Optional
registration-wanted-required = Required
registration-redirect_url = Where the thanks page goes on to
registration-embed = On your own pages
registration-embed-text = Script and frame need the origin of your page among the allowed origins of this webinar.
registration-embed-link = Link
registration-embed-script = Script
registration-embed-iframe = Frame
registration-embed-html = Your own form
registration-queue = Waiting for approval
registration-all = Choose all
registration-who = Who
registration-since = Since
registration-reason = Reason, for operators
registration-keys = Keys, in the list: arrows to move, Space to choose, A to approve, R to reject, U to undo.
registration-undo = Undo
registration-submissions = Forms that were sent
registration-submissions-export = Export CSV
registration-submissions-empty = No form yet
registration-submissions-empty_text = Every form that is sent is kept here with what became of it.
registration-received = Received
registration-became = What became of it
registration-answers = Answers and source
registration-outcome-received = Received
registration-outcome-member = Became a member
registration-outcome-waiting_for_address = Waits for the address to be confirmed
registration-outcome-waiting_for_payment = Waits for the payment
registration-outcome-no_seat = No seat
registration-outcome-rejected = Rejected
registration-outcome-removed = Removed by an operator
registration-outcome-closed = Too late
registration-warning-required_consent = A consent to another purpose than the event is required. Under European law it is then worth little.
registration-warning-never_flips = The event is over and was not finished: nobody becomes a No-Show or flips. Finish it.
registration-warning-mails_off = Addresses are to be confirmed, but the mails of this webinar are off.
registration-approve = { $count ->
    [one] Approve { $count }
   *[other] Approve { $count }
}
registration-reject = { $count ->
    [one] Reject { $count }
   *[other] Reject { $count }
}
registration-decided = { $count ->
    [one] { $count } decided; it is applied in 10 seconds
   *[other] { $count } decided; they are applied in 10 seconds
}
registration-preview_here = Preview here
registration-preview_language = Language of the preview
registration-question = Question { $number }
registration-question_add = Add question
registration-question_text = Question
registration-type = Answer
registration-type-text = Short text
registration-type-long_text = Long text
registration-type-one_of = One of a list
registration-type-some_of = Several of a list
registration-type-yes_no = Yes or no
registration-type-number = Number
registration-type-date = Date
registration-type-country = Country
registration-option = Choice { $number }
registration-option_add = Add choice
registration-option_text = Choice
registration-consent = Consent { $number }
registration-consent_add = Add consent
registration-consent_text = Text
registration-purpose = Purpose
registration-purpose_hint = A short name such as newsletter. The purpose event is the notice of this event, and no consent to anything else.
registration-questions = { $count ->
    [0] Questions
    [one] { $count } question
   *[other] { $count } questions
}
registration-consents = { $count ->
    [0] Consents
    [one] { $count } consent
   *[other] { $count } consents
}
registration-price = Price
registration-price-hint = Empty: entry is free. With a price people pay on Stripe before they are registered.
registration-price-invalid = Write an amount such as 49.00.
registration-currency = Currency
registration-payments = Payments
registration-payments-when = When
registration-payments-amount = Amount
registration-payments-state = State
registration-payments-refund = Refund
registration-payments-refund_of = Refund { $who }
registration-payments-refund_asked = The refund is under way
registration-refund-title = Give the money back?
registration-refund-who = { $who } gets it back by the way they paid, which can take some days.
registration-refund-somebody = The person
registration-refund-before = { $amount } went back before; the rest goes back now.
registration-refund-member = Their registration ends: the link stops working, the seat becomes free, and they are told by mail.
registration-refund-final = This cannot be undone.
registration-refund-verb = Refund
registration-refund-verb_amount = Refund { $amount }
registration-payments-trouble = Stripe refused: { $code }.
registration-payments-trouble-stripe_key_refused = Stripe refuses the key: enter a valid one under Connections.
registration-payments-trouble-stripe_not_permitted = The restricted key lacks a permission: see the connection’s test.
registration-payments-trouble-stripe_busy = Stripe is busy; it is asked again.
registration-payments-trouble-stripe_unavailable = Stripe does not work just now; it is asked again.
registration-payments-trouble-stripe_amount_too_small = The price is lower than Stripe takes in this currency.
registration-payments-trouble-payment_page_unknown = Made with another Stripe account: refund it there.
registration-payments-trouble-payment_key_spent = Stripe had an error; it is asked anew.
registration-payments-trouble-no_payment_connection = Its connection is gone: look after it at Stripe.
registration-payments-trouble-timeout = Stripe did not answer; it is asked again.
registration-payments-trouble-unreachable = Stripe cannot be reached; it is asked again.
registration-payments-back = { $amount } refunded
registration-payments-total = { $count ->
    [one] { $count } payment, { $amount }
   *[other] { $count } payments, { $amount }
}
registration-payments-state-open = Seat held, not paid yet
registration-payments-state-processing = Under way
registration-payments-state-paid = Paid
registration-payments-state-not_paid = Not paid
registration-payments-state-refunding = Refund under way
registration-payments-state-refunded = Refunded
registration-payments-state-lost = Taken back by a bank
registration-payments-reason-expired = the time ran out
registration-payments-reason-failed = the payment failed
registration-payments-reason-replaced = replaced
registration-payments-reason-amount_mismatch = another amount was paid: refund it
registration-payments-reason-no_seat = no seat was left
registration-payments-reason-closed = registration had closed
registration-payments-reason-event_cancelled = the event was cancelled
registration-payments-reason-removed = the person had been removed
registration-payments-reason-operator = by an operator
registration-payments-reason-at_service = at Stripe
registration-payments-reason-dispute = a dispute was lost
registration-outcome-not_paid = Not paid
registration-warning-no_payment_connection = There is a price, and nothing takes payments: nobody can register. Connect Stripe under Connections.
registration-slug-wrong = Use 3 to 80 of the characters a–z, 0–9 and -, such as spring-webinar.
registration-opens = Forms are taken from
registration-opens-hint = In { $zone }. Empty: at once.
registration-closes = Forms are taken until
registration-closes-hint = In { $zone }. Empty: until the recording ends.
registration-blocked_domains = Domains that are not taken
registration-blocked_domains-hint = One a line, such as example.com; what lies below them is not taken either.
registration-blocked_domains-wrong = Line { $line }: write a domain such as example.com.
registration-counts = Forms so far, by what became of them:
registration-answer-yes = Yes
registration-answer-no = No
registration-source-utm_source = Campaign source
registration-source-utm_medium = Campaign medium
registration-source-utm_campaign = Campaign
registration-source-utm_term = Campaign term
registration-source-utm_content = Campaign content
registration-source-ref = Reference
registration-source-referrer = Came from
registration-source-landing_path = Page of the form
