"""A contest ends: its result is fixed once and told, and stays whatever is corrected later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from services.checkins.contests.model import Ending, Kept, Result, placed, standings
from services.checkins.contests.ports import Contests
from shared.events import Message
from shared.events.contests import ContestEnded, EndContest, PersonStanding
from shared.events.directory import PersonName
from shared.events.timers import CancelTimer, ScheduleTimer, keep

Emit = Callable[..., None]


def arrange(kept: Kept, emit: Emit, ending: Ending) -> None:
    """Have the contest ended when it is over, or not any more when it is cancelled. Again, it moves with its days."""
    key = _key(kept)
    if kept.cancelled:
        emit(CancelTimer(key=key), subject=key)
        return
    send = keep(EndContest(contest_id=kept.contest.contest_id), subject=kept.contest.contest_id)
    emit(ScheduleTimer(key=key, due_at=ending.of(kept.contest), send=send, lane="digest"), subject=key)


def end_contest(
    command: Message[EndContest], store: Contests, emit: Emit, ending: Ending, now: datetime
) -> Kept | None:
    """The contest as it is now; None where there is none. Before its time the timer is set anew."""
    kept = store.contest(command.data.contest_id)
    if kept is None or kept.cancelled or kept.ended_at is not None:
        return kept
    if now < ending.of(kept.contest):
        arrange(kept, emit, ending)
        return kept
    contest = kept.contest
    groups = standings(contest, store.group_points(contest.contest_id), store.group_sizes(kept))
    board = placed(store.shown(contest.contest_id)) if contest.individuals else []
    # Written though their points are what they were: whoever counts at this moment meets this, and counts for nothing.
    store.keep_entrants(board)
    store.keep_result(contest.contest_id, Result(now, tuple(groups)))
    emit(
        ContestEnded(
            contest_id=contest.contest_id,
            title=contest.title,
            unit_id=contest.unit_id,
            unit_path=kept.unit_path,
            first_day=contest.first_day,
            last_day=contest.last_day,
            ranking=contest.ranking,
            groups=groups,
            individuals=[
                PersonStanding(
                    member_id=each.member_id,
                    person=PersonName(name=each.shown_as),
                    points=each.points,
                    rank=each.rank,
                )
                for each in board
                if each.shown_as is not None and each.rank is not None
            ],
            organiser_ids=_organisers(kept, store),
            ended_at=now,
        ),
        subject=contest.contest_id,
        unit_path=kept.unit_path,
    )
    return replace(kept, ended_at=now)


def _organisers(kept: Kept, store: Contests) -> list[str]:
    """Who announced it, where they are a member and still there."""
    known = list(store.member_paths([kept.organiser_id])) if kept.organiser_id else []
    return known or list(store.deciders(kept.unit_path, "schedule-task", ""))


def _key(kept: Kept) -> str:
    return f"checkins:contest:{kept.contest.contest_id}"
