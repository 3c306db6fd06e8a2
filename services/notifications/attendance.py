"""Evidence that is lacking, roll calls, make-ups, questions and corrections in words, to those concerned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from services.notifications.handlers import Args, Render, name_of, tell
from services.notifications.model import Button, Wording
from services.notifications.ports import Notifications
from shared.events import Message
from shared.events.attendance import (
    CheckInCorrected,
    CheckInQuestioned,
    CorrectionRefused,
    MakeUpAccepted,
    MakeUpExpired,
    MakeUpNotPossible,
    MakeUpRefused,
    MakeUpRequested,
    RollCallRefused,
    RollCallTaken,
)
from shared.events.checkins import CheckInDeclined

Emit = Callable[..., None]

#: What Telegram carries behind a button.
_MAX_DATA = 64


MakeUpNews = MakeUpRequested | MakeUpAccepted | MakeUpRefused | MakeUpExpired | MakeUpNotPossible
CorrectionNews = CheckInQuestioned | CheckInCorrected | CorrectionRefused


def make_up_changed(event: Message[MakeUpNews], store: Notifications, emit: Emit, render: Render) -> None:
    match event.data:
        case MakeUpRequested():
            _make_up_requested(event, event.data, store, emit, render)
        case MakeUpNotPossible():
            _make_up_not_possible(event, event.data, store, emit, render)
        case _:
            _make_up_ended(event, event.data, store, emit, render)


def check_in_changed(event: Message[CorrectionNews], store: Notifications, emit: Emit, render: Render) -> None:
    """To the member, and to whoever acted."""
    data = event.data
    if isinstance(data, CorrectionRefused):
        _answer(
            event, data.actor_id, data.chat_id, Wording(f"correction-refused-{data.reason}", {}), store, emit, render
        )
        return
    args: Args = {"task": data.task_title, "reason": data.reason}
    about: Args = {"task": data.task_title, "name": name_of(data.member_id, store)}
    if isinstance(data, CheckInQuestioned):
        told, answer = Wording("checkin-questioned", args), Wording("checkin-you-questioned", about)
    else:
        answer = Wording("checkin-you-corrected", about)
        told = Wording("checkin-taken-back", args)
        if data.counts:
            told = Wording("checkin-corrected", {**args, "minutes": data.credit_minutes})
    tell(event, data.member_id, None, told, store, emit, render)
    _answer(event, data.actor_id, data.chat_id, answer, store, emit, render)


def declined(event: Message[CheckInDeclined], store: Notifications, emit: Emit, render: Render) -> None:
    """What is lacking, to the chat that asked, or to every chat of the member when none did."""
    data = event.data
    wording = Wording(
        f"checkin-declined-{data.reason}", {"task": data.task_title, "least": data.least, "given": data.given}
    )
    tell(event, data.member_id, data.chat_id, wording, store, emit, render, answers=data.command_id)


def roll_called(
    event: Message[RollCallTaken | RollCallRefused], store: Notifications, emit: Emit, render: Render
) -> None:
    """To the chat that called; whoever called by RPC has the answer. Those who were called up were there."""
    data = event.data
    if data.chat_id is None:
        return
    if isinstance(data, RollCallTaken):
        reasons = Counter(each.reason for each in data.not_marked)
        args: Args = {
            "task": data.task_title,
            "marked": len(data.marked),
            "done": reasons["already-checked-in"],
            "strangers": reasons["not-on-the-list"],
            "back": reasons["taken-back"],
        }
        wording = Wording("roll-call-taken", args)
    else:
        args = {"task": data.task_title or data.occurrence_id}
        if data.at is not None:
            args["at"] = data.at
        wording = Wording(f"roll-call-refused-{data.reason}", args)
    tell(event, data.actor_id, data.chat_id, wording, store, emit, render, answers=data.command_id)


def _make_up_requested(
    event: Message[MakeUpNews], data: MakeUpRequested, store: Notifications, emit: Emit, render: Render
) -> None:
    """A receipt to the member, and the question to whoever may decide."""
    deciders = [each for each in data.decider_ids if each != data.member_id]
    args: Args = {"task": data.task_title, "until": data.expires_at}
    receipt = Wording("make-up-requested", {**args, "deciders": len(deciders)})
    answers = event.causation_id if data.chat_id else None
    tell(event, data.member_id, data.chat_id, receipt, store, emit, render, answers=answers)
    asked = Wording("make-up-asked", {**args, "name": name_of(data.member_id, store), "reason": data.reason})
    named = (
        ("button-make-up-accept", f"dec:mu+:{data.make_up_id}"),
        ("button-make-up-refuse", f"dec:mu-:{data.make_up_id}"),
    )
    # A longer id does not fit behind a button; the list of what waits is there without it.
    buttons = [Button(key, tap) for key, tap in named if len(tap) <= _MAX_DATA]
    for decider in deciders:
        tell(event, decider, None, asked, store, emit, render, buttons=buttons)


def _make_up_ended(
    event: Message[MakeUpNews],
    data: MakeUpAccepted | MakeUpRefused | MakeUpExpired,
    store: Notifications,
    emit: Emit,
    render: Render,
) -> None:
    """The end to the member; to whoever decided, where they did so in a chat; to those who did not."""
    args: Args = {"task": data.task_title}
    if isinstance(data, MakeUpExpired):
        tell(event, data.member_id, None, Wording("make-up-expired", args), store, emit, render)
        told = Wording("make-up-expired-of", {**args, "name": name_of(data.member_id, store)})
        for decider in data.decider_ids:
            tell(event, decider, None, told, store, emit, render)
        return
    said: Args = {"said": "yes" if data.why else "no", "why": data.why or ""}
    if isinstance(data, MakeUpAccepted):
        state, own = "accepted", Wording("make-up-accepted", {**args, **said, "minutes": data.credit_minutes})
    else:
        state, own = "refused", Wording("make-up-refused", {**args, **said})
    tell(event, data.member_id, None, own, store, emit, render)
    answer = Wording("make-up-you-decided", {**args, "state": state, "name": name_of(data.member_id, store)})
    _answer(event, data.actor_id, data.chat_id, answer, store, emit, render)


def _make_up_not_possible(
    event: Message[MakeUpNews], data: MakeUpNotPossible, store: Notifications, emit: Emit, render: Render
) -> None:
    args: Args = {"task": data.task_title or "", "most": data.most or 0}
    if data.at is not None:
        args["at"] = data.at
    if data.reason in ("too-late", "too-many-this-month"):
        args |= _limit(data, store)
    wording = Wording(f"make-up-not-possible-{data.reason}", args)
    _answer(event, data.actor_id, data.chat_id, wording, store, emit, render)


def _limit(data: MakeUpNotPossible, store: Notifications) -> Args:
    """Whose rule a limit is. A decision that comes too late goes against none: its day was told with the request."""
    whose = "unit" if data.rule_unit_id else "default"
    if data.reason == "too-late" and data.days is None:
        whose = "none"
    unit = (store.unit_name(data.rule_unit_id) or data.rule_unit_id) if data.rule_unit_id else ""
    return {"rule": whose, "unit": unit, "days": data.days or 0}


def _answer(
    event: Message[MakeUpNews] | Message[CorrectionNews],
    actor_id: str | None,
    chat_id: str | None,
    wording: Wording,
    store: Notifications,
    emit: Emit,
    render: Render,
) -> None:
    """To the chat of whoever acted; whoever acted elsewhere has the answer."""
    if actor_id is not None and chat_id is not None:
        tell(event, actor_id, chat_id, wording, store, emit, render, answers=event.causation_id)
