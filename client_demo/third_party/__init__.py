"""A third party's website, on an origin of its own, that embeds the viewer script with one tag.

``python -m client_demo.third_party --latecomer http://localhost:8080 --recording data/recordings/demo.mp4`` serves
it on http://localhost:8081. Let a webinar's ``watch_url`` be ``http://localhost:8081/`` and its ``allowed_origins``
contain ``http://localhost:8081``, then open one of its join links after the event.

``/register-script``, ``/register-frame`` and ``/register-form`` show the registration form of the demonstration's next
webinar in the three ways in which other sites can have it.
"""
