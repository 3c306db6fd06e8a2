"""Contests are held and cancelled; members choose whether they stand on a board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypedDict

from services.checkins.contests.ending import arrange
from services.checkins.contests.model import Ending, Entrant, Kept, Refused, fault
from services.checkins.contests.ports import Contests
from shared.access.policy import is_within
from shared.events import Command, Message
from shared.events.contests import (
    BoardChosen,
    CancelContest,
    ContestRefusal,
    ContestRefused,
    ContestSet,
    HoldContest,
    ShowOnBoard,
)

Emit = Callable[..., None]


class Answer(TypedDict):
    """``version`` is the one that is there now, None where there is none."""

    refused: ContestRefusal | None
    version: int | None


def hold_contest(command: Message[HoldContest], store: Contests, emit: Emit, today: date, ending: Ending) -> Answer:
    asked = command.data
    contest = asked.contest

    def act() -> Kept:
        before = store.contest(contest.contest_id)
        path = store.path_of(contest.unit_id)
        if path is None:
            raise Refused("unknown-unit")
        if before is not None and before.contest == contest and not before.cancelled:
            return before
        _still_open(before, asked.version, today)
        if (reason := fault(contest)) is not None:
            raise Refused(reason)
        if contest.first_day < today:
            raise Refused("begins-in-the-past")
        places = [store.path_of(group.unit_id) for group in contest.groups if group.unit_id is not None]
        if any(place is None or not is_within(place, path) for place in places):
            raise Refused("no-such-group")
        organiser = before.organiser_id if before else None
        kept = Kept(contest, path, asked.version + 1, organiser_id=organiser or asked.actor_id)
        _keep(kept, asked.actor_id, store, emit, ending)
        return kept

    return _answer(command, contest.contest_id, asked.actor_id, act, emit)


def cancel_contest(command: Message[CancelContest], store: Contests, emit: Emit, ending: Ending) -> Answer:
    asked = command.data

    def act() -> Kept:
        before = store.contest(asked.contest_id)
        if before is None:
            raise Refused("unknown-contest")
        if before.cancelled:
            return before
        if asked.version != before.version:
            raise Refused("conflict", before.version)
        if before.ended_at is not None:
            raise Refused("has-ended")
        kept = replace(before, version=before.version + 1, cancelled=True)
        _keep(kept, asked.actor_id, store, emit, ending)
        return kept

    return _answer(command, asked.contest_id, asked.actor_id, act, emit)


def show_on_board(command: Message[ShowOnBoard], store: Contests, emit: Emit, unit_path: str | None) -> Answer:
    """``unit_path`` is where the member is; None for who left."""
    asked = command.data

    def act() -> Kept:
        kept = store.contest(asked.contest_id)
        if kept is None or kept.cancelled:
            raise Refused("unknown-contest")
        if unit_path is None or not is_within(unit_path, kept.unit_path):
            raise Refused("not-taking-part")
        if asked.shown_as is not None and not kept.contest.individuals:
            raise Refused("no-individuals")
        if asked.shown_as is not None and kept.ended_at is not None:
            raise Refused("has-ended")
        key = (asked.contest_id, asked.member_id)
        before = store.entrants({key}).get(key, Entrant(*key, {}))
        after = replace(before, shown_as=asked.shown_as.name if asked.shown_as else None)
        if asked.shown_as is None:
            after = replace(after, rank=None)
        if after != before:
            store.keep_entrants([after])
            shown = after.shown_as is not None
            told = BoardChosen(contest_id=key[0], member_id=key[1], shown=shown, chat_id=asked.chat_id)
            emit(told, subject=asked.contest_id, unit_path=unit_path)
        return kept

    return _answer(command, asked.contest_id, asked.member_id, act, emit)


def _still_open(before: Kept | None, version: int, today: date) -> None:
    """Raises Refused where nothing can be changed any more, or somebody else changed it."""
    if version != (before.version if before else 0):
        raise Refused("conflict", before.version if before else None)
    if before is not None and before.cancelled:
        raise Refused("is-cancelled")
    # Points were given by the rules that were announced.
    if before is not None and before.contest.first_day <= today:
        raise Refused("has-begun")


def _keep(kept: Kept, actor_id: str | None, store: Contests, emit: Emit, ending: Ending) -> None:
    store.keep_contest(kept)
    arrange(kept, emit, ending)
    told = ContestSet(
        contest=kept.contest,
        unit_path=kept.unit_path,
        version=kept.version,
        cancelled=kept.cancelled,
        actor_id=actor_id,
    )
    emit(told, subject=kept.contest.contest_id, unit_path=kept.unit_path)


def _answer(
    command: Message[Command], contest_id: str, actor_id: str | None, act: Callable[[], Kept], emit: Emit
) -> Answer:
    try:
        kept = act()
    except Refused as refused:
        told = ContestRefused(
            command_id=command.id,
            contest_id=contest_id,
            reason=refused.reason,
            version=refused.version,
            actor_id=actor_id,
        )
        emit(told, subject=contest_id)
        return Answer(refused=refused.reason, version=refused.version)
    return Answer(refused=None, version=kept.version)
