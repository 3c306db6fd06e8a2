"""A photo arrives: it belongs to the report in the making, or to nothing."""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu, reporting
from bots.conversations.model import Facts, Photo, Reply, State, Step


def is_expected(state: State) -> bool:
    """Whether something is done with a photo now."""
    return state.member is not None and state.waiting == reporting.NAME and state.draft is not None


def step(state: State, photo: Photo, facts: Facts, now: datetime) -> Step:
    if state.member is None:
        return Step(state, (Reply("welcome", choices=menu.STRANGER),))
    if photo.photo_id is None or not is_expected(state):
        return Step(state, (Reply("photo-not-now", choices=(menu.REPORT, menu.HELP)),))
    return reporting.attached(state, photo.photo_id, facts, now)
