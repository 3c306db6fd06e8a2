"""Contests: points from rules, and boards."""
