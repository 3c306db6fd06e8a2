from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from shared.logging import configure, get_logger, mask
from shared.settings import Settings

TOKEN = "123456789:AAE" + "x" * 32


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("call 13812345678 now", "call 138****5678 now"),
        ("no phone: 2381234567890", "no phone: 2381234567890"),
        ("write to li.lei+work@mail.example.cn", "write to ***@***"),
        ("amqp://guest:hunter2@127.0.0.1:5672/", "amqp://***:***@127.0.0.1:5672/"),
        ("mongodb://zhixing:hunter2@db1,db2/?replicaSet=a", "mongodb://***:***@db1,db2/?replicaSet=a"),
        ("mongodb+srv://zhixing:hunter2@db.example.org", "mongodb+srv://***:***@db.example.org"),
        (f"https://api.telegram.org/bot{TOKEN}/getMe", "https://api.telegram.org/bot***/getMe"),
        (f"token {TOKEN}.", "token ***."),
        (7, 7),
        (None, None),
    ],
)
def test_contact_data_and_credentials_are_masked(value: object, masked: object) -> None:
    assert mask(value) == masked


def test_masking_reaches_into_parts() -> None:
    assert mask({"a": [{"b": ("13812345678",)}]}) == {"a": [{"b": ["138****5678"]}]}


@pytest.mark.parametrize("name", ["person", "phone", "code", "note", "text", "Token", "PASSWORD"])
def test_fields_about_a_person_are_hidden_whole(name: str) -> None:
    assert mask({name: {"name": "Li Lei"}, "member_id": "m1"}) == {name: "***", "member_id": "m1"}


@pytest.fixture
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {
        name: logger.level
        for name, logger in logging.Logger.manager.loggerDict.items()
        if isinstance(logger, logging.Logger)
    }
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.mark.usefixtures("_logging_as_before")
def test_a_line_is_json_with_a_static_event_and_masked_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings.model_construct(), "checkins")
    get_logger("test").info("message.sent", person={"name": "Li Lei"}, phone="13812345678", chat_id="c1")
    line = json.loads(capsys.readouterr().out)
    assert (line["event"], line["level"], line["process"], line["chat_id"]) == (
        "message.sent",
        "info",
        "checkins",
        "c1",
    )
    assert (line["person"], line["phone"]) == ("***", "***")
    assert line["timestamp"].endswith("Z")


@pytest.mark.usefixtures("_logging_as_before")
def test_a_librarys_line_and_a_traceback_are_masked_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings.model_construct(), "checkins")
    logging.getLogger("some.library").warning("cannot reach %s", "amqp://guest:hunter2@broker/")
    try:
        raise ValueError("no such phone: 13812345678")
    except ValueError:
        get_logger("test").exception("handler.failed")
    library, own = map(json.loads, capsys.readouterr().out.splitlines())
    assert library["event"] == "cannot reach amqp://***:***@broker/"
    assert "no such phone: 138****5678" in own["exception"]


@pytest.mark.usefixtures("_logging_as_before")
def test_chinese_is_written_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings.model_construct(), "checkins")
    get_logger("test").info("task.scheduled", title="\u4e3b\u9898\u515a\u65e5")
    assert "\u4e3b\u9898\u515a\u65e5" in capsys.readouterr().out
