"""Reminders of tasks that are about to close, on the real broker and database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.events import compose
from shared.events.checkins import CheckInRecorded, TaskClosingSoon, TaskScheduled, TellMissing
from shared.events.notifications import DeliverToTelegram, MessageExpired, MessageFailed, Quiet, SetPreferences
from tests.support.district import check_in
from tests.support.process import running
from tests.support.reminding import BRANCH, SOURCE, Branch, linked
from tests.support.waiting import eventually


def test_those_who_are_missing_are_reminded_once_though_two_timekeepers_run_and_events_repeat(branch: Branch) -> None:
    scheduled, recorded = branch.vhost.listen(TaskScheduled), branch.vhost.listen(CheckInRecorded)
    answers = branch.vhost.listen(TaskClosingSoon)
    with running(branch.checkins(), branch.notifications(), branch.timekeeper(), branch.timekeeper()):
        branch.settle(4, chatless=("m4",))
        branch.schedule(due_in=3600)
        (told,) = scheduled.expect(1)
        branch.vhost.send(check_in("t1", "m1", chat_id="chat-m1"))
        recorded.expect(1)
        branch.fall_due()
        branch.asked()
        eventually(lambda: branch.reminded() == ["chat-m2", "chat-m3"])
        (answer,) = answers.expect(1)
        branch.vhost.send(told, answer, compose(TellMissing(occurrence_id="t1"), source=SOURCE))
        second = answers.expect(2)[1].time
        tasks = branch.databases.of("notifications").tasks
        eventually(lambda: tasks.find_one({"_id": "t1", "asked_at": {"$gte": second}}))
        timers = branch.databases.of("notifications").timers
        eventually(lambda: timers.count_documents({}) == timers.count_documents({"state": "sent"}) == 1)
        assert branch.reminded() == ["chat-m2", "chat-m3"]
    assert branch.reminders() == {"m2": ("queued", None), "m3": ("queued", None), "m4": ("suppressed", "no-chat")}
    (first, _) = branch.delivered()
    assert "Task t1" in first.text
    assert [(choice.label, choice.data) for choice in first.choices] == [("Check in", "ci:t1")]
    assert first.not_after is not None


def test_who_checks_in_while_the_answer_waits_is_not_reminded(branch: Branch) -> None:
    answers, recorded = branch.vhost.listen(TaskClosingSoon), branch.vhost.listen(CheckInRecorded)
    with running(branch.checkins()):
        with running(branch.notifications(), branch.timekeeper()):
            branch.settle(3)
            branch.schedule(due_in=3600)
            branch.scheduled(1)
        # Nobody takes the answer now.
        branch.vhost.send(compose(TellMissing(occurrence_id="t1"), source=SOURCE))
        (answer,) = answers.expect(1)
        assert isinstance(answer.data, TaskClosingSoon)
        assert answer.data.missing == ["m1", "m2", "m3"]
        branch.vhost.send(check_in("t1", "m2", chat_id="chat-m2"))
        recorded.expect(1)
        with running(branch.notifications(ZHIXING_REMINDER_FRESH="0.01")):
            branch.asked()
            eventually(lambda: branch.reminded() == ["chat-m1", "chat-m3"])
    assert "m2" not in branch.reminders()


def test_who_has_quiet_hours_is_asked_about_again_when_they_end(branch: Branch) -> None:
    copies = branch.databases.of("notifications")
    with running(branch.checkins(), branch.notifications(), branch.timekeeper()):
        branch.settle(4)
        now = datetime.now(UTC)
        ends = now.replace(second=0, microsecond=0) + timedelta(minutes=60)
        for member, quiet in (("m1", around(now, 60)), ("m2", around(now, 110)), ("m3", around(now, 60))):
            asked = SetPreferences(member_id=member, chat_id=f"chat-{member}", zone="UTC", quiet=quiet)
            branch.vhost.send(compose(asked, source=SOURCE))
        eventually(lambda: copies.preferences.count_documents({}) == 3)
        branch.schedule()
        branch.asked()
        # The quiet hours of m2 leave less than a quarter of an hour until the task closes.
        assert branch.reminders() == {
            "m1": ("waiting", None),
            "m2": ("suppressed", "quiet-hours"),
            "m3": ("waiting", None),
            "m4": ("queued", None),
        }
        branch.scheduled(2)
        timer = copies.timers.find_one({"state": "waiting"})
        assert timer is not None
        assert timer["send"]["data"]["only"] == ["m1", "m3"]
        assert timer["due_at"] == ends
        # When it is due, m1 is still missing and m3 is not.
        branch.vhost.send(check_in("t1", "m3", chat_id="chat-m3"))
        eventually(lambda: branch.databases.of("checkins").check_ins.count_documents({}) == 1)
        copies.preferences.delete_many({})
        branch.vhost.send(compose(TellMissing(occurrence_id="t1", only=["m1", "m3"]), source=SOURCE))
        eventually(lambda: branch.reminders()["m1"] == ("queued", None))
        assert branch.reminders()["m3"] == ("suppressed", "already-done")
        assert eventually(lambda: len(branch.reminded()) == 2)
    assert branch.reminded() == ["chat-m1", "chat-m4"]


def test_what_fell_due_while_nothing_ran_goes_out_late_but_not_after_the_task_closed(branch: Branch) -> None:
    with running(branch.checkins(), branch.notifications()) as processes:
        branch.settle(2)
        branch.schedule("late", due_in=-600)
        branch.schedule("over", closes_in=3600)
        branch.scheduled(2)
        # Who is killed may leave a transaction open, and SecantusDB lets a plain write wait for that for ever.
        for process in processes:
            assert process.stop() == 0
    branch.close("over")
    with running(branch.checkins(), branch.notifications(), branch.timekeeper()):
        branch.asked("late")
        branch.asked("over")
        eventually(lambda: len(branch.delivered()) == 2)
    rows = list(branch.databases.of("notifications").messages.find({"lane": "reminder"}))
    assert sorted((row["state"], row.get("reason"), row["member_id"]) for row in rows) == [
        ("queued", None, "m1"),
        ("queued", None, "m2"),
        ("suppressed", "closed", "m1"),
        ("suppressed", "closed", "m2"),
    ]
    assert ["Task late" in data.text for data in branch.delivered()] == [True, True]


def test_a_chat_that_refused_is_left_alone_until_it_is_linked_again(branch: Branch) -> None:
    copies = branch.databases.of("notifications")
    with running(branch.checkins(), branch.notifications()):
        branch.settle(1, chatless=("m1",))
        branch.vhost.send(linked("m1", "telegram"))
        eventually(lambda: copies.chats.count_documents({}) == 1)
        branch.vhost.send(closing_soon("a"))
        (message,) = branch.deliveries.expect(1)
        assert isinstance(message.data, DeliverToTelegram)
        blocked = MessageFailed(
            message_id=message.data.message_id, channel="telegram", reason="blocked", failed_at=datetime.now(UTC)
        )
        branch.vhost.send(compose(blocked, source=SOURCE))
        eventually(lambda: copies.chats.find_one({"barred": "blocked"}))
        branch.vhost.send(closing_soon("b"))
        eventually(lambda: copies.messages.count_documents({}) == 2)
        branch.vhost.send(linked("m1", "telegram"))
        eventually(lambda: copies.chats.find_one({"barred": {"$exists": False}}))
        branch.vhost.send(closing_soon("c"))
        branch.deliveries.expect(2)
        expired = MessageExpired(
            message_id=branch.delivered()[1].message_id, channel="telegram", expired_at=datetime.now(UTC)
        )
        branch.vhost.send(compose(expired, source=SOURCE))
        eventually(lambda: copies.messages.find_one({"reason": "expired"}))
    ends = [(row["state"], row["reason"]) for row in copies.messages.find().sort("planned_at", 1)]
    assert ends == [("failed", "blocked"), ("suppressed", "blocked"), ("suppressed", "expired")]
    assert len(branch.delivered()) == 2


@pytest.mark.parametrize("count", [1200])
def test_a_large_unit_is_asked_about_page_by_page(branch: Branch, count: int) -> None:
    own = branch.databases.of("checkins")
    answers = branch.vhost.listen(TaskClosingSoon)
    with running(branch.checkins(), branch.notifications(), branch.timekeeper()):
        branch.settle(1)
        paths = (BRANCH, BRANCH + "-2", BRANCH + "/group-1", BRANCH + "/group-2", BRANCH + "0")
        own.members.insert_many(
            [{"_id": f"n{number:04}", "unit_path": paths[number % 5], "version": 1} for number in range(count)]
        )
        branch.schedule()
        branch.asked()
    pages = [message.data for message in answers.drain()]
    missing = [member for page in pages if isinstance(page, TaskClosingSoon) for member in page.missing]
    expected = {f"n{number:04}" for number in range(count) if number % 5 in (0, 2, 3)} | {"m1"}
    assert len(missing) == len(set(missing))
    assert set(missing) == expected
    assert len(pages) == 2
    assert len(branch.reminders()) == len(expected)


def around(now: datetime, minutes: int) -> Quiet:
    """Quiet since an hour ago, for so many minutes to come."""
    of_day = now.hour * 60 + now.minute
    return Quiet(starts=(of_day - 60) % 1440, ends=(of_day + minutes) % 1440)


def closing_soon(occurrence_id: str) -> Any:
    now = datetime.now(UTC)
    data = TaskClosingSoon(
        occurrence_id=occurrence_id,
        title=occurrence_id,
        unit_path=BRANCH,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=1),
        missing=["m1"],
    )
    return compose(data, source="/zhixing/checkins")
