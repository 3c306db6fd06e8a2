"""One occurrence's life against a simple model, in whatever order things happen: it opens, members check in, late or
made up, are called up, go on leave, change branches; the secretary questions, corrects, decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.checkins.plans.expected import BACK
from shared.events.attendance import (
    CheckInCorrected,
    MakeUpAccepted,
    MakeUpRefused,
    MakeUpRequested,
)
from shared.events.checkins import CheckInRecorded
from shared.events.directory import LeaveOfAbsence
from tests.support.properties import examples
from tests.unit.services.checkins.attending import DAY, Meeting

OPENS = datetime(2026, 9, 3, 11, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=2)
GRACE_ENDS = CLOSES + timedelta(hours=1)
WEEK = timedelta(days=7)
#: When something begins or ends; in between nothing changes by itself but what lapses.
TURNS = [OPENS, CLOSES, GRACE_ENDS, GRACE_ENDS + timedelta(days=2), CLOSES + WEEK, GRACE_ENDS + WEEK]
LEAVE = LeaveOfAbsence(leave_id="l", first_day=DAY, last_day=DAY, reason="sick")

members = st.sampled_from(["m1", "m2", "m3"])


@dataclass
class Modelled:
    """What ought to be of one member."""

    there: bool = True
    on_leave: bool = False
    #: On the list once it is open: expected, excused, withdrawn or (None) never.
    listed: str | None = None
    counts: bool | None = None
    how: str = ""
    credit: int = 0
    late: bool = False
    version: int = 0
    requests: dict[str, str] = field(default_factory=dict)

    @property
    def wanted(self) -> str:
        return "withdrawn" if not self.there else "excused" if self.on_leave else "expected"


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.meeting = Meeting()
        self.model = {name: Modelled() for name in ("m1", "m2", "m3")}
        self.version = 1
        self.requests = 0
        self.expires: dict[str, datetime] = {}

    # --- what happens ---

    @rule(offset=st.sampled_from([-1, 0, 0, 20]))
    def time_passes(self, offset: int) -> None:
        """Up to the next turn, just before it, or past it."""
        before = self.meeting.now
        turn = next((turn for turn in TURNS if turn > before), before + WEEK)
        moment = max(before, turn + timedelta(minutes=offset))
        self.meeting.wait_until(moment)
        if before < OPENS <= moment:
            for each in self.model.values():
                if each.there:
                    each.listed = each.wanted
        for each in self.model.values():
            for name, state in each.requests.items():
                if state == "requested" and self.expires[name] <= moment:
                    each.requests[name] = "expired"

    @rule(name=members, there=st.booleans(), on_leave=st.booleans())
    def member_moves_or_goes_on_leave(self, name: str, there: bool, on_leave: bool) -> None:
        each = self.model[name]
        each.there, each.on_leave = there, on_leave
        self.version += 1
        path, leaves = "/d/b" if there else "/d/c", [LEAVE] if on_leave else []
        self.meeting.member(name, path, self.version, leaves=leaves)
        if self.meeting.now < OPENS:
            return
        was = each.listed or "withdrawn"
        if self.meeting.now < GRACE_ENDS:
            if each.listed is not None or each.wanted == "expected":
                each.listed = each.wanted
        elif {was, each.wanted} == {"expected", "excused"} and self.meeting.now < CLOSES + BACK:
            # When it is over only leave still counts, and that not for ever.
            each.listed = each.wanted

    @rule(name=members)
    def checks_in(self, name: str) -> None:
        each, now = self.model[name], self.meeting.now
        told = self.meeting.checks_in(name)
        if not self._on_the_list(each):
            assert told.reason == "not-on-the-list"
        elif each.counts:
            assert told.reason == "already-checked-in"
        elif now < OPENS:
            assert told.reason == "not-yet-open"
        elif now >= GRACE_ENDS:
            assert told.reason == "closed"
        elif each.counts is False:
            assert told.reason == "taken-back"
        else:
            assert isinstance(told, CheckInRecorded)
            late = now >= CLOSES
            self._done(each, "chat", credit=60 if late else 120, late=late)

    @rule(names=st.sets(members, min_size=1))
    def roll_is_called(self, names: set[str]) -> None:
        now = self.meeting.now
        answer = self.meeting.calls(*sorted(names))
        if not OPENS <= now < CLOSES + WEEK:
            assert answer["refused"] == ("not-yet-open" if now < OPENS else "too-late")
            return
        for name in names:
            each = self.model[name]
            if not self._on_the_list(each):
                assert answer["not_marked"][name] == "not-on-the-list"
            elif each.counts is False:
                assert answer["not_marked"][name] == "taken-back"
            elif each.counts and each.how != "roll-call":
                assert answer["not_marked"][name] == "already-checked-in"
            else:
                assert name in answer["marked"]
                if each.counts is None:
                    self._done(each, "roll-call", credit=120)

    @rule(name=members)
    def asks_to_make_up(self, name: str) -> None:
        each, now = self.model[name], self.meeting.now
        self.requests += 1
        make_up_id = f"u{self.requests}"
        told = self.meeting.asks_to_make_up(name, make_up_id)
        states = list(each.requests.values())
        if not self._on_the_list(each):
            assert told == "not-on-the-list"
        elif each.counts is not None:
            assert told == ("already-checked-in" if each.counts else "taken-back")
        elif now < GRACE_ENDS:
            assert told == "still-open"
        elif now >= GRACE_ENDS + WEEK:
            assert told == "too-late"
        elif "requested" in states:
            assert told == "already-requested"
        elif len([state for state in states if state != "expired"]) >= 2:
            assert told == "too-many-this-month"
        else:
            assert isinstance(told, MakeUpRequested)
            each.requests[make_up_id] = "requested"
            self.expires[make_up_id] = now + WEEK

    @rule(name=members, accepted=st.booleans())
    def secretary_decides(self, name: str, accepted: bool) -> None:
        each = self.model[name]
        if not each.requests:
            assert self.meeting.decides("nothing", accepted) == "unknown-request"
            return
        make_up_id, state = list(each.requests.items())[-1]
        told = self.meeting.decides(make_up_id, accepted)
        if state != "requested":
            assert told == "over"
        elif not accepted:
            assert isinstance(told, MakeUpRefused)
            each.requests[make_up_id] = "refused"
        elif each.counts is not None:
            assert told == ("already-checked-in" if each.counts else "taken-back")
        else:
            assert isinstance(told, MakeUpAccepted)
            each.requests[make_up_id] = "accepted"
            self._done(each, "made-up", credit=60)

    @rule(name=members, stale=st.booleans())
    def secretary_questions(self, name: str, stale: bool) -> None:
        each = self.model[name]
        answer = self.meeting.questions(name, max(1, each.version + stale))
        if each.counts is None:
            assert answer["refused"] == "unknown-check-in"
        elif stale:
            assert (answer["refused"], answer["version"]) == ("conflict", each.version)
        else:
            assert answer["refused"] is None
            each.version += 1

    @rule(name=members, stale=st.booleans(), counts=st.booleans(), credit=st.sampled_from([0, 60, 120, 121]))
    def secretary_corrects(self, name: str, stale: bool, counts: bool, credit: int) -> None:
        each = self.model[name]
        answer = self.meeting.corrects(name, max(1, each.version + stale), counts=counts, credit_minutes=credit)
        if each.counts is None:
            assert answer["refused"] == "unknown-check-in"
        elif stale:
            assert answer["refused"] == "conflict"
        elif (counts, credit) == (each.counts, each.credit):
            assert answer["refused"] == "nothing-changes"
        elif credit > 120:
            assert answer["refused"] == "too-long"
        else:
            assert answer["refused"] is None
            each.counts, each.credit, each.version = counts, credit, each.version + 1

    # --- what always holds ---

    @invariant()
    def what_is_recorded_is_what_ought_to_be(self) -> None:
        for name, each in self.model.items():
            kept = self.meeting.recorded(name)
            if each.counts is None:
                assert kept is None
                continue
            assert kept is not None
            found = (kept.counts, kept.how, kept.credit_minutes, kept.late, kept.version)
            assert found == (each.counts, each.how, each.credit, each.late, each.version)

    @invariant()
    def every_version_is_kept(self) -> None:
        for name, each in self.model.items():
            earlier = self.meeting.store.earlier_versions(self.meeting.task.occurrence_id, name)
            assert [kept.version for kept in earlier] == list(range(1, each.version))

    @invariant()
    def whoever_hears_the_events_knows_the_same(self) -> None:
        heard: dict[str, Any] = {}
        for told in [*self.meeting.heard(CheckInCorrected), *self.meeting.heard(CheckInRecorded)]:
            if told.member_id not in heard or told.version > heard[told.member_id].version:
                heard[told.member_id] = told
        assert heard.keys() == {name for name, each in self.model.items() if each.counts is not None}
        for name, told in heard.items():
            each = self.model[name]
            assert (getattr(told, "counts", True), told.credit_minutes) == (each.counts, each.credit)

    @invariant()
    def the_list_is_what_ought_to_be(self) -> None:
        rows = self.meeting.store.expected
        key = self.meeting.task.occurrence_id
        for name, each in self.model.items():
            row = rows.get((key, name))
            assert (row.standing if row else None) == each.listed

    def _on_the_list(self, each: Modelled) -> bool:
        if self.meeting.now < OPENS:
            return each.there
        return each.listed in ("expected", "excused")

    @staticmethod
    def _done(each: Modelled, how: str, *, credit: int, late: bool = False) -> None:
        each.counts, each.how, each.credit, each.late, each.version = True, how, credit, late, 1


TestLife = pytest.mark.filterwarnings("error")(Life.TestCase)
TestLife.settings = settings(max_examples=examples(40), stateful_step_count=50)
