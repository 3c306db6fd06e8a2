"""Own notes, as the conversation leads through them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bots.conversations import menu, notes, router
from bots.conversations.model import Button, Facts, Member, Needs, State, Step, Task, Text
from bots.conversations.note_facts import Note, Remarked, WantedNotes
from shared.events.checkins import RecordCheckIn
from shared.events.directory import PersonName
from shared.events.notes import EditNote, KeepNote, RemoveNote, ShareNote
from tests.unit.bots.fakes import PROFILE, task

NOW = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
MEMBER = Member.model_validate(PROFILE)
LINKED = State(member=MEMBER)


def ask(state: State, incoming: str | Button, **facts: Any) -> Step:
    said = Text(incoming) if isinstance(incoming, str) else incoming
    return router.step(state, said, Facts("chat-1", profile=MEMBER, **facts), NOW)


def sent(step: Step) -> Any:
    [command] = step.commands
    return command.payload


def data(step: Step) -> list[str]:
    return [choice.data for reply in step.replies for choice in reply.choices]


def note(note_id: str = "n1", **fields: Any) -> Note:
    at = datetime(2026, 11, 20, 1, tzinfo=ZoneInfo("UTC"))
    row = {"note_id": note_id, "member_id": "m1", "text": "党性教育", "version": 3, "changed_at": at}
    return Note.model_validate({**row, **fields})


@pytest.mark.parametrize(
    ("typed", "text", "tags"),
    [
        ("记一条 今天学习了党章第三条 #党章", "今天学习了党章第三条 #党章", ["党章"]),
        ("记一条：ＡＢＣ（全角照旧）", "ＡＢＣ（全角照旧）", []),
        ("note First words\nand more #a #b #a", "First words\nand more #a #b #a", ["a", "b"]),
    ],
)
def test_a_note_is_kept_in_one_message_as_it_was_typed(typed: str, text: str, tags: list[str]) -> None:
    step = ask(LINKED, typed)
    kept = sent(step)
    assert isinstance(kept, KeepNote)
    assert (kept.text, kept.tags, kept.member_id, kept.chat_id) == (text, tags, "m1", "chat-1")
    assert step.replies[0].key == "note-received"


def test_without_words_they_are_asked_for_and_taken_whatever_they_say() -> None:
    asked = ask(LINKED, Button("nt:new"))
    assert asked.replies[0].key == "note-what"
    assert sent(ask(asked.state, "任务很重")).text == "任务很重"
    left = ask(asked.state, "取消")
    assert (left.replies[0].key, left.commands, left.state.waiting) == ("note-left", (), None)


def test_what_is_too_long_is_not_taken_and_not_lost() -> None:
    asked = ask(LINKED, "记一条")
    long = ask(asked.state, "长" * 5001)
    assert (long.replies[0].key, long.commands) == ("note-too-long", ())
    assert sent(ask(long.state, "短")).text == "短"


def test_something_else_may_be_asked_while_words_are_waited_for() -> None:
    asked = ask(LINKED, "记一条")
    other = ask(asked.state, Button(menu.TASKS.data), tasks=())
    assert (other.replies[0].key, other.state.noting, other.state.waiting) == ("tasks-none", None, None)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("随身记", WantedNotes()),
        ("找笔记 长征", WantedNotes(query="长征")),
        ("find note #党章", WantedNotes(tag="党章")),
        (Button("nt:shared"), WantedNotes(shared=True)),
    ],
)
def test_lists_ask_for_what_they_show(said: str | Button, wanted: WantedNotes) -> None:
    incoming = Text(said) if isinstance(said, str) else said
    assert router.needs(LINKED, incoming) == Needs(profile=True, notes=wanted)


def test_what_to_look_for_may_be_said_afterwards() -> None:
    asked = ask(LINKED, Button("nt:find"))
    assert router.needs(asked.state, Text("长征")) == Needs(profile=True, notes=WantedNotes(query="长征"))
    found = ask(asked.state, "长征", notes=(note(),))
    assert (found.replies[0].args["kind"], found.state.waiting) == ("found", None)


def test_a_list_has_a_button_for_each_and_says_that_there_are_more() -> None:
    step = ask(LINKED, "随身记", notes=tuple(note(f"n{n}") for n in range(6)))
    assert [entry for entry in data(step) if entry.startswith("nt:s:")] == [f"nt:s:n{n}" for n in range(5)]
    assert step.replies[0].lines[-1].key == "notes-more"
    assert ask(LINKED, "随身记").replies[0].key == "notes-none"


def test_others_notes_name_their_authors_so_that_they_can_be_erased_here_too() -> None:
    others = note(member_id="m9", own=False, shared=True, author="王芳")
    assert ask(LINKED, Button("nt:shared"), notes=(others,)).replies[0].mentions == ("m9",)
    shown = ask(LINKED, Button("nt:s:n1"), note=others)
    assert shown.replies[0].mentions == ("m9",)
    assert data(shown) == ["nt:shared", "notes"]
    assert (shown.replies[0].args["kind"], shown.replies[0].args["author"]) == ("others", "王芳")


def test_an_own_note_is_shared_in_the_version_that_was_shown_and_taken_back() -> None:
    shown = ask(LINKED, Button("nt:s:n1"), note=note())
    assert router.needs(LINKED, Button("nt:s:n1")) == Needs(profile=True, note="n1")
    assert data(shown) == ["nt:+:3:n1", "nt:e:n1", "nt:x:n1", "notes"]
    assert sent(ask(LINKED, Button("nt:+:3:n1"))) == ShareNote(
        note_id="n1",
        member_id="m1",
        shared=True,
        version=3,
        shared_as=PersonName(name="李明华"),
        chat_id="chat-1",
    )
    assert data(ask(LINKED, Button("nt:s:n1"), note=note(shared=True)))[0] == "nt:-:n1"
    assert sent(ask(LINKED, Button("nt:-:n1"))).shared is False


def test_an_edit_names_the_version_that_was_shown() -> None:
    asked = ask(LINKED, Button("nt:e:n1"), note=note())
    edited = sent(ask(asked.state, "改过的 #新"))
    assert isinstance(edited, EditNote)
    assert (edited.note_id, edited.version, edited.text, edited.tags) == ("n1", 3, "改过的 #新", ["新"])
    assert ask(LINKED, Button("nt:e:n1"), note=note(own=False)).replies[0].key == "note-again"


def test_a_note_is_removed_after_a_second_look_only() -> None:
    first = ask(LINKED, Button("nt:x:n1"))
    assert (first.commands, data(first)[0]) == ((), "nt:x!:n1")
    assert isinstance(sent(ask(LINKED, Button("nt:x!:n1"))), RemoveNote)


def test_the_note_of_a_check_in_is_kept_as_an_own_one_only_by_a_tap() -> None:
    one = (Task.model_validate(task("o1")),)
    step = ask(LINKED, "打卡 学了两小时", tasks=one)
    assert isinstance(sent(step), RecordCheckIn)
    assert (data(step), step.state.remarked) == (["nt:keep"], Remarked(text="学了两小时", occurrence_id="o1"))
    kept = ask(step.state, Button("nt:keep"))
    assert (sent(kept).text, sent(kept).occurrence_id, kept.state.remarked) == ("学了两小时", "o1", None)
    assert ask(kept.state, Button("nt:keep")).replies[0].key == "note-again"
    assert "nt:keep" not in data(ask(LINKED, "打卡", tasks=one))


@pytest.mark.parametrize("forged", ["nt:", "nt:s:", "nt:+:x:n1", "nt:q:n1", "nt:s:n 1", "nt:x!:"])
def test_a_button_that_is_none_is_answered_by_the_list(forged: str) -> None:
    step = ask(LINKED, Button(forged))
    assert (step.replies[0].key, step.commands) == ("note-again", ())


def test_a_stranger_keeps_nothing() -> None:
    step = notes.step(State(), Button("nt:new"), Facts("chat-1"), NOW)
    assert (step.replies[0].key, step.commands) == ("link-lost", ())


@pytest.mark.parametrize("said", ["导出笔记", "导出随身记。", "Export notes", Button("nt:all")])
def test_all_own_notes_go_with_the_answer_as_a_file(said: str | Button) -> None:
    incoming = Text(said) if isinstance(said, str) else said
    assert router.needs(LINKED, incoming) == Needs(profile=True, notes=WantedNotes())
    [reply] = ask(LINKED, said, notes=(note(),)).replies
    assert (reply.key, reply.file) == ("notes-file", "notes")
    [none] = ask(LINKED, said).replies
    assert (none.key, none.args, none.file) == ("notes-none", {"kind": "mine"}, None)
    assert "nt:all" in data(ask(LINKED, Button("notes"), notes=(note(),)))
