"""From the published activity to the credited hours, through directory, volunteers, notifications and timekeeper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.events import compose
from shared.events.notifications import DeliverToWeb
from shared.events.volunteers import (
    ActivityCancelled,
    ActivityPublished,
    Attend,
    AttendanceRecorded,
    AttendanceRefused,
    CancelActivity,
    CancelRefused,
    ShiftReminded,
    SignUpCancelled,
    SignUpConfirmed,
    SignUpRefused,
)
from tests.integration.volunteers.club import VOLUNTEERS, Club, activity, cancel, outcomes, sign_up
from tests.support.district import DIRECTORY, NOTIFICATIONS, SOURCE, member, unit
from tests.support.process import Process, running, service
from tests.support.rpc import Rpc
from tests.support.waiting import eventually

ANSWERS = (SignUpConfirmed, SignUpRefused, SignUpCancelled, CancelRefused, AttendanceRecorded, AttendanceRefused)


def _link(rpc: Rpc, club: Club, *member_ids: str) -> None:
    """Each with a chat that the notifications service knows of."""
    for member_id in member_ids:
        code = eventually(lambda each=member_id: rpc.call("directory", "issue_link_code", member_id=each))["code"]
        chat = f"chat-{member_id}"
        assert rpc.call("directory", "link_chat", chat_id=chat, channel="web", code=code)["outcome"] == "linked"
    copies, count = club.databases.of("notifications"), len(member_ids)
    eventually(lambda: copies.chats.count_documents({}) == copies.members.count_documents({}) == count)


@pytest.fixture
def processes(club: Club) -> tuple[Process, ...]:
    club.environment |= {"ZHIXING_VOLUNTEERS_CANCEL_BEFORE": "60", "ZHIXING_VOLUNTEERS_REMIND_BEFORE": "600"}
    return tuple(service(name, club.environment) for name in (DIRECTORY, VOLUNTEERS, NOTIFICATIONS))


def test_an_activity_lives_from_its_publication_to_the_hours_of_those_who_came(
    club: Club, processes: tuple[Process, ...]
) -> None:
    heard = club.vhost.listen(*ANSWERS)
    published = club.vhost.listen(ActivityPublished)
    reminded = club.vhost.listen(ShiftReminded)
    texts = club.vhost.listen(DeliverToWeb)
    timekeeper = Process(["services.notifications.timekeeper"], club.environment)
    with running(*processes, timekeeper), Rpc(club.vhost.url) as rpc:
        club.vhost.send(unit("d", kind="district"), unit("s", "d", "school"), unit("b", "s"))
        club.vhost.send(member("boss", "b", roles=["member", "secretary"]), member("m1", "b"), member("m2", "b"))
        _link(rpc, club, "boss", "m1", "m2")
        # It begins in 20 minutes, so attendance is on; the reminder is due in ten.
        club.vhost.send(
            activity(
                "a1", ("s1", 1200, 8400, 2), ("s2", 1500, 5100, 2), unit="b", organiser="boss", chat_id="chat-boss"
            )
        )
        published.expect(1)
        states = eventually(lambda: rpc.call("volunteers", "shifts", member_id="m1"))
        assert [(each["shift_id"], each["state"], each["free"]) for each in states] == [
            ("s1", "free", 2),
            ("s2", "free", 2),
        ]

        club.vhost.send(
            sign_up("s1", "m1", id="up-1", chat_id="chat-m1"), sign_up("s1", "m2", id="up-2", chat_id="chat-m2")
        )
        heard.expect(2)
        club.vhost.send(sign_up("s2", "m1", id="up-3", chat_id="chat-m1"), cancel("s1", "m2", id="off-1"))
        heard.expect(4)
        assert [each["state"] for each in rpc.call("volunteers", "shifts", member_id="m1")] == ["signed-up", "collides"]

        assert rpc.call("volunteers", "attendance_code", shift_id="s1", member_id="m1") == {"outcome": "not-allowed"}
        before = datetime.now(UTC)
        shown = rpc.call("volunteers", "attendance_code", shift_id="s1", member_id="boss")
        expires_at = datetime.fromisoformat(shown["expires_at"])
        assert expires_at > before
        # Ten minutes go by.
        timers = club.databases.of("notifications").timers
        due = {"$set": {"due_at": datetime.now(UTC)}}
        eventually(lambda: timers.update_one({"_id": "volunteers:s1"}, due).matched_count)
        reminder = reminded.expect(1)[0]
        assert isinstance(reminder.data, ShiftReminded)
        assert reminder.data.members == ["m1"], "only those still signed up"

        in_time = expires_at - timedelta(seconds=1)
        for member_id, id in (("m1", "there"), ("m2", "not-there")):
            attend = Attend(member_id=member_id, code=shown["code"], chat_id=f"chat-{member_id}")
            club.vhost.send(compose(attend, source=SOURCE, id=id, time=in_time))
        heard.expect(6)
        mine = rpc.call("volunteers", "mine", member_id="m1")
        assert mine["total_minutes"] == 120
        assert mine["hours"][0]["provenance"]["kind"] == "scanned"
        assert mine["sign_ups"][0]["state"] == "attended"
        (listed, _) = rpc.call("volunteers", "next_shifts", member_id="boss")
        assert (listed["shift_id"], listed["taken"]) == ("s1", 1)
        assert rpc.call("volunteers", "next_shifts", member_id="m1", unit_id="b") == []

        # Published, six answers, one reminder.
        told = {each.data.answers or "reminder": each.data for each in texts.expect(8)}
    assert outcomes(heard.heard) == {
        "up-1": "SignUpConfirmed",
        "up-2": "SignUpConfirmed",
        "up-3": "SignUpRefused:collides",
        "off-1": "SignUpCancelled",
        "there": "AttendanceRecorded",
        "not-there": "AttendanceRefused:not-signed-up",
    }
    assert told["reminder"].chat_id == "chat-m1"
    assert "120" in told["there"].text
    assert len(texts.drain()) == 8, "each outcome is told once"
    club.check_books()


def test_a_cancelled_activity_is_told_to_each_who_had_a_place_once(club: Club, processes: tuple[Process, ...]) -> None:
    heard, texts = club.vhost.listen(*ANSWERS), club.vhost.listen(DeliverToWeb)
    cancelled, published = club.vhost.listen(ActivityCancelled), club.vhost.listen(ActivityPublished)
    with running(*processes), Rpc(club.vhost.url) as rpc:
        club.vhost.send(unit("d", kind="district"), unit("b", "d"))
        club.vhost.send(member("boss", "b", roles=["secretary"]), member("m1", "b"), member("m2", "b", locale="en"))
        _link(rpc, club, "boss", "m1", "m2")
        club.vhost.send(activity("a1", ("s1", 7200, 9000, 2), ("s2", 9000, 9900, 2), unit="b", chat_id="chat-boss"))
        published.expect(1)
        club.vhost.send(sign_up("s1", "m1"), sign_up("s2", "m1"), sign_up("s1", "m2"), sign_up("s2", "boss"))
        heard.expect(4)
        # Published, and four confirmations: what comes now is about the cancelling.
        texts.expect(5)
        club.vhost.send(
            compose(CancelActivity(activity_id="a1", actor_id="boss", chat_id="chat-boss"), source=SOURCE, id="off")
        )
        cancelled.expect(1)
        # Published, four confirmations, the answer to the organiser and word to the two others.
        texts.expect(8)
        assert rpc.call("volunteers", "shifts", member_id="m1") == []
        assert rpc.call("volunteers", "mine", member_id="m1")["sign_ups"] == []
        eventually(club.settled)
        timers = club.databases.of("notifications").timers
        cancelled_timers = {"volunteers:s1": "cancelled", "volunteers:s2": "cancelled"}
        eventually(lambda: {row["_id"]: row["state"] for row in timers.find()} == cancelled_timers)
    last = [each.data for each in texts.drain()][-3:]
    assert sorted(each.chat_id for each in last) == ["chat-boss", "chat-m1", "chat-m2"]
    assert [each.answers for each in last if each.chat_id == "chat-boss"] == ["off"]
    assert "cancelled" in next(each.text for each in last if each.chat_id == "chat-m2")
