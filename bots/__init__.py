"""Conversations that every channel shares, and the channels themselves."""
