"""The chat of a room: lines, their moderation, and bans."""
