"""Seeded random histories against the real system over the wire, while it is killed, cut and stalled.

`make faults N=200` runs many; a failing seed replays with `make faults SEED=…`.
"""
