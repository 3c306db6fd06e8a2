"""What no handler could deal with waits in its process's dead-letter queue for a person: look at it, send it again, or
discard it."""
