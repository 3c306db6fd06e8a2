"""``docs/asyncapi.yaml`` is a sound AsyncAPI 3.0 document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from shared.events import CONTENT_TYPE, compose, payload_classes
from shared.events.catalogue.examples import example
from shared.events.codec import encode

_KEY = re.compile(r"^[a-zA-Z0-9._-]+$")


@pytest.fixture(scope="module")
def document(generated: dict[Path, str]) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(generated[Path("docs/asyncapi.yaml")])
    return found


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def resolve(document: dict[str, Any], reference: str) -> Any:
    assert reference.startswith("#/")
    found: Any = document
    for part in reference[2:].split("/"):
        found = found[part]
    return found


def test_it_has_the_parts_that_the_specification_requires(document: dict[str, Any]) -> None:
    assert document["asyncapi"] == "3.0.0"
    assert document["info"]["title"]
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", document["info"]["version"])
    assert document["defaultContentType"] == CONTENT_TYPE
    known = {"asyncapi", "id", "info", "servers", "defaultContentType", "channels", "operations", "components"}
    assert set(document) <= known


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = set(references(document))
    assert len(found) > len(list(payload_classes()))
    for reference in found:
        assert resolve(document, reference)


def test_keys_are_such_as_the_specification_allows(document: dict[str, Any]) -> None:
    for part in (document["channels"], document["operations"], *document["components"].values()):
        assert [key for key in part if not _KEY.match(key)] == []


def test_each_operation_uses_messages_of_its_own_channel(document: dict[str, Any]) -> None:
    for name, operation in document["operations"].items():
        assert operation["action"] in ("send", "receive"), name
        prefix = operation["channel"]["$ref"] + "/messages/"
        assert operation["messages"]
        assert all(message["$ref"].startswith(prefix) for message in operation["messages"]), name


def test_every_message_is_sent_by_someone_and_every_receiver_is_there(document: dict[str, Any]) -> None:
    operations = document["operations"]
    sent = {name.split(".sends.")[1] for name in operations if ".sends." in name}
    assert sent == {cls.type for cls in payload_classes()}
    assert "notifications.receives.checkin.recorded.v1" in operations
    assert "checkins.receives.checkins.record.v1" in operations


@pytest.mark.parametrize("cls", list(payload_classes()), ids=lambda cls: cls.type)
def test_the_bytes_of_each_message_satisfy_the_document(cls: Any, document: dict[str, Any]) -> None:
    schema = {**document["components"]["messages"][cls.type]["payload"], "components": document["components"]}
    body = yaml.safe_load(encode(compose(example(cls), source="/zhixing/tests")))
    validator = jsonschema.Draft7Validator(schema)
    validator.check_schema(schema)
    validator.validate(body)
    del body["data"]
    assert not validator.is_valid(body)
