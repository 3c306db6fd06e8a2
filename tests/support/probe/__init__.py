"""A service of one collection, to try the messaging with. Its payloads exist in tests only."""
