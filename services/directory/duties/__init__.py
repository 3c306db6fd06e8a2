"""The responsibility chain of each unit: who is told, and who next."""
