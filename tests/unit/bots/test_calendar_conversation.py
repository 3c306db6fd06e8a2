"""A member's calendar address, as the conversation hands it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bots.conversations import menu, router
from bots.conversations.model import Button, Facts, Member, Needs, State, Step, Text
from bots.engine.plan_facts import fetch
from bots.engine.rendering import Renderer
from shared.i18n import LOCALES
from tests.unit.bots.fakes import PROFILE

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MEMBER = Member.model_validate(PROFILE)
LINKED = State(member=MEMBER)


@dataclass
class Feeds:
    """The checkins service's answers about a member's calendar."""

    there: bool = False
    made: int = 0
    asked: list[str] = field(default_factory=list)

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        assert kwargs == {"member_id": "m1"}
        self.asked.append(method)
        if method == "has_feed":
            return self.there
        if method == "revoke_feed":
            was, self.there = self.there, False
            return was
        self.there, self.made = True, self.made + 1
        return {"secret": f"secret-{self.made}"}


async def say(feeds: Feeds, incoming: Text | Button, page_url: str | None = "https://chat.example.org") -> Step:
    needs = router.needs(LINKED, incoming)
    assert needs.profile
    facts = await fetch(feeds, needs, Facts("chat-1", profile=MEMBER, page_url=page_url), MEMBER)
    return router.step(LINKED, incoming, facts, NOW)


async def test_the_first_time_an_address_is_made_and_shown() -> None:
    feeds = Feeds()
    step = await say(feeds, Text("日历"))
    [reply] = step.replies
    assert (reply.key, reply.args["url"]) == ("calendar-made", "https://chat.example.org/calendar/secret-1.ics")
    assert [choice.data for choice in reply.choices] == ["cal:new", "cal:none"]


async def test_asking_again_stops_no_address_that_is_in_use() -> None:
    feeds = Feeds(there=True)
    step = await say(feeds, Button(menu.CALENDAR.data))
    assert (step.replies[0].key, feeds.asked) == ("calendar-there", ["has_feed"])


async def test_a_new_address_is_made_on_request() -> None:
    feeds = Feeds(there=True)
    step = await say(feeds, Button("cal:new"))
    assert (step.replies[0].key, feeds.asked) == ("calendar-made", ["make_feed"])


async def test_an_address_is_taken_back_once() -> None:
    feeds = Feeds(there=True)
    keys = [(await say(feeds, Button("cal:none"))).replies[0].key for _ in range(2)]
    assert keys == ["calendar-revoked", "calendar-none"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_where_the_page_is_not_known_the_rest_of_the_address_is_said(locale: str) -> None:
    step = await say(Feeds(), Text("calendar"), page_url=None)
    [shown] = Renderer("zh-CN", "Asia/Shanghai").render(locale, step.replies)
    assert "/calendar/secret-1.ics" in shown.text
    assert "http" not in shown.text


def test_whoever_is_not_linked_any_more_gets_no_address() -> None:
    step = router.step(LINKED, Text("calendar"), Facts("chat-1"), NOW)
    assert step.replies[0].key == "link-lost"


def test_help_leads_to_it() -> None:
    step = router.step(LINKED, Text("help"), Facts("chat-1"), NOW)
    assert menu.CALENDAR in step.replies[0].choices
    assert router.needs(LINKED, Text("日历")) == Needs(profile=True, calendar="first")
