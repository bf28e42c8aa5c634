people-title = People
people-lead = Everybody, across all webinars.
people-search = Search people
people-search_hint = Words of name, email or company; how they begin is enough.
people-found =
    { $count ->
        [one] { $count } person found.
       *[other] { $count } people found.
    }
people-more = There are more; write more of the name.
people-none = Nobody matches
people-empty = Nobody yet
people-person = Person
people-erased = Erased person
people-company = Company
people-webinars = Webinars
people-webinar = Webinar
people-live = Attended live
people-on_demand = Attended on demand
people-watched_live = Watched live
people-watched_on_demand = Watched on demand
people-memberships = Webinars and watch time
people-no_webinar = In no webinar.
people-consents = Consents
people-no_consent = No consent was given on a form.
people-not_confirmed = Address not confirmed
people-mails = Mails
people-no_mail = No mail so far.
people-timeline = Timeline
people-no_timeline = Nothing happened yet.
people-export = Export data
