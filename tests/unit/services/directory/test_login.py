"""A login code lets one member into the console, once, and cannot be guessed at."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from services.directory.login.handlers import Login, issue_login_code, redeem_login_code
from services.directory.login.model import LOGIN_ATTEMPTS, LOGIN_ATTEMPTS_WINDOW, LOGIN_CODE_LIFETIME, MayNotSeeFigures
from services.directory.members.model import Member, UnknownMember
from services.directory.units.model import Unit
from tests.unit.services.directory.memory import MemoryDirectory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def directory() -> MemoryDirectory:
    directory = MemoryDirectory()
    directory.keep_unit(Unit("s", "school", "School", None, "/s"))
    directory.keep_member(Member("officer", "full", "s", "Li Lei", "en", ("secretary",), 1))
    directory.keep_member(Member("other", "full", "s", "Han Mei", "en", ("auditor",), 1))
    directory.keep_member(Member("plain", "full", "s", "Lucy", "en", ("member",), 1))
    return directory


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def test_a_code_has_eight_digits_and_ten_minutes(directory: MemoryDirectory) -> None:
    issued = issue_login_code("officer", directory, NOW)
    assert re.fullmatch(r"\d{8}", issued.code)
    assert issued.expires_at == NOW + timedelta(minutes=10)


def test_a_code_lets_its_member_in_once(directory: MemoryDirectory) -> None:
    code = issue_login_code("officer", directory, NOW).code
    assert redeem_login_code(code, "here", directory, NOW) == Login("logged-in", "officer")
    assert redeem_login_code(code, "here", directory, NOW) == Login("unknown-code")


def test_an_attempt_that_is_carried_out_twice_is_let_in_twice_and_no_other(directory: MemoryDirectory) -> None:
    code = issue_login_code("officer", directory, NOW).code
    tries = [redeem_login_code(code, "here", directory, NOW, attempt=each) for each in ("a1", "a1", "a2", None)]
    assert [each.outcome for each in tries] == ["logged-in", "logged-in", "unknown-code", "unknown-code"]
    assert directory.login_failures("here", NOW) == 2


def test_the_code_itself_is_not_kept(directory: MemoryDirectory) -> None:
    code = issue_login_code("officer", directory, NOW).code
    assert code not in repr(directory.login_codes)


def test_a_fresh_code_takes_the_place_of_the_one_before(directory: MemoryDirectory) -> None:
    first, second = (issue_login_code("officer", directory, NOW).code for _ in range(2))
    others = issue_login_code("other", directory, NOW).code
    assert redeem_login_code(first, "here", directory, NOW) == Login("unknown-code")
    assert redeem_login_code(second, "here", directory, NOW) == Login("logged-in", "officer")
    assert redeem_login_code(others, "here", directory, NOW) == Login("logged-in", "other")


def test_a_code_expires(directory: MemoryDirectory) -> None:
    code = issue_login_code("officer", directory, NOW).code
    assert redeem_login_code(code, "here", directory, NOW + LOGIN_CODE_LIFETIME) == Login("expired-code")


def test_nobody_gets_a_code_for_a_stranger_or_without_figures_to_see(directory: MemoryDirectory) -> None:
    with pytest.raises(UnknownMember):
        issue_login_code("stranger", directory, NOW)
    with pytest.raises(MayNotSeeFigures):
        issue_login_code("plain", directory, NOW)


def test_too_many_wrong_codes_shut_a_client_out_for_a_while_and_no_other(directory: MemoryDirectory) -> None:
    code = issue_login_code("officer", directory, NOW).code
    tries = [redeem_login_code(wrong(code), "guesser", directory, NOW) for _ in range(LOGIN_ATTEMPTS)]
    assert tries == [Login("unknown-code")] * LOGIN_ATTEMPTS
    assert redeem_login_code(code, "guesser", directory, NOW) == Login("too-many-attempts")
    assert redeem_login_code(code, "elsewhere", directory, NOW) == Login("logged-in", "officer")
    later = NOW + LOGIN_ATTEMPTS_WINDOW
    fresh = issue_login_code("officer", directory, later).code
    assert redeem_login_code(fresh, "guesser", directory, later) == Login("logged-in", "officer")


def test_right_codes_are_not_counted_against_an_address_that_many_share(directory: MemoryDirectory) -> None:
    for _ in range(LOGIN_ATTEMPTS + 1):
        code = issue_login_code("officer", directory, NOW).code
        assert redeem_login_code(code, "school", directory, NOW) == Login("logged-in", "officer")
