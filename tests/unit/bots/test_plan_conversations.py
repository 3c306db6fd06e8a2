"""What a secretary plans in chat, and contests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bots.conversations import menu, router
from bots.conversations.model import Button, Facts, Member, Needs, State, Step, Text, WantedPlans
from bots.conversations.plan_facts import Board, Cancelling, OwnContest, PlannedSession
from bots.conversations.planning import window
from bots.engine.plan_facts import fetch
from shared.aio.errors import RpcFailed
from shared.events.contests import ShowOnBoard
from shared.events.plans import CancelOccurrence, CancelTask, PlanStudy
from shared.events.templates import Template
from tests.unit.bots.fakes import PROFILE

NOW = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
MEMBER = Member.model_validate(PROFILE)
SECRETARY = Member.model_validate({**PROFILE, "roles": ["member", "secretary"]})
LEADS = State(member=SECRETARY)
TEMPLATE = Template.model_validate(
    {
        "key": "usual-month",
        "name": {"zh": "常用月度安排", "en": "The usual month"},
        "plans": [
            {
                "key": key,
                "title": {"zh": title, "en": key},
                "kind": key,
                "rule": "FREQ=MONTHLY;BYMONTHDAY=15",
                "mover": "next-working-day",
                "window": {"opens": "15:00", "closes": "17:30", "grace_minutes": 120},
                "credit_minutes": 90,
            }
            for key, title in (("theme-day", "主题党日"), ("party-lecture", "党课"))
        ],
    }
)
CANCELLING = Cancelling(plan_id="p1", slot=date(2026, 11, 25), version=4, title="主题党日")


def ask(state: State, incoming: str | Button, profile: Member = SECRETARY, **facts: Any) -> Step:
    said = Text(incoming) if isinstance(incoming, str) else incoming
    return router.step(state, said, Facts("chat-1", profile=profile, **facts), NOW)


def data(step: Step) -> list[str]:
    return [choice.data for reply in step.replies for choice in reply.choices]


def session(number: int, days: int = 3) -> PlannedSession:
    opens = NOW + timedelta(days=days)
    return PlannedSession.model_validate(
        {
            "occurrence_id": f"o{number}",
            "plan_id": f"p{number}",
            "slot": opens.date(),
            "title": f"第 {number} 课",
            "opens_at": opens,
            "closes_at": opens + timedelta(hours=2),
        }
    )


def test_a_secretary_sees_what_is_to_come_with_a_button_to_cancel_each() -> None:
    assert router.needs(LEADS, Text("本月计划")) == Needs(profile=True, planned=WantedPlans())
    step = ask(LEADS, "本月计划", planned=(session(0, days=-1), *(session(n) for n in range(1, 9))))
    assert step.replies[0].args["count"] == 8
    assert data(step) == [*(f"pl:x:o{n}" for n in range(1, 7)), "pl:template"]
    assert step.replies[0].lines[-1].args["count"] == 2


async def test_a_task_that_was_set_by_itself_is_listed_as_such_and_cancelled_by_its_id() -> None:
    single = session(2).model_copy(update={"plan_id": None, "slot": None})
    step = ask(LEADS, "本月计划", planned=(session(1), single))
    assert data(step) == ["pl:x:o1", "pl:x:o2", "pl:template"]
    assert [line.args["single"] for line in step.replies[0].lines] == ["no", "yes"]
    facts = await fetch(Checkins(single), Needs(profile=True, planned=WantedPlans("o2")), Facts("chat-1"), SECRETARY)
    asked = ask(LEADS, Button("pl:x:o2"), cancelling=facts.cancelling)
    [command] = ask(asked.state, "场地维修").commands
    assert command.payload == CancelTask(occurrence_id="o2", reason="场地维修", actor_id="m1", chat_id="chat-1")


def test_a_session_is_cancelled_with_the_reason_and_the_version_that_was_shown() -> None:
    assert router.needs(LEADS, Button("pl:x:o1")) == Needs(profile=True, planned=WantedPlans("o1"))
    asked = ask(LEADS, Button("pl:x:o1"), cancelling=CANCELLING)
    assert (asked.replies[0].key, asked.commands) == ("plan-cancel-why", ())
    step = ask(asked.state, "场地维修")
    [command] = step.commands
    assert command.payload == CancelOccurrence(
        plan_id="p1", version=4, slot=date(2026, 11, 25), reason="场地维修", actor_id="m1", chat_id="chat-1"
    )
    assert (step.state.cancelling, step.state.waiting) == (None, None)


@pytest.mark.parametrize(("said", "key"), [("不", "plan-kept"), ("长" * 501, "plan-why-too-long")])
def test_without_a_reason_that_can_be_told_nothing_is_cancelled(said: str, key: str) -> None:
    step = ask(LEADS.but(cancelling=CANCELLING, waiting="planning"), said)
    assert (step.replies[0].key, step.commands) == (key, ())


def test_a_session_that_is_gone_meanwhile_is_said_to_be() -> None:
    assert ask(LEADS, Button("pl:x:o9"), cancelling=None).replies[0].key == "plan-gone"


def test_the_usual_month_is_planned_after_a_look_and_once_a_month_only() -> None:
    look = ask(LEADS, Button("pl:template"), templates=(TEMPLATE,))
    assert ([line.args["title"] for line in look.replies[0].lines], look.commands) == (["主题党日", "党课"], ())
    made = [ask(LEADS, Button("pl:template!"), templates=(TEMPLATE,)) for _ in range(2)]
    plans = [[command.payload for command in step.commands] for step in made]
    assert plans[0] == plans[1]
    assert all(isinstance(plan, PlanStudy) for plan in plans[0])
    assert len({plan.plan_id for plan in plans[0] if isinstance(plan, PlanStudy)}) == 2
    first = plans[0][0]
    assert isinstance(first, PlanStudy)
    assert (first.scope.unit_ids, first.timing.first_day) == (["b1"], date(2026, 11, 1))
    assert (first.actor_id, first.chat_id) == ("m1", "chat-1")


def test_who_does_not_plan_is_told_so() -> None:
    for incoming in ("本月计划", Button("pl:template!"), Button("pl:x:o1")):
        step = ask(State(member=MEMBER), incoming, MEMBER, templates=(TEMPLATE,), cancelling=CANCELLING)
        assert (step.replies[0].key, step.commands) == ("plans-not-yours", ())
    offered = set(data(ask(State(member=MEMBER), "帮助", MEMBER)))
    assert (menu.PLANS.data in offered, menu.PLANS.data in data(ask(LEADS, "帮助"))) == (False, True)


def test_the_list_reaches_to_the_end_of_next_month() -> None:
    assert window(date(2026, 11, 22)) == (date(2026, 11, 22), date(2026, 12, 31))
    assert window(date(2026, 1, 31)) == (date(2026, 1, 31), date(2026, 2, 28))


class Checkins:
    def __init__(self, planned: PlannedSession | None = None) -> None:
        self.planned = planned or session(1)
        self.asked: list[str] = []
        self.fault: str | None = None

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        self.asked.append(method)
        if method == "planned":
            return [self.planned.model_dump(mode="json")]
        if self.fault:
            raise RpcFailed(self.fault, "m1 may not see-figures at /d/b2")
        return {"version": 7} if kwargs["plan_id"] == "p1" else None


async def test_what_cancelling_takes_is_fetched_for_who_may_plan_only() -> None:
    rpc = Checkins()
    needs = Needs(profile=True, planned=WantedPlans("o1"))
    facts = await fetch(rpc, needs, Facts("chat-1"), SECRETARY)
    assert facts.cancelling is not None
    assert (facts.cancelling.plan_id, facts.cancelling.version) == ("p1", 7)
    assert (await fetch(rpc, needs, Facts("chat-1"), MEMBER)).planned == ()
    assert rpc.asked == ["planned", "plan"]


async def test_a_session_for_other_units_too_is_not_cancelled_by_one_of_them() -> None:
    rpc = Checkins()
    rpc.fault = "Forbidden"
    facts = await fetch(rpc, Needs(profile=True, planned=WantedPlans("o1")), Facts("chat-1"), SECRETARY)
    assert (facts.cancelling, facts.not_to_cancel) == (None, True)
    step = ask(LEADS, Button("pl:x:o1"), not_to_cancel=True)
    assert (step.replies[0].key, step.state.waiting, step.commands) == ("plan-not-yours", None, ())
    rpc.fault = "OperationFailure"
    with pytest.raises(RpcFailed):
        await fetch(rpc, Needs(profile=True, planned=WantedPlans("o1")), Facts("chat-1"), SECRETARY)


def contest(**fields: Any) -> OwnContest:
    row = {"contest_id": "c1", "title": "十一月挑战", "last_day": "2026-11-30", "individuals": True, "shown": False}
    return OwnContest.model_validate({**row, **fields})


def board(*, shown: bool = False, **fields: Any) -> Board:
    groups = [{"name": f"第{n}支部", "points": 200 - n, "rank": n, "group_id": f"b{n}"} for n in range(1, 13)]
    people = [{"name": "王芳", "points": 90, "rank": 1, "member_id": "m7"}]
    own = {"points": 40, "group_id": "b12", "shown": shown}
    row = {"contest_id": "c1", "title": "十一月挑战", "last_day": "2026-11-30"}
    return Board.model_validate({**row, "groups": groups, "individuals": people, "own": own, **fields})


def test_a_board_shows_the_best_and_the_own_branch_and_names_who_asked_for_it() -> None:
    listed = ask(LEADS, "竞赛", contests=(contest(),))
    assert data(listed) == ["ct:b:c1"]
    assert router.needs(LEADS, Button("ct:b:c1")) == Needs(profile=True, board="c1")
    step = ask(LEADS, Button("ct:b:c1"), contests=(contest(),), board=board())
    ranks = [line.args["rank"] for line in step.replies[0].lines if line.key == "contest-rank"]
    assert ranks == [*range(1, 11), 12, 1]
    assert step.replies[0].mentions == ("m7",)


def test_a_member_is_put_on_the_board_by_a_tap_of_their_own_and_taken_off_by_another() -> None:
    assert data(ask(LEADS, Button("ct:b:c1"), contests=(contest(),), board=board()))[0] == "ct:+:c1"
    [put] = ask(LEADS, Button("ct:+:c1")).commands
    assert isinstance(put.payload, ShowOnBoard)
    assert (put.payload.member_id, put.payload.shown_as and put.payload.shown_as.name) == ("m1", "李明华")
    assert data(ask(LEADS, Button("ct:b:c1"), contests=(contest(),), board=board(shown=True)))[0] == "ct:-:c1"
    [off] = ask(LEADS, Button("ct:-:c1")).commands
    assert isinstance(off.payload, ShowOnBoard)
    assert off.payload.shown_as is None
    without = (contest(individuals=False),)
    assert data(ask(LEADS, Button("ct:b:c1"), contests=without, board=board())) == ["contests"]


@pytest.mark.parametrize(
    ("last_day", "final", "state"),
    [("2026-11-22", False, "held"), ("2026-11-21", False, "waiting"), ("2026-11-20", True, "final")],
)
def test_a_board_says_whether_it_goes_on_waits_for_late_figures_or_is_final(
    last_day: str, final: bool, state: str
) -> None:
    at = f"{date.fromisoformat(last_day) + timedelta(days=2)}T09:00:00+08:00"
    shown = board(last_day=last_day, final=final, final_at=at)
    step = ask(LEADS, Button("ct:b:c1"), contests=(contest(last_day=last_day, final=final),), board=shown)
    assert (step.replies[0].args["state"], step.replies[0].args["final"]) == (state, at[:10])
    assert ("ct:+:c1" in data(step)) is not final, "nobody comes onto a final board"
    taken_off = ask(LEADS, Button("ct:b:c1"), contests=(contest(final=final),), board=board(shown=True, final=final))
    assert data(taken_off)[0] == "ct:-:c1"
