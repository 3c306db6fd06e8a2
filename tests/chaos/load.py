"""People checking in all the time, by commands and through the chat page, and the ledger of what they were promised."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pika

from shared.events import CONTENT_TYPE, Message, Payload, encode, new_id
from shared.topology import exchange_of, routing_key_of
from tests.support.actors import signed
from tests.support.district import District, check_in, member
from tests.support.rpc import RemoteError, Rpc
from tests.support.waiting import eventually

MEMBERS = 60
TASKS = 60
#: The branch of those who use the page; it has one task.
PAGE_UNIT = "page"
RECEIVED = "已收到"
#: What waits in the queues on the way is kept below this, so that a slow machine is loaded and not buried.
MOST_WAITING = 20
WORK = ("checkins.record", "notifications.check-ins", "bots.web.deliver", "notifications.settled")

#: Urls of the web replicas that a browser may be sent to now.
Urls = Callable[[], list[str]]


@dataclass
class Ledger:
    #: Command ids that the broker confirmed, and the chats they came from.
    confirmed: dict[str, str] = field(default_factory=dict)
    #: Those of ``confirmed`` that ask for a check-in which an earlier command asked for already.
    again: set[str] = field(default_factory=set)
    #: The members whose page said "received".
    received: set[str] = field(default_factory=set)


def seed(district: District) -> None:
    """Members m1..mN with a chat each and tasks t1..tN, in the copies that the services keep."""
    district.seed(MEMBERS, tasks=TASKS)
    numbers = range(1, MEMBERS + 1)
    copies = district.databases.of("notifications")
    copies.members.insert_many(
        [{"_id": f"m{n}", "locale": "zh-CN", "name": f"Member {n}", "version": 1} for n in numbers]
    )
    linked = {"channel": "web", "linked": True, "at": datetime.now(UTC)}
    copies.chats.insert_many([{"_id": f"c{n}", "member_id": f"m{n}", **linked} for n in numbers])
    district.databases.of("bots").chats.insert_many([{"_id": f"c{n}", "channel": "web"} for n in numbers])


class Load:
    """Two people's threads. ``ledger`` goes on from run to run; ``failure`` is what ended one early."""

    def __init__(self, district: District, urls: Urls, ledger: Ledger) -> None:
        self._district = district
        self._urls = urls
        self.ledger = ledger
        self._stop = threading.Event()
        self.failures: list[BaseException] = []

    @contextlib.contextmanager
    def running(self) -> Iterator[Load]:
        threads = [threading.Thread(target=self._guard, args=(work,)) for work in (self._commands, self._pages)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(60)
            assert not any(thread.is_alive() for thread in threads)
        assert not self.failures, self.failures

    def goes_on(self, commands: int = 10, pages: int = 1) -> None:
        """Wait until so many more were promised."""
        ledger = self.ledger
        wanted = (len(ledger.confirmed) + commands, len(ledger.received) + pages)
        eventually(
            lambda: self.failures or (len(ledger.confirmed) >= wanted[0] and len(ledger.received) >= wanted[1]),
            within=60,
            what="the load to go on",
        )

    def _guard(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            self.failures.append(error)

    def _commands(self) -> None:
        """Every tenth command is sent twice; every fifteenth asks for what the one before it asked for."""
        ledger = self.ledger
        with self._channel() as channel:
            while not self._stop.wait(0.02):
                if len(ledger.confirmed) % 10 == 0 and _backlog(channel) > MOST_WAITING:
                    continue
                number = len(ledger.confirmed) - len(ledger.again)
                again = number % 15 == 14 and len(ledger.again) < number // 15 + 1
                number -= again
                who, what = number % MEMBERS + 1, number // MEMBERS + 1
                assert what <= TASKS, "more tasks are needed"
                command = check_in(f"t{what}", f"m{who}", id=new_id(), chat_id=f"c{who}")
                for _ in range(2 if number % 10 == 0 else 1):
                    _publish(channel, command)
                if again:
                    ledger.again.add(command.id)
                ledger.confirmed[command.id] = f"c{who}"

    def _pages(self) -> None:
        while not self._stop.is_set():
            member_id = f"p-{uuid.uuid4().hex[:8]}"
            self._page(member_id, httpx.Cookies())
            self.ledger.received.add(member_id)

    def _page(self, member_id: str, cookies: httpx.Cookies) -> None:
        """A member joins the district, opens the page, links it and checks in."""
        with self._channel() as channel:
            _publish(channel, member(member_id, PAGE_UNIT))
        for owner in ("checkins", "notifications"):
            members = self._district.databases.of(owner).members
            eventually(lambda m=members: m.find_one({"_id": member_id}), within=60, what=f"{member_id} in {owner}")
        eventually(lambda: self._open(cookies), within=30, what="the page")
        eventually(lambda: self._link(cookies, member_id), within=60, what="a linked page")
        eventually(lambda: RECEIVED in self._say(cookies, "打卡")[0], within=60, what="a check-in received")

    @contextlib.contextmanager
    def _channel(self) -> Iterator[Any]:
        connection = pika.BlockingConnection(pika.URLParameters(self._district.vhost.url + "?heartbeat=0"))
        with contextlib.closing(connection), connection.channel() as channel:
            channel.confirm_delivery()
            yield channel

    def _open(self, cookies: httpx.Cookies) -> bool:
        answer = httpx.get(self._urls()[0], timeout=10)
        cookies.update(answer.cookies)
        return answer.status_code == 200

    def _link(self, cookies: httpx.Cookies, member_id: str) -> bool:
        with Rpc(self._district.vhost.url, timeout=5) as rpc:
            try:
                code = rpc.call("directory", "issue_link_code", member_id=member_id)["code"]
            except RemoteError:
                return False
        return self._say(cookies, f"绑定 {code}")[1] is not None

    def _say(self, cookies: httpx.Cookies, text: str) -> tuple[str, object]:
        """What the chat answered and whose it is; the page hands the same message in until somebody takes it."""
        body = {"id": str(uuid.uuid4()), "text": text}
        turn = 0

        def post() -> httpx.Response:
            nonlocal turn
            turn += 1
            urls = self._urls()
            url = urls[turn % len(urls)]
            return httpx.post(
                f"{url}/api/messages", json=body, cookies=cookies, headers={"Origin": url}, timeout=20
            ).raise_for_status()

        answer = eventually(post, within=60, what="the page to be answered").json()
        said = "\n".join(entry["text"] for entry in answer["entries"] if entry["role"] == "bot")
        return said, answer["me"]["member"]


def _backlog(channel: Any) -> int:
    counts = [channel.queue_declare(queue, passive=True).method.message_count for queue in WORK]
    return sum(counts)


def _publish(channel: Any, message: Message[Payload]) -> None:
    """Returns when the broker has confirmed it."""
    kind = type(message.data)
    properties = pika.BasicProperties(
        delivery_mode=2, content_type=CONTENT_TYPE, message_id=message.id, type=message.type
    )
    channel.basic_publish(
        exchange_of(kind).name, routing_key_of(kind), encode(signed(message)), properties, mandatory=True
    )
