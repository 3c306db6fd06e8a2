"""Check-ins that are questioned and corrected; what they were stays to be read."""
