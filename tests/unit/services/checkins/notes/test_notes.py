from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.checkins.notes import handlers, model
from services.checkins.notes.handlers import Answer
from services.checkins.notes.model import Home, UnknownMember
from shared.events import Command, compose
from shared.events.notes import (
    EditNote,
    KeepNote,
    NoteKept,
    NoteRefused,
    NoteRemoved,
    NoteShared,
    RemoveNote,
    ShareNote,
)
from tests.unit.services.checkins.notes.memory import MemoryNotes
from tests.unit.services.emitted import Emitted

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOME = Home("/d/s/b/g", "b")


class Desk:
    """The handlers with a store, as the service calls them."""

    def __init__(self) -> None:
        self.store = MemoryNotes(m1=HOME, m2=HOME, gone=None)
        self.emitted = Emitted()
        self.now = NOW

    def do(self, data: Command) -> Answer:
        self.now += timedelta(minutes=1)
        handler: Callable[..., Answer] = {
            KeepNote: handlers.keep_note,
            EditNote: handlers.edit_note,
            ShareNote: handlers.share_note,
        }[type(data)]
        return handler(compose(data, source="/zhixing/tests"), self.store, self.emitted, self.now)

    def keep(self, text: str = "First thoughts", **fields: Any) -> Answer:
        return self.do(KeepNote.model_validate({"note_id": "n1", "member_id": "m1", "text": text, **fields}))

    def edit(self, text: str, version: int, member_id: str = "m1", note_id: str = "n1") -> Answer:
        return self.do(EditNote(note_id=note_id, member_id=member_id, version=version, text=text))

    def share(self, shared: bool = True, **fields: Any) -> Answer:
        return self.do(ShareNote.model_validate({"note_id": "n1", "member_id": "m1", "shared": shared, **fields}))

    def told(self, kind: type[Any]) -> list[Any]:
        return [payload for payload in self.emitted.payloads if isinstance(payload, kind)]


def test_a_note_is_private_and_its_words_are_told_to_nobody() -> None:
    desk = Desk()
    assert desk.keep("  What I think \r\n of it\x00 ", tags=["#theory", " theory ", "#"]) == {
        "refused": None,
        "note_id": "n1",
        "version": 1,
    }
    note = desk.store.kept["n1"]
    assert (note.text, note.tags, note.shared_with) == ("What I think \n of it", ("theory",), None)
    assert "think" not in desk.emitted.only().model_dump_json()


def test_the_same_note_again_changes_nothing_and_another_under_its_id_is_refused() -> None:
    desk = Desk()
    desk.keep()
    assert desk.keep()["version"] == 1
    assert len(desk.told(NoteKept)) == 1
    assert desk.keep("Other words")["refused"] == "id-is-taken"
    assert desk.keep(member_id="m2")["refused"] == "id-is-taken"


def test_a_note_without_an_id_has_that_of_its_command() -> None:
    store, emitted = MemoryNotes(m1=HOME), Emitted()
    command = compose(KeepNote(member_id="m1", text="Words"), source="/zhixing/tests")
    for _ in range(2):
        assert handlers.keep_note(command, store, emitted, NOW)["note_id"] == command.id
    assert list(store.kept) == [command.id]


def test_an_edit_keeps_what_was_there_before() -> None:
    desk = Desk()
    desk.keep()
    assert desk.edit("Second thoughts", 1)["version"] == 2
    assert desk.edit("Second thoughts", 2)["version"] == 2
    assert [note.text for note in desk.store.versions["n1"]] == ["First thoughts"]
    assert [told.version for told in desk.told(NoteKept)] == [1, 2]
    note = desk.store.kept["n1"]
    assert note.made_at < note.changed_at


def test_who_edits_what_was_edited_meanwhile_is_told_so_with_the_version_that_is_there() -> None:
    desk = Desk()
    desk.keep()
    desk.edit("From the telephone", 1)
    assert desk.edit("From the page", 1) == {"refused": "conflict", "note_id": "n1", "version": 2}
    assert desk.store.kept["n1"].text == "From the telephone"
    (refused,) = desk.told(NoteRefused)
    assert (refused.reason, refused.version, refused.command_type) == ("conflict", 2, "checkins.edit-note.v1")


@pytest.mark.parametrize("change", ["edit", "share", "remove"])
def test_somebody_elses_note_is_as_unknown_as_none(change: str) -> None:
    desk = Desk()
    desk.keep()
    if change == "edit":
        answers = [desk.edit("Mine now", 1, member_id="m2"), desk.edit("Mine now", 1, note_id="none")]
    elif change == "share":
        answers = [desk.share(member_id="m2"), desk.share(note_id="none")]
    else:
        wanted = (RemoveNote(note_id="n1", member_id="m2"), RemoveNote(note_id="none", member_id="m1"))
        answers = [
            handlers.remove_note(compose(each, source="/zhixing/tests"), desk.store, desk.emitted) for each in wanted
        ]
    assert {answer["refused"] for answer in answers} == {"unknown-note"}
    assert desk.store.kept["n1"].text == "First thoughts"


def test_a_note_is_shared_with_the_branch_and_taken_back() -> None:
    desk = Desk()
    desk.keep()
    desk.share(shared_as={"name": "Ann"})
    assert (desk.store.kept["n1"].shared_with, desk.store.kept["n1"].shared_as) == ("b", "Ann")
    desk.share()
    desk.share(False)
    assert (desk.store.kept["n1"].shared_with, desk.store.kept["n1"].shared_as) == (None, None)
    assert "Ann" not in "".join(told.model_dump_json() for told in desk.emitted.payloads)
    assert [(told.shared, told.unit_path) for told in desk.told(NoteShared)] == [
        (True, "/d/s/b/g"),
        (False, "/d/s/b/g"),
    ]


def test_only_the_version_that_was_shown_is_shared() -> None:
    desk = Desk()
    desk.keep()
    desk.edit("Not for others", 1)
    assert desk.share(version=1)["refused"] == "conflict"
    assert desk.share(version=2)["refused"] is None


def test_a_removed_note_is_gone_with_what_it_said_before() -> None:
    desk = Desk()
    desk.keep()
    desk.edit("Second thoughts", 1)
    command = compose(RemoveNote(note_id="n1", member_id="m1"), source="/zhixing/tests")
    assert handlers.remove_note(command, desk.store, desk.emitted)["refused"] is None
    assert (desk.store.kept, desk.store.versions) == ({}, {})
    assert len(desk.told(NoteRemoved)) == 1


def test_nothing_but_space_is_no_note() -> None:
    assert Desk().keep(" \n\x00 ")["refused"] == "empty"


def test_who_left_keeps_no_notes_and_whose_copy_lags_is_tried_again() -> None:
    desk = Desk()
    assert desk.keep(member_id="gone")["refused"] == "not-a-member"
    with pytest.raises(UnknownMember):
        desk.keep(member_id="not-told-yet")


def test_there_is_an_end_to_how_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "MOST_NOTES", 2)
    desk = Desk()
    answers = [desk.keep(note_id=f"n{number}") for number in range(3)]
    assert [answer["refused"] for answer in answers] == [None, None, "too-many"]
    assert desk.keep(note_id="n1")["refused"] is None


def test_earlier_versions_have_an_end_too() -> None:
    desk = Desk()
    desk.keep()
    for version in range(1, model.MOST_VERSIONS + 5):
        desk.edit(f"Thought {version}", version)
    assert len(desk.store.versions["n1"]) == model.MOST_VERSIONS
