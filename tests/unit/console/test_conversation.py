"""A member asks for the console in chat: those who may see figures get a code, others a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bots.conversations import router
from bots.conversations.model import Button, Facts, LoginCode, Member, Needs, State, Text
from bots.engine.facts import NoAnswer, fetch
from bots.engine.rendering import Renderer
from shared.aio.errors import RpcFailed, RpcTimeout

MEMBER = Member(member_id="m1", name="Li Lei", unit_name="Branch")
CODE = {"code": "48291377", "expires_at": "2026-11-22T12:10:00+00:00"}
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Directory:
    def __init__(self, answer: Any) -> None:
        self._answer = answer

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        if (service, method) == ("directory", "chat_profile"):
            return MEMBER.model_dump()
        assert (service, method, kwargs) == ("directory", "issue_login_code", {"member_id": "m1"})
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@pytest.mark.parametrize("incoming", [Text("console"), Text("/console"), Text("Console!"), Button("console")])
def test_asking_for_the_console_needs_a_code(incoming: Text | Button) -> None:
    assert router.needs(State(member=MEMBER), incoming) == Needs(profile=True, console=True)


def test_an_officer_is_told_a_code_in_two_halves() -> None:
    facts = Facts("c", profile=MEMBER, console=LoginCode.model_validate(CODE))
    [reply] = router.step(State(member=MEMBER), Text("console"), facts, NOW).replies
    assert reply.key == "console-code"
    expires = datetime(2026, 11, 22, 12, 10, tzinfo=UTC)
    assert reply.args == {"code": "4829 1377", "expires": expires, "where": "unknown", "url": ""}


def test_an_officer_is_told_where_the_console_is_if_that_is_known() -> None:
    known = Facts("c", profile=MEMBER, console=LoginCode.model_validate(CODE), console_url="http://console.test")
    [reply] = router.step(State(member=MEMBER), Text("console"), known, NOW).replies
    assert "http://console.test" in Renderer("en", "UTC").render("en", [reply])[0].text
    assert "http" not in Renderer("en", "UTC").text("en", "console-code", {**reply.args, "where": "unknown"})


def test_others_are_told_whom_the_console_is_for() -> None:
    [reply] = router.step(State(member=MEMBER), Text("console"), Facts("c", profile=MEMBER), NOW).replies
    assert reply.key == "console-not-allowed"


def test_a_stranger_is_asked_to_link_first() -> None:
    assert router.needs(State(), Text("console")).console is False


async def test_the_directory_decides_who_gets_a_code() -> None:
    needs = Needs(profile=True, console=True)
    assert (await fetch(Directory(CODE), "c", "web", needs)).console == LoginCode.model_validate(CODE)
    assert (await fetch(Directory(RpcFailed("MayNotSeeFigures", "m1")), "c", "web", needs)).console is None
    for fault in (RpcFailed("UnknownMember", "m1"), RpcTimeout("late")):
        with pytest.raises(NoAnswer):
            await fetch(Directory(fault), "c", "web", needs)
