"""Vendors: webinar platforms that push in, marketing platforms that hear of it. One folder each.

``<name>/webhook.py``, ``api.py``, ``attendance.py`` and ``mapping.py`` verify, parse and build, pure;
``<name>/client.py``, where there is one, makes the calls.
``registry.py`` lists them.
"""
