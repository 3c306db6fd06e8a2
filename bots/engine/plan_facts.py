"""What is asked about notes, plans and contests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bots.conversations.model import Facts, Member, Needs
from bots.conversations.note_facts import Note
from bots.conversations.notes import MOST_SHOWN
from bots.conversations.plan_facts import Board, Cancelling, OwnContest, PlannedSession
from bots.conversations.planning import PLANNERS, window
from bots.ports import Rpc
from shared.aio.errors import RpcFailed
from shared.events.templates import Template
from shared.settings import Settings, load


async def fetch(rpc: Rpc, needs: Needs, facts: Facts, member: Member) -> Facts:
    facts = await _notes(rpc, needs, facts, member.member_id)
    if needs.contests or needs.board is not None:
        rows = await rpc.call("checkins", "own_contests", member_id=member.member_id)
        facts = replace(facts, contests=tuple(OwnContest.model_validate(row) for row in rows))
    if needs.board is not None:
        found = await rpc.call("checkins", "own_board", member_id=member.member_id, contest_id=needs.board)
        facts = replace(facts, board=Board.model_validate(found) if found else None)
    if needs.calendar is not None:
        facts = await _calendar(rpc, needs.calendar, facts, member.member_id)
    if needs.templates:
        rows = await rpc.call("checkins", "plan_templates")
        facts = replace(facts, templates=tuple(Template.model_validate(row) for row in rows))
    # Whoever may not plan would be refused: the conversation tells them so.
    if needs.planned is not None and member.unit_path and not PLANNERS.isdisjoint(member.roles):
        facts = await _planned(rpc, needs.planned.occurrence_id, facts, member)
    return facts


async def _calendar(rpc: Rpc, wanted: str, facts: Facts, member_id: str) -> Facts:
    if wanted == "none":
        return replace(facts, calendar_revoked=bool(await rpc.call("checkins", "revoke_feed", member_id=member_id)))
    if wanted == "first" and await rpc.call("checkins", "has_feed", member_id=member_id):
        return facts
    made = await rpc.call("checkins", "make_feed", member_id=member_id)
    return replace(facts, calendar_secret=made["secret"])


async def _planned(rpc: Rpc, occurrence_id: str | None, facts: Facts, member: Member) -> Facts:
    first, last = window(datetime.now(ZoneInfo(load(Settings).zone)).date())
    rows = await rpc.call(
        "checkins",
        "planned",
        unit_path=member.unit_path,
        first=first.isoformat(),
        last=last.isoformat(),
        under_way=True,
    )
    planned = tuple(PlannedSession.model_validate(row) for row in rows)
    facts = replace(facts, planned=planned)
    chosen = next((each for each in planned if each.occurrence_id == occurrence_id), None)
    if chosen is None:
        return facts
    if chosen.plan_id is None:
        return replace(facts, cancelling=Cancelling(title=chosen.title, occurrence_id=chosen.occurrence_id))
    try:
        plan = await rpc.call("checkins", "plan", plan_id=chosen.plan_id)
    except RpcFailed as error:
        # It is for other units too.
        if error.exc_type != "Forbidden":
            raise
        return replace(facts, not_to_cancel=True)
    if plan is None:
        return facts
    told = {"plan_id": chosen.plan_id, "slot": chosen.slot, "title": chosen.title, "version": plan["version"]}
    return replace(facts, cancelling=Cancelling.model_validate(told))


async def _notes(rpc: Rpc, needs: Needs, facts: Facts, member_id: str) -> Facts:
    if needs.notes is not None:
        asked = needs.notes
        page = await rpc.call(
            "checkins",
            "notes",
            member_id=member_id,
            query=asked.query,
            tag=asked.tag,
            shared=asked.shared,
            limit=MOST_SHOWN + 1,
        )
        facts = replace(facts, notes=tuple(Note.model_validate(row) for row in page["notes"]))
    if needs.note is not None:
        found = await rpc.call("checkins", "note", member_id=member_id, note_id=needs.note)
        facts = replace(facts, note=Note.model_validate(found) if found else None)
    return facts
