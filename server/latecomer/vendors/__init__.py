"""Vendors: webinar platforms that push reports, and marketing platforms that receive our events. One folder each.

One role, one file name: ``definition.py`` describes the kind of connection; ``settings.py`` its settings;
``webhook.py`` verifies and parses pushed deliveries, ``api.py`` builds calls and reads answers, ``attendance.py`` reads
rows, ``mapping.py`` turns our events into the vendor's, all pure; ``client.py`` makes the calls. ``registry.py`` lists
the definitions.
"""
