"""A photo arrives: it belongs to the report in the making, to the check-in that asks for one, or to nothing."""

from __future__ import annotations

from datetime import datetime

from bots.conversations import menu, proof, reporting
from bots.conversations.model import Facts, Photo, PhotoUse, Reply, State, Step


def use_of(state: State) -> PhotoUse | None:
    """What a photo would be used for now."""
    if state.member is None:
        return None
    if proof.expects_photo(state):
        return "check-in"
    return "incident" if state.waiting == reporting.NAME and state.draft is not None else None


def is_expected(state: State) -> bool:
    """Whether something is done with a photo now."""
    return use_of(state) is not None


def step(state: State, photo: Photo, facts: Facts, now: datetime) -> Step:
    if state.member is None:
        return Step(state, (Reply("welcome", choices=menu.STRANGER),))
    if photo.photo_id is None or not is_expected(state):
        return Step(state, (Reply("photo-not-now", choices=(menu.REPORT, menu.HELP)),))
    if proof.expects_photo(state):
        return proof.attached(state, photo.photo_id, facts)
    return reporting.attached(state, photo.photo_id, facts, now)
