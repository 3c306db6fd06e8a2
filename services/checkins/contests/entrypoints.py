"""Entrypoints about contests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from services.checkins.base import Base
from services.checkins.contests import counting, defaults, handlers
from services.checkins.contests.ending import end_contest
from services.checkins.contests.handlers import Answer
from services.checkins.contests.model import Ending
from services.checkins.contests.views import ContestViews
from shared.access.permission import At, Fact, Process, Public, Self
from shared.access.policy import is_within
from shared.events import Message
from shared.events.attendance import CheckInCorrected
from shared.events.checkins import CheckInRecorded
from shared.events.contests import CancelContest, EndContest, HoldContest, ShowOnBoard
from shared.events.directory import PersonName
from shared.events.notes import NoteShared
from shared.messaging.access import ask
from shared.messaging.entrypoints import on_batch, on_command
from shared.messaging.mongo import Views

HOLDING = At("schedule-task", by="actor_id")


class ContestEntrypoints(Base):
    contest_views = Views(ContestViews)

    @on_batch(
        NoteShared,
        queue="checkins.contests",
        permission=Fact(),
        gives_way_to="checkins.record",
        # They come with the batch of the figures: a queue less for each check-in to be written to.
        formerly=(CheckInRecorded, CheckInCorrected),
    )
    def count_points(self, events: list[Message[Any]]) -> None:
        self._count_points(events)

    @on_command(HoldContest, queue="checkins.hold-contest", permission=HOLDING)
    def on_hold_contest(self, command: Message[HoldContest]) -> None:
        today = self._desk.today()
        asked = self._held(command)
        ending = self._ending
        self.work.once(asked, lambda c, store, emit: handlers.hold_contest(c, store, emit, today, ending))

    @on_command(CancelContest, queue="checkins.cancel-contest", permission=HOLDING)
    def on_cancel_contest(self, command: Message[CancelContest]) -> None:
        ending = self._ending
        asked = self._cancelled(command)
        self.work.once(asked, lambda c, store, emit: handlers.cancel_contest(c, store, emit, ending))

    @on_command(EndContest, queue="checkins.end-contest", permission=Process("timekeeper"))
    def on_end_contest(self, command: Message[EndContest]) -> None:
        ending, now = self._ending, self._desk.now()
        self.work.once(command, lambda c, store, emit: end_contest(c, store, emit, ending, now))

    @on_command(ShowOnBoard, queue="checkins.show-on-board", permission=Self("member_id"))
    def on_show_on_board(self, command: Message[ShowOnBoard]) -> None:
        path = self.contest_views.member_path(command.data.member_id)
        self.work.once(command, lambda c, store, emit: handlers.show_on_board(c, store, emit, path))

    @ask(permission=At("schedule-task"))
    def hold_contest(self, contest: dict[str, Any], version: int = 0) -> Answer:
        """``contest`` as in ``checkins.hold-contest.v1``. Raises ValidationError for what is none, and Forbidden."""
        data = HoldContest.model_validate({"contest": contest, "version": version})
        asked, today, ending = self._held(self._compose(data)), self._desk.today(), self._ending
        return self._do(lambda store, emit: handlers.hold_contest(asked, store, emit, today, ending))

    @ask(permission=At("schedule-task"))
    def cancel_contest(self, contest_id: str, version: int) -> Answer:
        data = CancelContest(contest_id=contest_id, version=version)
        asked, ending = self._cancelled(self._compose(data)), self._ending
        return self._do(lambda store, emit: handlers.cancel_contest(asked, store, emit, ending))

    @ask(permission=At("schedule-task"))
    def end_contest(self, contest_id: str) -> dict[str, Any] | None:
        """Fix the result of a contest whose time has come, or arrange that it be fixed then, as is done for each that
        is announced. ``{"final", "at"}``, ISO 8601: since when, or when it will be, None for a cancelled one. None for
        no contest."""
        self._require("schedule-task", self.contest_views.unit_of_contest(contest_id))
        asked, ending, now = self._compose(EndContest(contest_id=contest_id)), self._ending, self._desk.now()
        kept = self.work.do(lambda store, emit: end_contest(asked, store, emit, ending, now))
        if kept is None:
            return None
        at = None if kept.cancelled else (kept.ended_at or ending.of(kept.contest)).isoformat()
        return {"final": kept.ended_at is not None, "at": at}

    @ask(permission=Self("member_id"))
    def show_on_board(self, member_id: str, contest_id: str, shown_as: str | None = None) -> Answer:
        name = PersonName(name=shown_as) if shown_as else None
        asked = self._compose(ShowOnBoard(member_id=member_id, contest_id=contest_id, shown_as=name))
        path = self.contest_views.member_path(member_id)
        return self._do(lambda store, emit: handlers.show_on_board(asked, store, emit, path))

    @ask(permission=Self("member_id"))
    def own_contests(self, member_id: str) -> list[dict[str, Any]]:
        return self.contest_views.of_member(member_id, self._desk.today())  # type: ignore[no-any-return]

    @ask(permission=Self("member_id"))
    def own_board(self, member_id: str, contest_id: str) -> dict[str, Any] | None:
        """As ``contest_board``; None where the member does not take part."""
        path = self.contest_views.member_path(member_id)
        where = self.contest_views.unit_of_contest(contest_id)
        if path is None or where is None or not is_within(path, where):
            return None
        return self.contest_views.board(contest_id, member_id, self._ending)  # type: ignore[no-any-return]

    @ask(permission=At("see-figures"))
    def contests(self, unit_path: str) -> list[dict[str, Any]]:
        self.asker.require("see-figures", unit_path)
        return self.contest_views.of_unit(unit_path)  # type: ignore[no-any-return]

    @ask(permission=At("see-figures"))
    def contest_board(self, contest_id: str) -> dict[str, Any] | None:
        self._require("see-figures", self.contest_views.unit_of_contest(contest_id))
        return self.contest_views.board(contest_id, None, self._ending)  # type: ignore[no-any-return]

    @ask(permission=Public("shipped with the programme: it names nobody"))
    def contest_rules(self) -> list[dict[str, Any]]:
        return [rule.model_dump(mode="json") for rule in defaults.rules()]

    def _count_points(self, events: Sequence[Message[Any]]) -> None:
        self.work.together(list(events), lambda batch, store, _emit: counting.count(batch, store, self._zone))

    @property
    def _ending(self) -> Ending:
        return Ending(self._zone, self.config["settings"].contest_grace_days)

    def _held(self, command: Message[HoldContest]) -> Message[HoldContest]:
        """In the name of whoever signed it. Raises Forbidden."""
        data = command.data
        self._require("schedule-task", self.contest_views.path_of(data.contest.unit_id))
        there = self.contest_views.unit_of_contest(data.contest.contest_id)
        if there is not None:
            self._require("schedule-task", there)
        return self._signed(command)

    def _cancelled(self, command: Message[CancelContest]) -> Message[CancelContest]:
        self._require("schedule-task", self.contest_views.unit_of_contest(command.data.contest_id))
        return self._signed(command)

    def _do(self, act: Callable[[Any, Any], Answer]) -> Answer:
        answer: Answer = self.work.do(act)
        return answer
