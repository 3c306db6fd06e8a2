"""Notes on the real database: found in Chinese, read by whom they are shared with, gone with the person."""

from __future__ import annotations

from typing import Any

import pytest

from shared.events import compose
from shared.events.people import PersonErased
from tests.support.district import CHECKINS, SOURCE, District
from tests.support.process import running, service
from tests.support.rpc import RemoteError, Rpc
from tests.support.waiting import eventually

#: "Party-spirit education", "the Long March".
EDUCATION, MARCH = "\u515a\u6027\u6559\u80b2", "\u957f\u5f81"


def test_a_note_is_found_shared_taken_back_and_erased(district: District) -> None:
    own = district.databases.of("checkins")
    own.plan_units.insert_many([{"_id": "d", "kind": "district"}, {"_id": "b", "kind": "branch"}])
    places = {"m1": "/d/b/g1", "m2": "/d/b/g2", "m3": "/d/c", "m4": "/d/b"}
    own.members.insert_many([{"_id": each, "unit_path": path, "version": 1} for each, path in places.items()])
    own.members.update_one({"_id": "m4"}, {"$set": {"status": "left"}})
    with running(service(CHECKINS, district.environment)), Rpc(district.vhost.url) as rpc:

        def keep(note_id: str, text: str, tags: list[str] | None = None) -> None:
            answer = rpc.call("checkins", "keep_note", member_id="m1", text=text, tags=tags, note_id=note_id)
            assert answer["refused"] is None

        def found(reader: str = "m1", **how: Any) -> list[str]:
            return [note["note_id"] for note in rpc.call("checkins", "notes", member_id=reader, **how)["notes"]]

        keep("n1", f"{EDUCATION}, first part", ["theory"])
        keep("n2", f"On the {MARCH}")
        keep("n3", f"{EDUCATION}: more on the {MARCH}")
        assert found() == ["n3", "n2", "n1"]
        assert found(query=EDUCATION) == ["n3", "n1"]
        assert found(query=f"{EDUCATION} {MARCH}") == ["n3"]
        assert found(query=MARCH[0]) == ["n3", "n2"]
        assert found(query="FIRST") == found(tag="theory") == ["n1"]
        assert rpc.call("checkins", "note_tags", member_id="m1") == {"theory": 1}
        first = rpc.call("checkins", "notes", member_id="m1", limit=2)
        assert found(after=first["next"], limit=2) == ["n1"]

        assert found("m2", shared=True) == found("m2") == []
        rpc.call("checkins", "share_note", member_id="m1", note_id="n1", shared=True)
        rpc.call("checkins", "share_note", member_id="m1", note_id="n2", shared=True)
        assert found("m2", shared=True) == ["n2", "n1"]
        assert found("m2", shared=True, query=EDUCATION) == ["n1"]
        assert found("m3", shared=True) == found("m4", shared=True) == found("m1", shared=True) == []
        assert rpc.call("checkins", "note", member_id="m2", note_id="n1")["own"] is False
        for reader, note_id in (("m3", "n1"), ("m4", "n1"), ("m2", "n3")):
            assert rpc.call("checkins", "note", member_id=reader, note_id=note_id) is None
        rpc.call("checkins", "share_note", member_id="m1", note_id="n1", shared=False)
        assert found("m2", shared=True, query=EDUCATION) == []

        edited = rpc.call("checkins", "edit_note", member_id="m1", note_id="n1", version=1, text="Other words")
        assert edited["version"] == 2
        late = rpc.call("checkins", "edit_note", member_id="m1", note_id="n1", version=1, text="Too late")
        assert (late["refused"], late["version"]) == ("conflict", 2)
        assert found(query=EDUCATION) == ["n3"]
        (before,) = rpc.call("checkins", "note_versions", member_id="m1", note_id="n1")
        assert before["text"] == f"{EDUCATION}, first part"
        assert rpc.call("checkins", "note_versions", member_id="m2", note_id="n1") == []
        with pytest.raises(RemoteError, match="ValidationError"):
            rpc.call("checkins", "keep_note", member_id="m1", text="x" * 5001)

        rpc.call("checkins", "remove_note", member_id="m1", note_id="n1")
        assert own.note_versions.count_documents({}) == 0
        assert found() == ["n3", "n2"]
        district.vhost.send(compose(PersonErased(member_id="m1", chat_ids=[]), source=SOURCE))
        eventually(lambda: own.notes.count_documents({}) + own.note_terms.count_documents({}) == 0)
