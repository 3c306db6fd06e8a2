"""What a calendar program gets."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bots.web.calendar import CalendarApi
from shared.aio.errors import RpcUnavailable

SECRET = "a" * 32


class Checkins:
    def __init__(self, answer: dict[str, Any] | None, *, away: bool = False) -> None:
        self.answer, self.away, self.asked = answer, away, 0

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        assert (service, method, kwargs) == ("checkins", "feed", {"secret": SECRET})
        self.asked += 1
        if self.away:
            raise RpcUnavailable("away")
        return self.answer


def get(checkins: Checkins, secret: str = SECRET) -> Any:
    return TestClient(Starlette(routes=CalendarApi(checkins).routes())).get(f"/calendar/{secret}.ics")


def test_a_feed_is_a_calendar_that_nobody_between_keeps() -> None:
    response = get(Checkins({"text": "BEGIN:VCALENDAR\r\n"}))
    assert (response.status_code, response.text) == (200, "BEGIN:VCALENDAR\r\n")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["cache-control"].startswith("private")


def test_an_address_that_was_taken_back_is_gone() -> None:
    assert get(Checkins(None)).status_code == 404


def test_while_nobody_answers_the_program_asks_again_later() -> None:
    response = get(Checkins(None, away=True))
    assert (response.status_code, response.headers["retry-after"]) == (503, "300")


@pytest.mark.parametrize("secret", ["", "short", "a" * 33, "a" * 31 + "%2e", "a" * 31 + "\u515a"])
def test_what_cannot_be_an_address_is_not_even_asked_for(secret: str) -> None:
    checkins = Checkins({"text": ""})
    assert (get(checkins, secret).status_code, checkins.asked) == (404, 0)
