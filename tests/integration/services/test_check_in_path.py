"""A check-in through directory, check-ins and notifications, on the real broker and database."""

from __future__ import annotations

from shared.events.checkins import CheckInCounted, CheckInRecorded, CheckInRefused
from shared.events.notifications import DeliverToWeb
from tests.support.district import (
    CHECKINS,
    DIRECTORY,
    NOTIFICATIONS,
    District,
    check_in,
    member,
    task,
    unit,
)
from tests.support.process import running, service
from tests.support.rpc import Rpc
from tests.support.waiting import eventually


def test_a_check_in_travels_from_the_command_to_the_words_in_the_chat(district: District) -> None:
    names = (DIRECTORY, CHECKINS, NOTIFICATIONS)
    heard = district.vhost.listen(CheckInRecorded, CheckInRefused)
    counted = district.vhost.listen(CheckInCounted)
    deliveries = district.vhost.listen(DeliverToWeb)
    with running(*(service(name, district.environment) for name in names)), Rpc(district.vhost.url) as rpc:
        district.vhost.send(unit("d", kind="district"), unit("s", "d", "school"), unit("b", "s"))
        district.vhost.send(member("m1", "b"), member("m2", "b", locale="en"))
        district.vhost.send(task("t1", "s"))
        eventually(lambda: rpc.call("checkins", "open_tasks", member_id="m1"))
        eventually(lambda: rpc.call("checkins", "open_tasks", member_id="m2"))

        code = rpc.call("directory", "issue_link_code", member_id="m1")["code"]
        linking = rpc.call("directory", "link_chat", chat_id="chat-1", channel="web", code=code)
        assert linking["outcome"] == "linked"
        assert linking["member"]["unit_path"] == "/d/s/b"

        district.vhost.send(check_in("t1", "m1", id="command-1", chat_id="chat-1"))
        (recorded,) = heard.expect(1)
        assert isinstance(recorded.data, CheckInRecorded)
        assert (recorded.causation_id, recorded.correlation_id) == ("command-1", "command-1")

        (delivery,) = deliveries.expect(1)
        (told,) = counted.expect(1)
        assert (told.data.figures.streak_days, told.data.figures.month_minutes) == (1, 120)
        assert told.causation_id == recorded.id

        assert isinstance(delivery.data, DeliverToWeb)
        assert delivery.data.answers == "command-1"
        assert "Task t1" in delivery.data.text
        assert delivery.correlation_id == "command-1"
        assert rpc.call("checkins", "open_tasks", member_id="m1")[0]["state"] == "done"
        assert rpc.call("checkins", "standing", member_id="m1")["streak_days"] == 1


def test_each_refusal_names_its_reason(district: District) -> None:
    heard = district.vhost.listen(CheckInRecorded, CheckInRefused)
    with (
        running(service(DIRECTORY, district.environment), service(CHECKINS, district.environment)),
        Rpc(district.vhost.url) as rpc,
    ):
        district.vhost.send(unit("d", kind="district"), unit("b", "d"), unit("other", "d"), member("m1", "b"))
        district.vhost.send(
            task("open", "b"), task("later", "b", opens=600), task("over", "b", closes=-60), task("theirs", "other")
        )
        eventually(lambda: len(rpc.call("checkins", "open_tasks", member_id="m1")) == 2)
        own = district.databases.of("checkins").occurrences
        eventually(lambda: own.count_documents({}) == 4)
        for number, occurrence in enumerate(("open", "open", "later", "over", "theirs", "nowhere")):
            district.vhost.send(check_in(occurrence, "m1", id=f"c{number}"))
            heard.expect(number + 1)
        reasons = [getattr(message.data, "reason", "recorded") for message in heard.heard]
        assert reasons == [
            "recorded",
            "already-checked-in",
            "not-yet-open",
            "closed",
            "not-on-the-list",
            "unknown-task",
        ]
