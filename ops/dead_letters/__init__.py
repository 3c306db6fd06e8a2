"""What no handler could deal with waits in ``<queue>.dead`` for a person: look at it, send it again, or discard it."""
