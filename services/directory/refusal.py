"""What was asked and is not possible, whatever the area."""

from __future__ import annotations


class Refusal(Exception):
    """Nothing changes; ``reason`` is a code with a sentence in the catalogues, of those that the area may give."""

    reason: str
