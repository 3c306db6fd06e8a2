"""A check-in from a tap in Telegram to the words that tell of it, through every process."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

from shared.events.notifications import MessageSent
from tests.support.botapi import BotApi
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.district import CHECKINS, DIRECTORY, NOTIFICATIONS, member, task, unit
from tests.support.process import Process, running, service
from tests.support.rpc import Rpc
from tests.support.waiting import eventually

CHAT = 1001


def settled_district(vhost: Vhost) -> str:
    """One member with one open task; the code to link a chat with."""
    vhost.send(unit("d", kind="district"), unit("b", "d"), member("m1", "b", locale="en"), task("t1", "b"))
    with Rpc(vhost.url) as rpc:
        eventually(lambda: rpc.call("checkins", "open_tasks", member_id="m1"))
        return str(eventually(lambda: rpc.call("directory", "issue_link_code", member_id="m1"))["code"])


async def test_a_check_in_by_a_tap_is_recorded_and_told_even_after_its_service_was_away(
    api: BotApi, vhost: Vhost, databases: Databases, variables: dict[str, str]
) -> None:
    sent = vhost.listen(MessageSent)
    with ExitStack() as processes:
        checkins = service(CHECKINS, variables)
        others = (service(DIRECTORY, variables), service(NOTIFICATIONS, variables))
        start = running(checkins, *others, Process(["bots.telegram"], variables))
        await asyncio.to_thread(processes.enter_context, start)
        code = await asyncio.to_thread(settled_district, vhost)

        await api.user_says(CHAT, f"/start {code}")
        home = await api.sent(CHAT, "Member m1")
        await api.user_taps(CHAT, home, "tasks")
        tasks = await api.sent(CHAT, "Task t1")

        await asyncio.to_thread(checkins.kill)
        await api.user_taps(CHAT, tasks, "Task t1")
        received = await api.sent(CHAT, "Received", after=tasks.id)
        late = await api.sent(CHAT, "takes a little longer", after=received.id)
        await asyncio.to_thread(lambda: checkins.start().wait_ready())

        recorded = await api.sent(CHAT, "Task t1", after=late.id)
        assert "Recorded" in recorded.text or "recorded" in recorded.text
        [check_in] = databases.of("checkins").check_ins.find()
        assert check_in["member_id"] == "m1"
        [told] = await asyncio.to_thread(sent.expect, 1)
        assert isinstance(told.data, MessageSent)
        assert told.data.channel == "telegram"
