"""Vendors: webinar platforms that push in, marketing platforms that hear of it. One folder each.

``<name>/sansio.py`` verifies, parses and builds, pure; ``<name>/client.py``, where there is one, makes the calls.
``registry.py`` lists them.
"""
