# Words that every page and mail shares: the statuses, times, lists. See docs/glossary.md.

words-status-not_in_program = Not in Program
words-status-invited = Invited
words-status-waitlisted = Waitlisted
words-status-pending_approval = Pending Approval
words-status-rejected = Rejected
words-status-registration_error = Registration Error
words-status-registered = Registered
words-status-no_show = No-Show
words-status-attended_on_demand = Attended On-Demand
words-status-attended = Attended

words-language = Language

# $weekday: "Saturday", $day: "28 November 2026", $time: "15:00", $zone: "London, UTC+1"
words-moment = { $weekday } { $day } at { $time } ({ $zone })
words-time-in-zone = { $time } ({ $zone })

words-duration-seconds = { $seconds } sec
words-duration-minutes = { $minutes } min
words-duration-hours = { $hours } h { $minutes } min
