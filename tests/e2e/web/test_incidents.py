"""An incident between two chats: reported in one, handled by buttons in the other, each told of what the other did."""

from __future__ import annotations

import contextlib
import io
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from shared.events import compose
from shared.events.directory import PersonName, RegisterMember, RegisterUnit, Role
from tests.conftest import settings_for
from tests.e2e.web.conftest import client, web_process
from tests.fixtures.incident_texts import CANTEEN
from tests.support.broker import Vhost, fresh_vhost
from tests.support.database import Databases, fresh_databases
from tests.support.district import CHECKINS, DIRECTORY, NOTIFICATIONS, SOURCE
from tests.support.incidents import INCIDENTS
from tests.support.photos import a_photo
from tests.support.process import running, service
from tests.support.rpc import Rpc
from tests.support.waiting import eventually


class Chat:
    """A member in front of the page."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def say(self, text: str) -> dict[str, Any]:
        return self._post(text=text)

    def tap(self, data: str) -> dict[str, Any]:
        return self._post(button=data, label=data)

    def reads(self, *parts: str) -> dict[str, Any]:
        """Wait for a message with all these parts."""

        def found() -> dict[str, Any] | None:
            entries = self._http.get("/api/history").raise_for_status().json()["entries"]
            return next((e for e in reversed(entries) if all(part in e["text"] for part in parts)), None)

        return eventually(found, what=f"a message with {parts}") or {}

    def sends(self, photo: bytes, status: int = 200) -> dict[str, Any]:
        answer = self._http.post(f"/api/photos/{uuid.uuid4()}", content=photo)
        assert answer.status_code == status
        return dict(answer.json())

    def expects_photo(self) -> bool:
        return bool(self._http.get("/api/history").raise_for_status().json()["me"]["photo"])

    def gets(self, path: str) -> httpx.Response:
        return self._http.get(path)

    def _post(self, **said: Any) -> dict[str, Any]:
        answer = self._http.post("/api/messages", json={"id": str(uuid.uuid4()), **said}).raise_for_status().json()
        return dict(answer["entries"][-1])


@pytest.fixture
def chats() -> Iterator[tuple[Chat, Chat, Chat, Databases]]:
    """A reporter's chat, a duty officer's and that of somebody who may see no incident, all linked."""
    with fresh_vhost("web") as vhost, fresh_databases() as databases, contextlib.ExitStack() as stack:
        environment = settings_for(vhost, databases)
        web, url = web_process(environment)
        parts = [service(target, environment) for target in (DIRECTORY, CHECKINS, INCIDENTS, NOTIFICATIONS)]
        stack.enter_context(running(*parts, web))
        reporter, officer, stranger = (Chat(stack.enter_context(client(url))) for _ in range(3))
        vhost.send(compose(RegisterUnit(unit_id="school", kind="school", name="第一小学"), source=SOURCE))
        link(vhost, databases, reporter, "reporter", "王老师", "reporter")
        link(vhost, databases, officer, "officer", "陈主任", "duty-officer")
        link(vhost, databases, stranger, "stranger", "李老师", "member")
        yield reporter, officer, stranger, databases


def link(vhost: Vhost, databases: Databases, chat: Chat, member_id: str, name: str, role: Role) -> None:
    person = PersonName(name=name)
    data = RegisterMember(member_id=member_id, kind="staff", unit_id="school", person=person, roles=[role])
    vhost.send(compose(data, source=SOURCE))
    for owner in ("incidents", "notifications"):
        eventually(lambda owner=owner: databases.of(owner).members.find_one({"_id": member_id}))
    with Rpc(vhost.url) as rpc:
        chat.say(rpc.call("directory", "issue_link_code", member_id=member_id)["code"])
    eventually(lambda: databases.of("notifications").chats.find_one({"member_id": member_id}))


def test_an_incident_is_reported_and_handled_by_chat(chats: tuple[Chat, Chat, Chat, Databases]) -> None:
    reporter, officer, stranger, databases = chats
    assert not reporter.expects_photo()
    assert "发生了什么" in reporter.tap("report")["text"]
    assert reporter.expects_photo()
    assert "地点" in reporter.say(CANTEEN)["text"]
    assert reporter.say("东食堂")["choices"][0]["data"] == "rep:when:0"
    category = reporter.tap("rep:when:0")
    assert "食品安全" in category["text"]
    assert category["choices"][0] == {"label": "食品安全", "data": "rep:cat:food_safety"}
    assert "送医" in reporter.tap("rep:cat:food_safety")["text"]
    assert "照片" in reporter.tap("rep:sev:3")["text"]
    assert "不是可用的照片" in reporter.sends(b"%PDF-1.7", status=400)["error"]
    received = reporter.sends(a_photo())
    assert "已收到报告" in received["entries"][-1]["text"]
    assert received["me"]["photo"] is False
    photo = f"/photos/{received['entries'][0]['photo']}"
    assert Image.open(io.BytesIO(reporter.gets(photo).content)).size == (640, 480)
    receipt = reporter.reads("编号", "已通知 1 名值班人员")
    assert receipt["answers"] is not None

    alert = officer.reads("东食堂", CANTEEN, "王老师", "签收")
    acknowledge, look = alert["choices"]
    assert (acknowledge["label"], look["label"]) == ("签收", "查看照片")
    assert f"/photos/{officer.tap(look['data'])['photo']}" == photo
    assert officer.gets(f"{photo}/thumbnail").headers["content-type"] == "image/jpeg"
    assert stranger.gets(photo).status_code == 404
    assert "用不到照片" in reporter.sends(a_photo())["entries"][-1]["text"]
    officer.tap(acknowledge["data"])
    reporter.reads("已由陈主任于", "签收")
    you = officer.reads("您已签收事件")
    note, resolve = (choice["data"] for choice in you["choices"])

    officer.tap(note)
    officer.say("学生均已退烧")
    reporter.reads("有新进展", "学生均已退烧")
    officer.tap(resolve)
    officer.say("食堂停业整改")
    reporter.reads("处置完毕", "食堂停业整改")
    [close] = officer.reads("可以办结")["choices"]
    assert "没有未办结" not in reporter.say("事件")["text"]
    officer.tap(close["data"])
    reporter.reads("已由陈主任于", "办结")
    assert "没有未办结" in reporter.say("事件")["text"]
    officer.tap(acknowledge["data"])
    officer.reads("已由陈主任于", "办结")

    messages = databases.of("notifications").messages
    eventually(lambda: messages.count_documents({"state": "sent"}) == 11, what="every message to be sent")
    assert messages.count_documents({}) == 11
