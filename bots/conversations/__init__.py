"""Conversations, one module each; see ``router`` for the order they are asked in."""
