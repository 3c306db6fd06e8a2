"""What is planned for a secretary's unit this month and next: one tap cancels with a reason, one tap makes the usual
month's plan.

.. mermaid::

    flowchart TD
        plans --> list["what is to come, a button each"] -- tap --> why["why?"] --> cancel["cancel-occurrence or -task"]
        list -- template --> look["its plans; right?"] -- yes --> make["commands plan-study"]

The checkins service decides whether the member may; the reason reaches everybody concerned.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bots.conversations import menu
from bots.conversations.model import (
    Args,
    Button,
    Choice,
    Facts,
    Incoming,
    Line,
    Member,
    Needs,
    Reply,
    Send,
    State,
    Step,
    Text,
    WantedPlans,
)
from bots.conversations.plan_facts import PlannedSession
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said
from shared.events import Command
from shared.events.plans import CancelOccurrence, CancelTask
from shared.events.templates import plans_of

NAME = "planning"
PREFIX = "pl:"
MOST_SHOWN = 6
MAX_WHY = 500
#: The template that is offered.
TEMPLATE = "usual-month"
#: Who may plan; the checkins service decides.
PLANNERS = frozenset({"secretary", "district-admin"})

USE = Choice("choice-plan-template", "pl:template")
YES = Choice("choice-plan-template-yes", "pl:template!")

_CANCEL = re.compile(r"pl:x:([A-Za-z0-9_.-]{1,55})")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "plans") or (state.waiting == NAME and state.cancelling is not None)
        case Button(data):
            return data == menu.PLANS.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    if isinstance(incoming, Text) and not is_said(incoming.text, "plans"):
        return Needs()
    if isinstance(incoming, Button):
        if incoming.data in (USE.data, YES.data):
            return Needs(profile=True, templates=True)
        if found := _CANCEL.fullmatch(incoming.data):
            return Needs(profile=True, planned=WantedPlans(found[1]))
    return Needs(profile=True, planned=WantedPlans())


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if isinstance(incoming, Text) and not is_said(incoming.text, "plans"):
        return _cancel(state, incoming.text.strip(), facts)
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile, cancelling=None, waiting=None)
    if PLANNERS.isdisjoint(facts.profile.roles):
        return Step(state, (Reply("plans-not-yours", choices=menu.HOME),))
    if isinstance(incoming, Button) and incoming.data in (USE.data, YES.data):
        return _template(state, facts.profile, facts, now.date(), sure=incoming == Button(YES.data))
    if isinstance(incoming, Button) and incoming.data.startswith("pl:x:"):
        return _ask_why(state, facts)
    return _listed(state, facts, now)


def window(today: date) -> tuple[date, date]:
    """The days that are listed: from today to the end of next month."""
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return today, (following + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _listed(state: State, facts: Facts, now: datetime) -> Step:
    to_come = [each for each in facts.planned if each.closes_at > now]
    if not to_come:
        return Step(state, (Reply("plans-none", choices=(USE, menu.HELP)),))
    shown = list(enumerate(to_come[:MOST_SHOWN], start=1))
    lines = [Line("plan-line", {"number": number, **_about(each)}) for number, each in shown]
    if len(to_come) > MOST_SHOWN:
        lines.append(Line("plans-more", {"count": len(to_come) - MOST_SHOWN}))
    offs = tuple(
        Choice("choice-plan-cancel", f"pl:x:{each.occurrence_id}", {"number": number})
        for number, each in shown
        if _CANCEL.fullmatch(f"pl:x:{each.occurrence_id}")
    )
    return Step(state, (Reply("plans-list", {"count": len(to_come)}, (*offs, USE), tuple(lines)),))


def _about(session: PlannedSession) -> Args:
    return {
        "title": session.title,
        "opens": session.opens_at,
        "closes": session.closes_at,
        "provisional": "yes" if session.provisional else "no",
        "single": "yes" if session.plan_id is None else "no",
    }


def _ask_why(state: State, facts: Facts) -> Step:
    if facts.not_to_cancel:
        return Step(state, (Reply("plan-not-yours", choices=(menu.PLANS,)),))
    cancelling = facts.cancelling
    if cancelling is None:
        return Step(state, (Reply("plan-gone", choices=(menu.PLANS,)),))
    return Step(
        state.but(cancelling=cancelling, waiting=NAME), (Reply("plan-cancel-why", {"title": cancelling.title}),)
    )


def _cancel(state: State, why: str, facts: Facts) -> Step:
    wanted = state.cancelling
    if state.member is None or wanted is None:
        return no_longer_linked(state)
    without = state.but(cancelling=None, waiting=None)
    if is_said(why, "no"):
        return Step(without, (Reply("plan-kept", choices=(menu.PLANS,)),))
    if not why or len(why) > MAX_WHY:
        return Step(state, (Reply("plan-why-too-long", {"most": MAX_WHY}),))
    asked = {"reason": why, "actor_id": state.member.member_id, "chat_id": facts.chat_id}
    command: Command
    if wanted.plan_id is None:
        command = CancelTask.model_validate({"occurrence_id": wanted.occurrence_id, **asked})
    else:
        of_plan = {"plan_id": wanted.plan_id, "version": wanted.version, "slot": wanted.slot}
        command = CancelOccurrence.model_validate({**of_plan, **asked})
    reply = Reply("plan-cancel-received", {"title": wanted.title}, (menu.PLANS,))
    return Step(without, (reply,), (Send(command, "cancel"),))


def _template(state: State, member: Member, facts: Facts, today: date, *, sure: bool) -> Step:
    template = next((each for each in facts.templates if each.key == TEMPLATE), None)
    if template is None:
        return Step(state, (Reply("plan-gone", choices=(menu.PLANS,)),))
    locale = state.locale or member.locale
    name = template.name.of(locale)
    if not sure:
        lines = tuple(Line("plan-template-line", {"title": each.title.of(locale)}) for each in template.plans)
        args = {"name": name, "unit": member.unit_name}
        return Step(state, (Reply("plan-template-look", args, (YES, menu.PLANS), lines),))
    # Of this month on; the same month again makes them no second time.
    asked_by = {"actor_id": member.member_id, "chat_id": facts.chat_id}
    plans = plans_of(template, member.unit_id, today.replace(day=1), locale, asked_by=asked_by)
    commands = tuple(Send(command, command.plan_id) for command in plans)
    reply = Reply("plan-template-received", {"name": name, "count": len(commands)}, (menu.PLANS,))
    return Step(state, (reply,), commands)
