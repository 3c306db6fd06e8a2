"""The file of a member's own notes, and who gets it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bots.engine import Chat, Engine
from bots.engine.facts import NoAnswer
from bots.notes_file import NotesFile
from bots.web.api import Api, Fault
from bots.web.files import FileApi
from bots.web.settings import WebSettings
from shared.access.actor import Actor, current
from shared.aio.errors import RpcUnavailable
from tests.unit.bots.fakes import PROFILE

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
SETTINGS = WebSettings.model_validate({"web_secret": "a secret that only tests know", "locale": "zh-CN"})


def row(number: int, **fields: Any) -> dict[str, Any]:
    made = f"2026-11-{number:02}T01:00:00+00:00"
    note = {"note_id": f"n{number}", "member_id": "m1", "text": f"words {number}", "tags": [], "version": 1}
    return {**note, "made_at": made, "changed_at": made, "shared": False, "own": True, **fields}


class Services:
    """Two pages of notes, for the member of ``chat-1``."""

    def __init__(self, *, away: bool = False) -> None:
        self.away = away
        self.actors: list[Actor] = []

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **given: Any) -> Any:
        if method == "chat_profile":
            return PROFILE if given["chat_id"] == "chat-1" else None
        assert (service, method, given["member_id"]) == ("checkins", "notes", "m1")
        self.actors.append(current("web"))
        if self.away:
            raise RpcUnavailable("away")
        if given["after"] is None:
            changed = row(20, changed_at="2026-11-21T02:00:00+00:00", shared=True, tags=["党章", "b"])
            return {"notes": [changed, row(19)], "next": "there"}
        return {"notes": [row(18, text="第一行\n第二行"), row(17, own=False)], "next": None}


def notes_file(services: Services) -> NotesFile:
    return NotesFile(services, "web", "Asia/Shanghai", lambda: NOW)


async def test_it_holds_all_own_notes_with_their_days_and_tags_and_is_asked_for_in_the_members_name() -> None:
    services = Services()
    file = await notes_file(services).of("chat-1", "zh-CN")
    assert file is not None
    assert file.name == "zhixing-notes-2026-11-22.txt"
    title, first, second, third = file.content.decode("utf-8-sig").split("\n\n----\n\n")
    assert title == "李明华的随身记：共 3 条，2026-11-22 12:00 导出"
    about = "2026-11-20 09:00（2026-11-21 10:00 修改） · 已分享给支部 · #党章 · #b"
    assert first == f"{about}\n\nwords 20"
    assert second == "2026-11-19 09:00 · 未分享\n\nwords 19"
    assert third == "2026-11-18 09:00 · 未分享\n\n第一行\n第二行\n"
    assert services.actors == [Actor("m1", "web", "chat-1")] * 2


async def test_a_chat_that_is_nobodys_has_none_and_a_service_that_is_away_is_told_apart() -> None:
    assert await notes_file(Services()).of("chat-2", "en") is None
    with pytest.raises(NoAnswer):
        await notes_file(Services(away=True)).of("chat-1", "en")


class Cookies:
    """The part of the API that knows whose request it is."""

    def __init__(self, chat_id: str | None) -> None:
        self.chat_id = chat_id

    def chat(self, _request: Any) -> str:
        if self.chat_id is None:
            raise Fault(401, "web-fault-no-chat")
        return self.chat_id

    def limit(self, _request: Any, chat_id: str) -> None:
        assert chat_id == self.chat_id


class English:
    async def chat(self, chat_id: str, locale: str | None = None) -> Chat:
        return Chat("en", None)


@pytest.mark.parametrize(
    ("chat_id", "away", "status", "beginning"),
    [
        ("chat-1", False, 200, "\ufeffNotes of 李明华: 3 in all"),
        ("chat-1", True, 503, "The system is busy"),
        ("chat-2", False, 403, "This chat is no longer linked"),
        (None, False, 401, "会话已失效"),
    ],
)
def test_the_page_hands_it_to_the_session_of_the_member_alone(
    chat_id: str | None, away: bool, status: int, beginning: str
) -> None:
    api = FileApi(SETTINGS, cast(Api, Cookies(chat_id)), cast(Engine, English()), notes_file(Services(away=away)))
    answer = TestClient(Starlette(routes=api.routes())).get("/files/notes")
    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
    assert answer.content.decode().startswith(beginning), answer.text
    assert answer.headers.get("content-disposition", "").startswith("attachment") is (status == 200)
