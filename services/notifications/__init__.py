"""Turns what happened into messages, and keeps account of each."""
