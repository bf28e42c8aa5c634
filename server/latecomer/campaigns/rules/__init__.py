"""The rules of campaigns: what their flow may say, and where a run goes next; pure."""
