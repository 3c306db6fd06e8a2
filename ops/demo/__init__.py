"""A fictional district to try the system with."""
