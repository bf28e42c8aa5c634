"""Vendors: webinar platforms that push in, marketing platforms that receive our events. One folder each.

One role, one file name: ``definition.py`` says everything about the kind; ``settings.py`` what a connection has;
``webhook.py`` verifies and parses what is pushed, ``api.py`` builds calls and reads answers, ``attendance.py`` reads
rows, ``mapping.py`` turns our events into the vendor's, all pure; ``client.py`` makes the calls. ``registry.py`` lists
the definitions.
"""
