"""A webinar platform that pushes in and a marketing system that is told, both simulated, on the loopback.

They are as strict as the real ones where it matters: Zoom validates the address before it sends anything and signs
every body; Marketo answers errors in the body, forgets its tokens, and moves members forward alone.
"""
