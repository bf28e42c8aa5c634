"""The rules of campaigns: the flows that are valid, and the next step of a run; pure."""
