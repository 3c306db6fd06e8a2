"""The committed files say what the code says, and the code keeps what they promise."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from shared.events import Payload, payload_classes
from shared.events.catalogue.examples import example
from shared.events.catalogue.files import ROOT, broken_promises, stale
from shared.events.catalogue.schemas import golden

CLASSES = list(payload_classes())


def test_no_message_and_no_queue_breaks_what_was_promised(generated: dict[Path, str]) -> None:
    broken = broken_promises(generated)
    assert not broken, "\n".join(broken)


def test_the_generated_files_are_fresh(generated: dict[Path, str]) -> None:
    late = [str(path) for path in stale(generated)]
    assert not late, f"run `make docs`: {', '.join(late)}"


def test_every_golden_file_belongs_to_a_declared_message() -> None:
    known = {f"{cls.type}.json" for cls in CLASSES}
    assert {path.name for path in (ROOT / "tests/contract/golden/events").iterdir()} == known


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.type)
def test_the_example_of_a_message_satisfies_its_golden_schema(cls: type[Payload]) -> None:
    path = ROOT / "tests/contract/golden/events" / f"{cls.type}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))["data"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(example(cls).model_dump(mode="json"), schema, jsonschema.Draft202012Validator)


def test_a_field_called_title_stays_in_the_golden_schema() -> None:
    (schedule,) = [cls for cls in CLASSES if cls.type == "checkins.schedule-task.v1"]
    properties = golden(schedule)["data"]["properties"]
    assert properties["title"]["maxLength"] == 120
    assert "title" not in properties["unit_id"]


def test_the_catalogue_page_names_every_message_and_who_takes_it(generated: dict[Path, str]) -> None:
    page = generated[Path("docs/events.md")]
    assert [f"### {cls.type}" in page for cls in CLASSES] == [True] * len(CLASSES)
    part = page.partition("### checkin.counted.v1")[2].partition("###")[0]
    assert "Taken by notifications (queue `notifications.counted`)" in part
    assert "Consecutive days with a check-in" in part
