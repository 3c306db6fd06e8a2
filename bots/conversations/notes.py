"""Own notes: kept in one message, listed, found, shown, shared with the branch, edited and removed.

.. mermaid::

    flowchart TD
        keep["'note' + words"] --> send["command keep-note"]
        alone["'note'"] --> ask["which words?"] --> send
        list["notes / find / those of the branch"] --> one["one note, with buttons"]
        one -- share, take back, edit --> command
        list -- export --> file["a file of all own notes"]
        one -- remove --> sure{sure?} -- yes --> command

Nobody but the member sees a note that is not shared. A command that could not be done is told by notifications.
"""

from __future__ import annotations

import re
from datetime import datetime

from bots.conversations import menu
from bots.conversations.model import Args, Button, Choice, Facts, Incoming, Line, Needs, Reply, Send, State, Step, Text
from bots.conversations.note_facts import Note, Noting, Remarked, WantedNotes
from bots.conversations.tasks import no_longer_linked
from bots.conversations.words import is_said, rest_after, tidy
from shared.events import Command
from shared.events.directory import PersonName
from shared.events.notes import EditNote, KeepNote, RemoveNote, ShareNote

NAME = "notes"
PREFIX = "nt:"
MOST_SHOWN = 5
MAX_WORDS = 5000
#: Of a note in a list, and in a message.
_BEGINNING = 30
_READABLE = 3000

NEW = Choice("choice-note-new", "nt:new")
FIND = Choice("choice-note-find", "nt:find")
SHARED = Choice("choice-notes-shared", "nt:shared")
KEEP = Choice("choice-note-keep", "nt:keep")
EXPORT = Choice("choice-notes-export", "nt:all")

_TAG = re.compile(r"(?:^|(?<=\s))#([^\s#]{1,24})(?=\s|$)")
_DATA = re.compile(r"nt:(s|x|x!|-|\+|e):(?:(\d{1,6}):)?([A-Za-z0-9_.-]{1,45})")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            said = any(rest_after(text, topic) is not None for topic in ("note", "find-notes"))
            said = said or any(is_said(text, topic) for topic in ("notes", "export-notes"))
            return said or (state.waiting == NAME and state.noting is not None)
        case Button(data):
            return data == menu.NOTES.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    wanted = WantedNotes() if _exports(incoming) else _wanted(state, incoming)
    if wanted is not None:
        return Needs(profile=True, notes=wanted)
    if isinstance(incoming, Button) and (found := _DATA.fullmatch(incoming.data)) and found[1] in ("s", "e"):
        return Needs(profile=True, note=found[3])
    return Needs()


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    if _exports(incoming):
        return _exported(state, facts)
    wanted = _wanted(state, incoming)
    if wanted is not None:
        return _listed(state, wanted, facts, now)
    match incoming:
        case Text(text):
            return _said(state, text, facts)
        case Button(data):
            return _tapped(state, data, facts, now)


def offered(state: State, note: str | None, occurrence_id: str) -> tuple[State, tuple[Choice, ...]]:
    """After a check-in with a note: the button by which its words are kept among the member's own, if they wish."""
    if note is None:
        return state, ()
    return state.but(remarked=Remarked(text=note, occurrence_id=occurrence_id)), (KEEP,)


def _exports(incoming: Incoming) -> bool:
    return incoming == Button(EXPORT.data) or (isinstance(incoming, Text) and is_said(incoming.text, "export-notes"))


def _exported(state: State, facts: Facts) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile, noting=None, waiting=None)
    if not facts.notes:
        return Step(state, (Reply("notes-none", {"kind": "mine"}, (NEW, menu.HELP)),))
    return Step(state, (Reply("notes-file", choices=(menu.NOTES,), file="notes"),))


def _wanted(state: State, incoming: Incoming) -> WantedNotes | None:
    if isinstance(incoming, Button):
        lists = {menu.NOTES.data: WantedNotes(), SHARED.data: WantedNotes(shared=True)}
        return lists.get(incoming.data)
    if is_said(incoming.text, "notes"):
        return WantedNotes()
    query = rest_after(incoming.text, "find-notes")
    if not query and state.waiting == NAME and state.noting is not None and state.noting.purpose == "find":
        query = "" if query is not None or is_said(incoming.text, "no") else tidy(incoming.text)
    if not query:
        return None
    query = query[:100]
    return WantedNotes(tag=query[1:]) if _TAG.fullmatch(query) else WantedNotes(query=query)


def _listed(state: State, wanted: WantedNotes, facts: Facts, now: datetime) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile, noting=None, waiting=None)
    shown = facts.notes[:MOST_SHOWN]
    kind = "found" if wanted.query or wanted.tag else "shared" if wanted.shared else "mine"
    others = tuple(choice for choice in (NEW, FIND, SHARED) if not (wanted.shared and choice == SHARED))
    if not shown:
        return Step(state, (Reply("notes-none", {"kind": kind}, (*others, menu.HELP)),))
    lines = [_line(number, note, now) for number, note in enumerate(shown, start=1)]
    if len(facts.notes) > MOST_SHOWN:
        lines.append(Line("notes-more", {"most": MOST_SHOWN}))
    looks = tuple(
        Choice("choice-note-show", f"nt:s:{note.note_id}", {"number": number})
        for number, note in enumerate(shown, start=1)
        if _DATA.fullmatch(f"nt:s:{note.note_id}")
    )
    if kind == "mine":
        others = (*others, EXPORT)
    return Step(state, (Reply("notes-list", {"kind": kind}, (*looks, *others), tuple(lines), _authors(shown)),))


def _line(number: int, note: Note, now: datetime) -> Line:
    words = " ".join(note.text.split())
    beginning = words if len(words) <= _BEGINNING else words[:_BEGINNING] + "…"
    args: Args = {"number": number, "beginning": beginning, "day": _day(note, now)}
    return Line("note-line", {**args, "shared": _standing(note), "author": note.author or ""})


def _standing(note: Note) -> str:
    if note.own:
        return "shared" if note.shared else "private"
    return "others" if note.author else "unnamed"


def _authors(notes: tuple[Note, ...]) -> tuple[str, ...]:
    """Their words go from this chat's history when they are erased."""
    return tuple(dict.fromkeys(note.member_id for note in notes if not note.own))


def _said(state: State, text: str, facts: Facts) -> Step:
    noting = state.noting if state.waiting == NAME else None
    words = rest_after(text, "note")
    if rest_after(text, "find-notes") == "":
        return _ask_for(state, Noting(purpose="find"), "note-find-what")
    if words == "":
        return _ask_for(state, Noting(purpose="new"), "note-what")
    if words is None and (noting is None or is_said(text, "no")):
        return Step(_without(state), (Reply("note-left", choices=(menu.NOTES,)),))
    if words is not None:
        noting = Noting(purpose="new")
    # As it was typed: what is compared with words of the catalogue was made plain.
    kept = text.strip() if words is None else _after_word(text, words)
    return _keep(state, noting, kept, facts) if noting else Step(_without(state), (Reply("note-left"),))


def _after_word(text: str, rest: str) -> str:
    """The rest as typed, where it can be told; else as it was made plain."""
    for start in range(len(text)):
        if tidy(text[start:]) == rest:
            return text[start:].strip()
    return rest


def _keep(state: State, noting: Noting, text: str, facts: Facts) -> Step:
    if state.member is None:
        return no_longer_linked(state)
    if not text or len(text) > MAX_WORDS:
        return Step(state, (Reply("note-too-long", {"most": MAX_WORDS}),))
    words = {"text": text, "tags": list(dict.fromkeys(_TAG.findall(text)))[:10]}
    who = {"member_id": state.member.member_id, "chat_id": facts.chat_id}
    command: Command
    if noting.purpose == "edit":
        edited = {"note_id": noting.note_id, "version": noting.version}
        command = EditNote.model_validate({**who, **words, **edited})
        return _send(state, command, "note-edit-received")
    command = KeepNote.model_validate({**who, **words})
    return _send(state, command, "note-received")


def _tapped(state: State, data: str, facts: Facts, now: datetime) -> Step:
    if data == NEW.data:
        return _ask_for(state, Noting(purpose="new"), "note-what")
    if data == FIND.data:
        return _ask_for(state, Noting(purpose="find"), "note-find-what")
    if data == KEEP.data:
        return _keep_remark(state, facts)
    found = _DATA.fullmatch(data)
    if found is None or state.member is None:
        return Step(_without(state), (Reply("note-again", choices=(menu.NOTES,)),))
    move, version, note_id = found.groups()
    if move in ("s", "e"):
        return _one(state, move, note_id, facts, now)
    who = {"note_id": note_id, "member_id": state.member.member_id, "chat_id": facts.chat_id}
    if move == "x":
        sure = Choice("choice-note-remove-yes", f"nt:x!:{note_id}")
        return Step(_without(state), (Reply("note-remove-ask", choices=(sure, menu.NOTES)),))
    if move == "x!":
        return _send(state, RemoveNote.model_validate(who), "note-remove-received")
    name = PersonName(name=state.member.name) if move == "+" else None
    share = {"shared": move == "+", "version": int(version) if version else None, "shared_as": name}
    key = "note-share-received" if move == "+" else "note-unshare-received"
    return _send(state, ShareNote.model_validate({**who, **share}), key)


def _one(state: State, move: str, note_id: str, facts: Facts, now: datetime) -> Step:
    note = facts.note
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile)
    if note is None or (move == "e" and not note.own):
        return Step(_without(state), (Reply("note-again", choices=(menu.NOTES,)),))
    if move == "e":
        return _ask_for(state, Noting(purpose="edit", note_id=note_id, version=note.version), "note-edit-what")
    cut = len(note.text) > _READABLE
    text = note.text[:_READABLE] + "…" if cut else note.text
    args = {"text": text, "day": _day(note, now), "kind": _standing(note), "author": note.author or ""}
    return Step(_without(state), (Reply("note-shown", args, _moves(note), mentions=_authors((note,))),))


def _moves(note: Note) -> tuple[Choice, ...]:
    if not note.own:
        return (SHARED, menu.NOTES)
    share = (
        Choice("choice-note-unshare", f"nt:-:{note.note_id}")
        if note.shared
        else Choice("choice-note-share", f"nt:+:{note.version}:{note.note_id}")
    )
    edit = Choice("choice-note-edit", f"nt:e:{note.note_id}")
    return (share, edit, Choice("choice-note-remove", f"nt:x:{note.note_id}"), menu.NOTES)


def _keep_remark(state: State, facts: Facts) -> Step:
    if state.remarked is None or state.member is None:
        return Step(state, (Reply("note-again", choices=(menu.NOTES,)),))
    text, occurrence_id = state.remarked.text, state.remarked.occurrence_id
    who = {"member_id": state.member.member_id, "chat_id": facts.chat_id}
    command = KeepNote.model_validate({**who, "text": text, "occurrence_id": occurrence_id})
    return _send(state.but(remarked=None), command, "note-received")


def _ask_for(state: State, noting: Noting, key: str) -> Step:
    return Step(state.but(noting=noting, waiting=NAME), (Reply(key),))


def _send(state: State, command: Command, key: str) -> Step:
    return Step(_without(state), (Reply(key, choices=(menu.NOTES,)),), (Send(command, "note"),))


def _without(state: State) -> State:
    return state.but(noting=None, waiting=None)


def _day(note: Note, now: datetime) -> str:
    day = note.changed_at.astimezone(now.tzinfo).date()
    return day.strftime("%m-%d") if day.year == now.year else day.isoformat()
