"""Asks the services for the facts that a step needs."""

from __future__ import annotations

from dataclasses import replace

from pydantic import ValidationError

from bots.conversations.directory_facts import OwnChat, OwnLeave, Pending
from bots.conversations.model import (
    Facts,
    Hint,
    Incident,
    IncidentShown,
    Linked,
    LoginCode,
    Member,
    Needs,
    Preferences,
    Standing,
    Task,
)
from bots.conversations.study_facts import Called, Meeting, MissedTask, Roll, SpotCode, WaitingMakeUp
from bots.conversations.volunteer_facts import AttendanceCode, OpenShift, OrganisedShift, Volunteering
from bots.engine import plan_facts
from bots.ports import Rpc
from shared.access.actor import Actor, acting
from shared.aio.errors import RpcError, RpcFailed
from shared.logging import get_logger

log = get_logger(__name__)


class NoAnswer(Exception):
    """A service did not answer, or not what it should."""


async def fetch(
    rpc: Rpc,
    chat_id: str,
    channel: str,
    needs: Needs,
    client: str | None = None,
    *,
    hint_patience: float | None = None,
) -> Facts:
    """``hint_patience``: seconds that a hint is waited for; by default as long as any answer. Raises NoAnswer."""
    try:
        return await _fetch(rpc, chat_id, channel, needs, client, hint_patience)
    except RpcError as error:
        log.warning("bots.no-answer", error=type(error).__name__, detail=str(error)[:200])
        raise NoAnswer from error
    except (ValidationError, TypeError) as error:
        log.error("bots.answer-not-understood", error=type(error).__name__)
        raise NoAnswer from error


async def _fetch(
    rpc: Rpc, chat_id: str, channel: str, needs: Needs, client: str | None, hint_patience: float | None
) -> Facts:
    linked = profile = None
    if needs.unlink:
        await rpc.call("directory", "unlink_chat", chat_id=chat_id)
    if needs.link is not None:
        code = needs.link
        answer = await rpc.call("directory", "link_chat", chat_id=chat_id, channel=channel, code=code, client=client)
        linked = Linked.model_validate(answer)
    if needs.profile:
        found = await rpc.call("directory", "chat_profile", chat_id=chat_id)
        profile = Member.model_validate(found) if found else None
    facts = Facts(chat_id, profile, linked=linked)
    with acting(chatting(profile, channel, chat_id) if profile else None):
        return await _asked(rpc, needs, facts, profile, hint_patience)


def chatting(member: Member, channel: str, chat_id: str) -> Actor:
    """The member, as they speak from a chat of theirs."""
    if channel not in ("web", "telegram"):
        raise ValueError(f"{channel!r} is no channel")
    return Actor(member.member_id, "web" if channel == "web" else "telegram", chat_id)


async def _asked(rpc: Rpc, needs: Needs, facts: Facts, profile: Member | None, hint_patience: float | None) -> Facts:
    standing = None
    tasks: tuple[Task, ...] = ()
    if needs.tasks and profile is not None:
        rows = await rpc.call("checkins", "open_tasks", member_id=profile.member_id)
        tasks = tuple(Task.model_validate(row) for row in rows)
    if needs.standing and profile is not None:
        figures = await rpc.call("checkins", "standing", member_id=profile.member_id)
        standing = Standing.model_validate(figures)
    hint = await _hint(rpc, needs.hint, hint_patience) if needs.hint else None
    incidents: tuple[Incident, ...] = ()
    if needs.incidents and profile is not None:
        rows = await rpc.call("incidents", "open_for", member_id=profile.member_id)
        incidents = tuple(Incident.model_validate(row) for row in rows)
    incident = None
    if needs.incident is not None and profile is not None:
        found = await rpc.call("incidents", "get", incident_id=needs.incident, member_id=profile.member_id)
        incident = IncidentShown.model_validate(found) if found else None
    preferences = None
    if needs.preferences and profile is not None:
        kept = await rpc.call("notifications", "preferences", member_id=profile.member_id)
        preferences = Preferences.model_validate(kept)
    console = await _console(rpc, profile.member_id) if needs.console and profile is not None else None
    facts = replace(
        facts,
        tasks=tasks,
        standing=standing,
        hint=hint,
        incidents=incidents,
        incident=incident,
        preferences=preferences,
        console=console,
    )
    if needs.unlink_other is not None:
        other = needs.unlink_other
        gone = await rpc.call("directory", "unlink_other_chat", chat_id=facts.chat_id, other_chat_id=other)
        facts = replace(facts, unlinked=bool(gone))
    if profile is None:
        return facts
    facts = await _directory(rpc, needs, facts, profile.member_id)
    facts = await plan_facts.fetch(rpc, needs, facts, profile)
    facts = await _studying(rpc, needs, facts, profile.member_id)
    return await _volunteering(rpc, needs, facts, profile.member_id)


async def _directory(rpc: Rpc, needs: Needs, facts: Facts, member_id: str) -> Facts:
    if needs.leaves:
        rows = await rpc.call("directory", "leaves_of", member_id=member_id)
        facts = replace(facts, leaves=tuple(OwnLeave.model_validate(row) for row in rows))
    if needs.pending:
        waiting = await rpc.call("directory", "pending_for", member_id=member_id)
        facts = replace(facts, pending=Pending.model_validate(waiting))
    if needs.chats:
        rows = await rpc.call("directory", "chats_of", member_id=member_id)
        facts = replace(facts, chats=tuple(OwnChat.model_validate(row) for row in rows))
    return facts


async def _studying(rpc: Rpc, needs: Needs, facts: Facts, member_id: str) -> Facts:
    if needs.missed:
        rows = await rpc.call("checkins", "missed_tasks", member_id=member_id)
        facts = replace(facts, missed=tuple(MissedTask.model_validate(row) for row in rows))
    if needs.pending:
        waiting = [WaitingMakeUp.model_validate(row) for row in await rpc.call("checkins", "make_ups_waiting")]
        names = await _names(rpc, [each.member_id for each in waiting])
        named = tuple(each.but(name=names[each.member_id]) for each in waiting if each.member_id in names)
        facts = replace(facts, make_ups=named)
    if needs.rolls:
        rows = await rpc.call("checkins", "rolls")
        facts = replace(facts, rolls=tuple(Meeting.model_validate(row) for row in rows))
    if needs.roll is not None:
        found = await rpc.call("checkins", "roll", occurrence_id=needs.roll)
        facts = replace(facts, roll=await _named(rpc, Roll.model_validate(found)) if found else None)
    if needs.spot_code is not None:
        code = await rpc.call("checkins", "attendance_code", occurrence_id=needs.spot_code)
        facts = replace(facts, spot_code=SpotCode.model_validate(code))
    return facts


async def _named(rpc: Rpc, roll: Roll) -> Roll:
    """With the names of those whom the member may see, by branch and name."""
    names = await _names(rpc, [each.member_id for each in roll.members])
    members: list[Called] = [each.but(name=names[each.member_id]) for each in roll.members if each.member_id in names]
    ordered = sorted(members, key=lambda each: (each.unit_path, each.name, each.member_id))
    return roll.but(members=tuple(ordered))  # type: ignore[no-any-return]


async def _names(rpc: Rpc, member_ids: list[str]) -> dict[str, str]:
    if not member_ids:
        return {}
    found = await rpc.call("directory", "profiles", member_ids=member_ids)
    return {each["member_id"]: each["name"] for each in found}


async def _volunteering(rpc: Rpc, needs: Needs, facts: Facts, member_id: str) -> Facts:
    if needs.shifts:
        rows = await rpc.call("volunteers", "shifts", member_id=member_id)
        facts = replace(facts, shifts=tuple(OpenShift.model_validate(row) for row in rows))
    if needs.volunteering:
        own = await rpc.call("volunteers", "mine", member_id=member_id)
        facts = replace(facts, volunteering=Volunteering.model_validate(own))
    if needs.organised:
        rows = await rpc.call("volunteers", "next_shifts", member_id=member_id)
        facts = replace(facts, organised=tuple(OrganisedShift.model_validate(row) for row in rows))
    if needs.attendance_code is not None:
        code = await rpc.call("volunteers", "attendance_code", shift_id=needs.attendance_code, member_id=member_id)
        facts = replace(facts, attendance_code=AttendanceCode.model_validate(code))
    return facts


async def _hint(rpc: Rpc, text: str, patience: float | None) -> Hint | None:
    """None without an answer: a report must get through though nobody can give a hint."""
    try:
        return Hint.model_validate(await rpc.call("incidents", "suggest", text=text, timeout=patience))
    except (RpcError, ValidationError, TypeError) as error:
        log.warning("bots.no-hint", error=type(error).__name__)
        return None


async def _console(rpc: Rpc, member_id: str) -> LoginCode | None:
    """None for a member who may not see figures: the directory decides."""
    try:
        return LoginCode.model_validate(await rpc.call("directory", "issue_login_code", member_id=member_id))
    except RpcFailed as error:
        if error.exc_type != "MayNotSeeFigures":
            raise
        return None
