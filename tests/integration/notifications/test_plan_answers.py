"""What a secretary asks of plans in a chat, and what that chat is told became of it, on the real services."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shared.access.actor import Actor
from shared.events import Message, Payload, compose
from shared.events.directory import MemberRegistered, PersonName, Role
from shared.events.notifications import Deliver
from shared.events.plans import CancelOccurrence, PlanStudy, Scope, Timing, Window
from tests.support.actors import signed
from tests.support.process import running
from tests.support.reminding import BRANCH, SOURCE, Branch
from tests.support.waiting import eventually

DAY = date.today() + timedelta(days=5)
ASKING: dict[str, Any] = {"actor_id": "m1", "chat_id": "chat-m1"}


def member(version: int, *roles: Role) -> Message[Payload]:
    data = MemberRegistered(
        member_id="m1",
        kind="full",
        unit_id="branch",
        unit_path=BRANCH,
        person=PersonName(name="Member m1"),
        locale="en",
        version=version,
        roles=list(roles),
    )
    return compose(data, source=SOURCE)


def test_a_plan_command_from_a_chat_is_answered_there_whether_it_was_done_refused_or_forbidden(branch: Branch) -> None:
    with running(branch.checkins(), branch.notifications()):
        branch.settle(1)
        branch.vhost.send(member(2, "secretary"))
        own = branch.databases.of("checkins")
        eventually(
            lambda: own.plan_units.count_documents({}) == 1 and own.members.count_documents({"version": 2}) == 1,
            what="the secretary and the unit to be known",
        )
        plan = PlanStudy(
            plan_id="p1",
            title="Theme day",
            kind="theme-day",
            scope=Scope(unit_ids=["branch"]),
            timing=Timing(first_day=DAY),
            window=Window(opens="15:00", closes="17:00"),
            credit_minutes=90,
            **ASKING,
        )
        overtaken = CancelOccurrence(plan_id="p1", version=7, slot=DAY, reason="The hall is closed", **ASKING)
        told = []
        for number, command in enumerate((plan, overtaken), start=1):
            branch.vhost.send(compose(command, source=SOURCE, id=f"c{number}"))
            told.append(branch.deliveries.expect(number)[-1].data)
        made, refused = told
        assert isinstance(made, Deliver)
        assert isinstance(refused, Deliver)
        assert [(each.chat_id, each.answers) for each in (made, refused)] == [("chat-m1", "c1"), ("chat-m1", "c2")]
        assert made.text.startswith("“Theme day” is planned.")
        assert refused.text.startswith("“Theme day” was changed meanwhile; nothing was done.")
        branch.vhost.send(member(3))
        eventually(lambda: own.members.count_documents({"version": 3}) == 1, what="the role to be known as lost")
        asked = compose(plan.model_copy(update={"plan_id": "p2"}), source=SOURCE, id="c3")
        branch.vhost.send(signed(asked, Actor("m1", "web", "chat-m1")))
        forbidden = branch.deliveries.expect(3)[-1].data
        assert isinstance(forbidden, Deliver)
        assert (forbidden.chat_id, forbidden.answers) == ("chat-m1", "c3")
        assert "no permission" in forbidden.text
        assert branch.vhost.dead_letter("checkins.plan-study").message().id == "c3"
