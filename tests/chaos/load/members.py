"""Members who check in: by commands one after the other, and through the chat page."""

from __future__ import annotations

import uuid

import httpx

from shared.events import new_id
from tests.chaos.load.scene import Scene, busy, connected, publish
from tests.chaos.load.seeding import MEMBERS, PAGE_UNIT, TASKS
from tests.support.district import check_in, member
from tests.support.rpc import RemoteError, Rpc
from tests.support.waiting import eventually

RECEIVED = "已收到"


def members(scene: Scene) -> None:
    """Every tenth command is sent twice; every fifteenth asks for what the one before it asked for."""
    ledger = scene.ledger
    with connected(scene) as channel:
        while not scene.stopped(0.3):
            if len(ledger.confirmed) % 10 == 0 and busy(channel):
                continue
            number = len(ledger.confirmed) - len(ledger.again)
            again = number % 15 == 14 and len(ledger.again) < number // 15 + 1
            number -= again
            who, what = number % MEMBERS + 1, number // MEMBERS + 1
            assert what <= TASKS, "more tasks are needed"
            command = check_in(f"t{what}", f"m{who}", id=new_id(), chat_id=f"chat-m{who}")
            publish(channel, command, times=2 if number % 10 == 0 else 1)
            if again:
                ledger.again.add(command.id)
            ledger.confirmed[command.id] = f"chat-m{who}"


def pages(scene: Scene) -> None:
    """Members who join the district, open the page, link it and check in, one after the other."""
    while not scene.stopped():
        member_id = f"p-{uuid.uuid4().hex[:8]}"
        with connected(scene) as channel:
            publish(channel, member(member_id, PAGE_UNIT))
        for owner in ("checkins", "notifications"):
            copies = scene.district.databases.of(owner).members
            eventually(lambda c=copies, m=member_id: c.find_one({"_id": m}), within=90, what=f"{member_id} in {owner}")
        page = _Page(scene)
        eventually(page.open, within=60, what="the page")
        eventually(lambda p=page, m=member_id: p.link(m), within=60, what="a linked page")
        eventually(lambda p=page: RECEIVED in p.say("打卡")[0], within=60, what="a check-in received")
        scene.ledger.received.add(member_id)


class _Page:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._cookies = httpx.Cookies()
        self._turn = 0

    def open(self) -> bool:
        answer = httpx.get(self._scene.urls("web")[0], timeout=10)
        self._cookies.update(answer.cookies)
        return answer.status_code == 200

    def link(self, member_id: str) -> bool:
        with Rpc(self._scene.district.vhost.url, timeout=20) as rpc:
            try:
                code = rpc.call("directory", "issue_link_code", member_id=member_id)["code"]
            except RemoteError:
                return False
        return self.say(f"绑定 {code}")[1] is not None

    def say(self, text: str) -> tuple[str, object]:
        """What the chat answered and whose it is; the page hands the same message in until somebody takes it."""
        body = {"id": str(uuid.uuid4()), "text": text}

        def post() -> httpx.Response:
            self._turn += 1
            urls = self._scene.urls("web")
            url = urls[self._turn % len(urls)]
            return httpx.post(
                f"{url}/api/messages", json=body, cookies=self._cookies, headers={"Origin": url}, timeout=20
            ).raise_for_status()

        answer = eventually(post, within=60, what="the page to be answered").json()
        said = "\n".join(entry["text"] for entry in answer["entries"] if entry["role"] == "bot")
        return said, answer["me"]["member"]
