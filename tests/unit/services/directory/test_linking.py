"""A chat is linked by a code that works once, for a while, and cannot be guessed at."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.linking import handlers
from services.directory.linking.handlers import (
    Linking,
    issue_link_code,
    revoke_link_code,
    unlink_chat,
    unlink_other_chat,
)
from services.directory.linking.model import (
    LINK_ATTEMPTS,
    LINK_ATTEMPTS_WINDOW,
    LINK_CODE_LIFETIME,
    LONGEST_LIFETIME,
    window_of,
)
from services.directory.members.model import Member, UnknownMember
from shared.codes import plain
from shared.events.directory import ChatLinked, ChatUnlinked
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.emitted import Emitted

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WRONG = "0000-000A"


@pytest.fixture
def directory() -> MemoryDirectory:
    return a_directory()


def a_directory() -> MemoryDirectory:
    directory = MemoryDirectory()
    for number in (1, 2):
        directory.keep_member(Member(f"m{number}", "full", "s", "Li Lei", "en", (), 1))
    return directory


def link(
    directory: MemoryDirectory, code: str, *, chat: str = "chat-1", now: datetime = NOW, client: str | None = None
) -> tuple[Linking, Emitted]:
    emitted = Emitted()
    return handlers.link_chat(chat, "web", code, directory, emitted, now, client=client), emitted


def test_a_code_has_eight_characters_in_two_halves_and_a_quarter_of_an_hour(directory: MemoryDirectory) -> None:
    issued = issue_link_code("m1", directory, NOW)
    assert plain(issued.code) == issued.code.replace("-", "")
    assert issued.expires_at == NOW + timedelta(minutes=15)


def test_only_a_digest_of_a_code_is_kept(directory: MemoryDirectory) -> None:
    code = issue_link_code("m1", directory, NOW).code
    assert code not in repr(directory.codes)
    assert code.replace("-", "") not in repr(directory.codes)


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(minutes=-1), LONGEST_LIFETIME + timedelta(minutes=1)])
def test_no_code_lives_long(directory: MemoryDirectory, lifetime: timedelta) -> None:
    with pytest.raises(ValueError, match="lives for up to"):
        issue_link_code("m1", directory, NOW, lifetime)


def test_nobody_gets_a_code_for_a_stranger(directory: MemoryDirectory) -> None:
    with pytest.raises(UnknownMember):
        issue_link_code("stranger", directory)
    with pytest.raises(UnknownMember):
        revoke_link_code("stranger", directory)


def test_a_code_that_is_in_use_is_not_given_out_again(
    directory: MemoryDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["AAAA1111", "AAAA1111", "BBBB2222"])
    monkeypatch.setattr(handlers, "new_code", lambda: next(drawn))
    assert issue_link_code("m1", directory, NOW).code == "AAAA-1111"
    assert issue_link_code("m2", directory, NOW).code == "BBBB-2222"
    assert link(directory, "AAAA-1111")[0].member_id == "m1"


def test_a_new_code_revokes_the_old_one(directory: MemoryDirectory) -> None:
    first, second = (issue_link_code("m1", directory, NOW).code for _ in range(2))
    assert link(directory, first)[0].outcome == "unknown-code"
    assert link(directory, second)[0].outcome == "linked"


def test_a_revoked_code_links_nothing(directory: MemoryDirectory) -> None:
    code = issue_link_code("m1", directory, NOW).code
    assert revoke_link_code("m1", directory)
    assert not revoke_link_code("m1", directory)
    assert link(directory, code)[0].outcome == "unknown-code"


def test_a_code_links_the_chat_to_its_member(directory: MemoryDirectory) -> None:
    code = issue_link_code("m1", directory, NOW).code
    linking, emitted = link(directory, code)
    assert linking == Linking("linked", "m1")
    assert emitted.only() == ChatLinked(chat_id="chat-1", channel="web", member_id="m1")
    assert (directory.chats["chat-1"].member_id, directory.chats["chat-1"].linked_at) == ("m1", NOW)


def test_a_code_works_once(directory: MemoryDirectory) -> None:
    code = issue_link_code("m1", directory, NOW).code
    link(directory, code)
    linking, emitted = link(directory, code, chat="chat-2")
    assert (linking.outcome, emitted.payloads) == ("unknown-code", [])
    assert "chat-2" not in directory.chats


def test_a_code_that_a_chat_tries_twice_has_linked_it_once(directory: MemoryDirectory) -> None:
    code = issue_link_code("m1", directory, NOW).code
    link(directory, code)
    linking, emitted = link(directory, code)
    assert (linking, emitted.payloads) == (Linking("linked", "m1"), [])
    assert not any(directory.link_failures({"chat chat-1"}, window_of(NOW)).values())


@pytest.mark.parametrize(
    ("age", "outcome"), [(LINK_CODE_LIFETIME - timedelta(seconds=1), "linked"), (LINK_CODE_LIFETIME, "expired-code")]
)
def test_a_code_expires(directory: MemoryDirectory, age: timedelta, outcome: str) -> None:
    code = issue_link_code("m1", directory, NOW).code
    assert link(directory, code, now=NOW + age)[0].outcome == outcome


def test_a_chat_that_guesses_too_often_is_refused_even_the_right_code(directory: MemoryDirectory) -> None:
    code = issue_link_code("m1", directory, NOW).code
    guesses = [link(directory, WRONG)[0].outcome for _ in range(LINK_ATTEMPTS)]
    assert guesses == ["unknown-code"] * LINK_ATTEMPTS
    assert link(directory, code)[0].outcome == "too-many-attempts"
    assert link(directory, code, chat="chat-2")[0].outcome == "linked"


def test_a_chat_may_try_again_after_a_while(directory: MemoryDirectory) -> None:
    for _ in range(LINK_ATTEMPTS):
        link(directory, "nonsense")
    later = NOW + LINK_ATTEMPTS_WINDOW
    code = issue_link_code("m1", directory, later).code
    assert link(directory, code, now=later)[0].outcome == "linked"


tries = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["a", "b", None]), st.integers(0, 40)), min_size=20, max_size=120
)


@given(tries)
def test_no_run_of_chats_and_addresses_gets_more_tries_than_the_limits_allow(
    made: list[tuple[int, str | None, int]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.directory.linking.model.LINK_ATTEMPTS_OF_CLIENT", 7)
        patch.setattr("services.directory.linking.model.LINK_ATTEMPTS_OF_ALL", 11)
        directory, guessed = a_directory(), Counter[tuple[object, datetime]]()
        for chat, client, minutes in made:
            now = NOW + timedelta(minutes=minutes)
            outcome = link(directory, "not a code", chat=f"chat-{chat}", client=client, now=now)[0].outcome
            if outcome == "unknown-code":
                guessed.update((who, window_of(now)) for who in (chat, client, "all") if who is not None)
        for (who, _), count in guessed.items():
            assert count <= (11 if who == "all" else LINK_ATTEMPTS if isinstance(who, int) else 7)


def test_fresh_chats_of_one_address_are_counted_together(
    directory: MemoryDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.directory.linking.model.LINK_ATTEMPTS_OF_CLIENT", 3)
    code = issue_link_code("m1", directory, NOW).code
    for number in range(3):
        assert link(directory, WRONG, chat=f"fresh-{number}", client="here")[0].outcome == "unknown-code"
    assert link(directory, code, chat="another", client="here")[0].outcome == "too-many-attempts"
    assert link(directory, code, chat="another", client="elsewhere")[0].outcome == "linked"


def test_right_codes_are_not_counted(directory: MemoryDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.directory.linking.model.LINK_ATTEMPTS_OF_CLIENT", 1)
    for number in range(4):
        code = issue_link_code("m1", directory, NOW).code
        assert link(directory, code, chat=f"chat-{number}", client="school")[0].outcome == "linked"


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


def test_a_chat_puts_out_chats_of_the_same_member_only(directory: MemoryDirectory) -> None:
    for chat, member in (("phone", "m1"), ("stranger's", "m1"), ("other's", "m2")):
        link(directory, issue_link_code(member, directory, NOW).code, chat=chat)
    emitted = Emitted()
    assert not unlink_other_chat("phone", "other's", directory, emitted)
    assert not unlink_other_chat("never-linked", "phone", directory, emitted)
    assert unlink_other_chat("phone", "stranger's", directory, emitted)
    assert emitted.only() == ChatUnlinked(chat_id="stranger's", channel="web", member_id="m1")
    assert set(directory.chats) == {"phone", "other's"}
