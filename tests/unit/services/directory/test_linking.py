"""A chat is linked by a code that works once, for a while, and cannot be guessed at."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from services.directory.linking import handlers
from services.directory.linking.handlers import Linking, issue_link_code, unlink_chat
from services.directory.linking.model import LINK_ATTEMPTS, LINK_ATTEMPTS_WINDOW, LINK_CODE_LIFETIME
from services.directory.members.model import Member, UnknownMember
from shared.events.directory import ChatLinked, ChatUnlinked
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.emitted import Emitted

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def directory() -> MemoryDirectory:
    directory = MemoryDirectory()
    for number in (1, 2):
        directory.keep_member(Member(f"m{number}", "full", "s", "Li Lei", "en", (), 1))
    return directory


def link(
    directory: MemoryDirectory, code: str, *, chat: str = "chat-1", now: datetime = NOW
) -> tuple[Linking, Emitted]:
    emitted = Emitted()
    return handlers.link_chat(chat, "web", code, directory, emitted, now), emitted


def test_a_code_has_six_digits_and_a_quarter_of_an_hour(directory: MemoryDirectory) -> None:
    issued = issue_link_code("m1", directory, NOW)
    assert re.fullmatch(r"\d{6}", issued.code)
    assert issued.expires_at == NOW + timedelta(minutes=15)


def test_nobody_gets_a_code_for_a_stranger(directory: MemoryDirectory) -> None:
    with pytest.raises(UnknownMember):
        issue_link_code("stranger", directory)


def test_a_code_that_is_in_use_is_not_given_out_again(
    directory: MemoryDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = issue_link_code("m1", directory, NOW)
    drawn = iter([int(first.code), int(first.code), 7] + [8] * 200)
    monkeypatch.setattr(handlers.secrets, "randbelow", lambda _limit: next(drawn))
    assert issue_link_code("m2", directory, NOW).code == "000007"
    assert directory.codes[first.code].member_id == "m1"


def test_a_code_links_the_chat_to_its_member(directory: MemoryDirectory) -> None:
    code = issue_link_code("m1", directory, NOW).code
    linking, emitted = link(directory, code)
    assert linking == Linking("linked", "m1")
    assert emitted.only() == ChatLinked(chat_id="chat-1", channel="web", member_id="m1")
    assert directory.chats["chat-1"].member_id == "m1"


def test_a_code_works_once(directory: MemoryDirectory) -> None:
    code = issue_link_code("m1", directory, NOW).code
    link(directory, code)
    linking, emitted = link(directory, code, chat="chat-2")
    assert (linking.outcome, emitted.payloads) == ("unknown-code", [])
    assert "chat-2" not in directory.chats


@pytest.mark.parametrize(
    ("age", "outcome"), [(LINK_CODE_LIFETIME - timedelta(seconds=1), "linked"), (LINK_CODE_LIFETIME, "expired-code")]
)
def test_a_code_expires(directory: MemoryDirectory, age: timedelta, outcome: str) -> None:
    code = issue_link_code("m1", directory, NOW).code
    assert link(directory, code, now=NOW + age)[0].outcome == outcome


def test_a_chat_that_guesses_too_often_is_refused_even_the_right_code(directory: MemoryDirectory) -> None:
    code = issue_link_code("m1", directory, NOW).code
    wrong = "000000" if code != "000000" else "000001"
    guesses = [link(directory, wrong)[0].outcome for _ in range(LINK_ATTEMPTS)]
    assert guesses == ["unknown-code"] * LINK_ATTEMPTS
    assert link(directory, code)[0].outcome == "too-many-attempts"
    assert link(directory, code, chat="chat-2")[0].outcome == "linked"


def test_a_chat_may_try_again_after_a_while(directory: MemoryDirectory) -> None:
    for _ in range(LINK_ATTEMPTS):
        link(directory, "nonsense")
    later = NOW + LINK_ATTEMPTS_WINDOW
    code = issue_link_code("m1", directory, later).code
    assert link(directory, code, now=later)[0].outcome == "linked"


def test_a_chat_that_is_linked_anew_belongs_to_the_newer_member(directory: MemoryDirectory) -> None:
    for member_id in ("m1", "m2"):
        link(directory, issue_link_code(member_id, directory, NOW).code)
    assert directory.chats["chat-1"].member_id == "m2"


def test_a_chat_is_unlinked_once(directory: MemoryDirectory) -> None:
    link(directory, issue_link_code("m1", directory, NOW).code)
    emitted = Emitted()
    assert unlink_chat("chat-1", directory, emitted)
    assert emitted.only() == ChatUnlinked(chat_id="chat-1", channel="web", member_id="m1")
    assert not unlink_chat("chat-1", directory, emitted)
    assert len(emitted.payloads) == 1
