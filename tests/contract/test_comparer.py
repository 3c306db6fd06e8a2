"""The comparer of schemas, tried on made-up messages."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, create_model

from shared.events.catalogue.compatibility import breaks
from shared.events.catalogue.files import broken_by


class Place(BaseModel):
    model_config = ConfigDict(extra="forbid")
    street: str
    number: int = Field(ge=1)


class Moved(BaseModel):
    model_config = ConfigDict(extra="forbid")
    member_id: str = Field(min_length=1, max_length=64)
    kind: Literal["home", "school"]
    at: AwareDatetime
    place: Place
    earlier: list[Place] = Field(default_factory=list)
    note: str | None = None


def changed(base: type[BaseModel] = Moved, /, *, drop: str | None = None, **fields: Any) -> type[BaseModel]:
    kept = {
        name: (field.annotation, field)
        for name, field in base.model_fields.items()
        if name != drop and name not in fields
    }
    return create_model(base.__name__, __config__=ConfigDict(extra="forbid"), **{**kept, **fields})


def told(after: type[BaseModel]) -> list[str]:
    return breaks(Moved.model_json_schema(), after.model_json_schema())


def test_a_schema_is_compatible_with_itself() -> None:
    assert told(Moved) == []


def test_an_optional_field_may_be_added() -> None:
    assert told(changed(reason=(str | None, None))) == []


def test_an_optional_field_may_be_added_to_a_part() -> None:
    place = changed(Place, floor=(int | None, None))
    assert told(changed(place=(place, ...), earlier=(list[place], Field(default_factory=list)))) == []


def test_words_for_readers_may_change() -> None:
    assert (
        told(changed(note=(str | None, Field(default=None, title="A note", description="In one's own words.")))) == []
    )


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (changed(drop="note"), "note was removed"),
        (changed(note=(str | None, ...)), "note became required"),
        (
            changed(kind=(Literal["home", "school"], "home")),
            "kind became optional, but processes not yet upgraded require it",
        ),
        (changed(reason=(str, ...)), "reason was added as required; give it a default"),
        (changed(member_id=(int, ...)), "member_id was string and is now integer"),
        (changed(at=(str, ...)), "at was string (date-time) and is now string"),
        (changed(note=(str, "")), "note was string or null and is now string"),
        (
            changed(kind=(Literal["home"], ...)),
            "kind no longer allows 'school', which messages on their way may hold",
        ),
        (
            changed(kind=(Literal["home", "school", "office"], ...)),
            "kind now allows 'office', which processes not yet upgraded refuse",
        ),
        (changed(kind=(str, ...)), "kind allowed home, school and now allows any value"),
        (
            changed(member_id=(str, Field(min_length=1, max_length=32))),
            "member_id: maxLength was 64 and is now 32",
        ),
        (
            changed(member_id=(str, Field(min_length=1, max_length=64, pattern="^m"))),
            "member_id: pattern was 'not set' and is now '^m'",
        ),
        (
            changed(place=(changed(Place, drop="street"), ...), earlier=(list[Place], Field(default_factory=list))),
            "place.street was removed",
        ),
        (
            changed(place=(Place, ...), earlier=(list[str], Field(default_factory=list))),
            "earlier[] was object and is now string",
        ),
        (changed(note=(str | None, "none")), "note: default was None and is now 'none'"),
    ],
)
def test_every_other_change_is_told_in_one_sentence(after: type[BaseModel], sentence: str) -> None:
    assert sentence in told(after)


def test_a_part_that_changes_is_told_wherever_it_is_used() -> None:
    place = changed(Place, number=(str, ...))
    after = changed(place=(place, ...), earlier=(list[place], Field(default_factory=list)))
    assert told(after) == [
        "place.number was integer and is now string",
        "earlier[].number was integer and is now string",
    ]


def test_a_message_that_is_gone_or_moved_is_told() -> None:
    before: dict[str, Any] = {
        "type": "a.b.v1",
        "kind": "event",
        "publisher": "a",
        "exchange": "a.events",
        "routing_key": "a.b.v1",
    }
    before["data"] = {}
    assert broken_by(before, None) == [
        "a.b.v1 is no longer declared, but messages of it may still wait; keep its class"
    ]
    assert broken_by(before, {**before, "exchange": "c.events"}) == [
        "a.b.v1: exchange was 'a.events' and is now 'c.events'"
    ]
