"""Volunteer activities: publish, sign up, attend, be credited."""
