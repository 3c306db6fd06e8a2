"""Leave from the first word in chat to what is expected of the member, on the real services."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bots.conversations import router
from bots.conversations.model import Button, Reply, State, Text
from bots.engine.facts import fetch
from shared.events import compose
from shared.events.notifications import Deliver
from tests.support.district import CHECKINS, DIRECTORY, SOURCE, member, task, unit
from tests.support.process import running, service
from tests.support.reminding import Branch
from tests.support.rpc import Rpc
from tests.support.waiting import eventually


class Asked:
    """The engine's way to ask the services."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        return self._rpc.call(service, method, **kwargs)


@dataclass
class Chatting:
    """A chat that talks as the engine does."""

    branch: Branch
    rpc: Rpc
    chat_id: str
    state: State = field(default_factory=State)

    def says(self, *said: str | Button) -> Reply:
        for each in said:
            incoming = Text(each) if isinstance(each, str) else each
            needs = router.needs(self.state, incoming)
            facts = asyncio.run(fetch(Asked(self.rpc), self.chat_id, "web", needs))
            now = datetime.now(ZoneInfo("Asia/Shanghai"))
            step = router.step(self.state, incoming, facts, now)
            self.state = step.state
            self.branch.vhost.send(*(compose(send.payload, source=SOURCE) for send in step.commands))
        return step.replies[-1]

    def links(self, member_id: str) -> None:
        assert self.says("0000-000A").key == "link-unknown-code"
        assert self.says(self.rpc.call("directory", "issue_link_code", member_id=member_id)["code"]).key == "link-done"


def test_leave_asked_for_in_chat_is_decided_in_chat_and_nothing_is_expected_meanwhile(branch: Branch) -> None:
    environment = branch.environment
    services = (service(DIRECTORY, environment), service(CHECKINS, environment), branch.notifications())
    copies = branch.databases.of("notifications")
    with running(*services), Rpc(branch.vhost.url) as rpc:
        branch.vhost.send(unit("d", kind="district"), unit("b", "d"))
        branch.vhost.send(member("m1", "b", locale="en"), member("head", "b", roles=["secretary"], locale="en"))
        eventually(lambda: copies.members.count_documents({}) == 2)
        branch.vhost.send(task("t1", "b"))
        eventually(lambda: branch.databases.of("checkins").occurrences.count_documents({}) == 1)
        own, head = Chatting(branch, rpc, "chat-m1"), Chatting(branch, rpc, "chat-head")
        own.links("m1")
        head.links("head")
        eventually(lambda: copies.chats.count_documents({}) == 2)

        def missing() -> list[str]:
            [row] = rpc.call("checkins", "participation", unit_path="/d/b")
            return sorted(row["missing"])

        eventually(lambda: missing() == ["head", "m1"])
        assert own.says("leave", Button("lv:why:sick"), "today", "3 days", "yes").key == "leave-received"
        told = {m.data.chat_id: m.data for m in branch.deliveries.expect(2) if isinstance(m.data, Deliver)}
        assert told["chat-m1"].answers is not None
        approve = told["chat-head"].choices[0].data
        assert [line.args["name"] for line in head.says("pending").lines] == ["Member m1"]
        assert own.says("my leave").lines[0].args["state"] == "requested"

        head.says(Button(approve))
        branch.deliveries.expect(4)
        eventually(lambda: missing() == ["head"], what="nothing to be expected of the member")
        assert own.says("my leave").lines[0].args["state"] == "approved"
        assert head.says("pending").key == "pending-none"

        off = own.says("my leave").choices[0].data
        own.says(Button(off), Button(off.replace("off", "off!")))
        eventually(lambda: missing() == ["head", "m1"], what="the member to be expected again")

        # Another chat of the same member is told to the first, which puts it out.
        stranger = Chatting(branch, rpc, "chat-2")
        stranger.links("m1")
        found = eventually(
            lambda: [
                m.data
                for m in branch.deliveries.drain()
                if isinstance(m.data, Deliver) and "chat-2" in str(m.data.choices)
            ]
        )
        [tap] = [choice.data for choice in found[0].choices]
        own.says(Button(tap))
        assert own.says(Button(tap.replace("off", "off!"))).key == "chat-off-done"
        assert stranger.says("mine").key == "link-lost"
        assert datetime.now(UTC) > datetime.fromisoformat(
            rpc.call("directory", "chats_of", member_id="m1")[0]["linked_at"]
        )
