"""The web chat: the same conversations in a browser page."""
