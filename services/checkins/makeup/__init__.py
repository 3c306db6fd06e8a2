"""Check-ins that are made up: a request of the member, decided by their secretary."""
