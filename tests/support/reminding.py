"""A branch whose members are reminded: the services on the path, and a test in the place of the bots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.events import Message, Payload, compose
from shared.events.checkins import ScheduleTask
from shared.events.directory import Channel, ChatLinked, Locale, MemberRegistered, PersonName, UnitRegistered
from shared.events.notifications import Deliver, DeliverToTelegram, DeliverToWeb, MessageSent
from tests.support.broker import Listener, Vhost
from tests.support.database import Databases
from tests.support.process import Process, service, timekeeper
from tests.support.waiting import eventually

CHECKINS = "services.checkins.service:CheckinsService"
NOTIFICATIONS = "services.notifications.service:NotificationsService"
SOURCE = "/zhixing/tests"
BRANCH = "/district/branch"
LEAD = timedelta(hours=2)


@dataclass
class Branch:
    vhost: Vhost
    databases: Databases
    #: Without quiet hours, so that the hour at which the tests run does not matter.
    environment: dict[str, str]

    def __post_init__(self) -> None:
        self.deliveries: Listener = self.vhost.listen(DeliverToWeb, DeliverToTelegram)

    def checkins(self) -> Process:
        return service(CHECKINS, self.environment)

    def notifications(self, **more: str) -> Process:
        return service(NOTIFICATIONS, {**self.environment, **more})

    def timekeeper(self) -> Process:
        return timekeeper(self.environment)

    def settle(self, members: int, *, chatless: tuple[str, ...] = (), locale: Locale = "en") -> None:
        """Have the running services know members m1..mN, each but the chatless with the web chat ``chat-<member>``."""
        ids = [f"m{number}" for number in range(1, members + 1)]
        told: list[Message[Payload]] = [
            compose(UnitRegistered(unit_id="branch", kind="branch", name="Branch", path=BRANCH), source=SOURCE)
        ]
        told += [registered(member_id, locale) for member_id in ids]
        told += [linked(member_id) for member_id in ids if member_id not in chatless]
        self.vhost.send(*told)
        own, copies = self.databases.of("checkins"), self.databases.of("notifications")

        def known() -> bool:
            return (
                own.members.count_documents({}) == members
                and own.units.count_documents({}) == 1
                and copies.members.count_documents({}) == members
                and copies.chats.count_documents({}) == members - len(chatless)
            )

        eventually(known, what="the branch to be known")

    def schedule(self, occurrence_id: str = "t1", *, due_in: float = 0.0, closes_in: float | None = None) -> None:
        """A task whose reminder is due so many seconds from now, or which closes then and is due at once."""
        now = datetime.now(UTC)
        seconds = LEAD.total_seconds() + due_in if closes_in is None else closes_in
        task = ScheduleTask(
            occurrence_id=occurrence_id,
            title=f"Task {occurrence_id}",
            kind="online-course",
            unit_id="branch",
            opens_at=now - timedelta(hours=6),
            closes_at=now + timedelta(seconds=seconds),
            credit_minutes=120,
        )
        self.vhost.send(compose(task, source=SOURCE))

    def scheduled(self, count: int) -> None:
        """Wait until so many timers are there."""
        timers = self.databases.of("notifications").timers
        eventually(lambda: timers.count_documents({}) == count, what=f"{count} timers")

    def fall_due(self, occurrence_id: str = "t1") -> None:
        """Wait until the timer of a task is there, and have its time come."""
        timers = self.databases.of("notifications").timers
        due = {"$set": {"due_at": datetime.now(UTC)}}
        key = {"_id": f"notifications:closing:{occurrence_id}"}
        eventually(lambda: timers.update_one(key, due).matched_count, what=f"the timer of {occurrence_id}")

    def close(self, occurrence_id: str) -> None:
        """Have the time come at which a task closes, for services that do not run just now."""
        for name, collection in (("checkins", "occurrences"), ("notifications", "tasks")):
            over = {"$set": {"closes_at": datetime.now(UTC) - timedelta(seconds=1)}}
            found = self.databases.of(name)[collection].update_one({"_id": occurrence_id}, over)
            assert found.matched_count == 1, name

    def asked(self, occurrence_id: str = "t1") -> dict[str, Any]:
        """Wait until all who are missing from a task are dealt with."""
        tasks = self.databases.of("notifications").tasks
        return eventually(
            lambda: tasks.find_one({"_id": occurrence_id, "state": "asked"}), within=100, what="the task asked about"
        )

    def reminders(self) -> dict[str, tuple[str, str | None]]:
        """State and reason of each member's reminder; there is one at most."""
        rows = list(self.databases.of("notifications").messages.find({"lane": "reminder"}))
        assert len({row["member_id"] for row in rows}) == len(rows)
        return {row["member_id"]: (row["state"], row.get("reason")) for row in rows}

    def delivered(self) -> list[Deliver]:
        """The reminders handed to the bots so far."""
        found = [message.data for message in self.deliveries.drain()]
        return [data for data in found if isinstance(data, Deliver) and data.answers is None]

    def reminded(self) -> list[str]:
        """The chats that were reminded so far."""
        return sorted(data.chat_id for data in self.delivered())

    def confirm(self) -> None:
        """Tell, as the bots do, that every message was sent."""
        found = [message.data for message in self.deliveries.drain()]
        self.vhost.send(
            *(
                compose(
                    MessageSent(message_id=data.message_id, channel="web", sent_at=datetime.now(UTC)), source=SOURCE
                )
                for data in found
                if isinstance(data, Deliver)
            )
        )


def registered(member_id: str, locale: Locale = "en") -> Message[Payload]:
    data = MemberRegistered(
        member_id=member_id,
        kind="full",
        unit_id="branch",
        unit_path=BRANCH,
        person=PersonName(name=member_id.upper()),
        locale=locale,
        version=1,
    )
    return compose(data, source=SOURCE)


def linked(member_id: str, channel: Channel = "web") -> Message[Payload]:
    return compose(ChatLinked(chat_id=f"chat-{member_id}", channel=channel, member_id=member_id), source=SOURCE)
