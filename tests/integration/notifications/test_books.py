"""Everything that was due is accounted for, also after processes were killed in the middle of it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.district import check_in
from tests.support.process import ROOT, Process, running
from tests.support.reminding import Branch
from tests.support.rpc import Rpc
from tests.support.waiting import PATIENCE, eventually

MEMBERS = 150
TASKS = 4


def audit(branch: Branch, *options: str) -> tuple[int, dict[str, Any]]:
    """Exit code and figures of ``zhixing audit due --json``."""
    done = subprocess.run(
        [sys.executable, "-m", "ops", "audit", "due", "--json", *options],
        cwd=ROOT,
        env={**Process([], branch.environment).environment},
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_books_balance_after_notifications_and_the_timekeeper_were_killed_again_and_again(branch: Branch) -> None:
    messages = branch.databases.of("notifications").messages
    notifications, keeper, other = branch.notifications(), branch.timekeeper(), branch.timekeeper()
    with running(branch.checkins(), notifications, keeper, other):
        branch.settle(MEMBERS, chatless=("m7", "m8"))
        for number in range(TASKS):
            branch.schedule(f"t{number}", due_in=2 + number)
        branch.vhost.send(*(check_in("t0", f"m{n}", chat_id=f"chat-m{n}") for n in range(1, 6)))
        killed: list[int] = []
        for reached in (40, 160, 300):
            # The database keeps what a killed process was about for a minute.
            eventually(lambda least=reached: len(branch.delivered()) >= least, within=2 * PATIENCE)  # type: ignore[misc]
            for process in (notifications, keeper):
                killed.append(process.pid)
                process.kill()
                process.start()
        for number in range(TASKS):
            branch.asked(f"t{number}")
        expected = TASKS * (MEMBERS - 2)
        reminders = {"lane": "reminder", "state": {"$ne": "suppressed"}}
        eventually(lambda: messages.count_documents(reminders) >= expected - 5)
        notifications.wait_ready()
        # What a crash left in the outbox is swept up, so every message that is queued reaches the bots.
        queued = {row["_id"] for row in messages.find({"state": "queued"})}
        eventually(lambda: queued <= {m.data.message_id for m in branch.deliveries.drain()})  # type: ignore[attr-defined]
        branch.confirm()
        eventually(lambda: messages.count_documents({"state": "queued"}) == 0)
        code, found = audit(branch, "--since", "1h")
        lines = {line["lane"]: line for line in found["lines"]}
        per_task = list(
            messages.aggregate([{"$match": {"lane": "reminder"}}, {"$group": {"_id": "$member_id", "n": {"$sum": 1}}}])
        )
    assert len(set(killed)) == 6
    assert (code, found["balanced"], found["stuck"]) == (0, True, [])
    line = lines["reminder"]
    assert line["planned"] == line["sent"] + line["suppressed"]
    assert line["reasons"] == {"no-chat": 2 * TASKS}
    assert lines["outcome"]["sent"] == lines["outcome"]["planned"] == 5
    assert max(row["n"] for row in per_task) <= TASKS
    told = [data.message_id for data in branch.delivered()]
    assert len(set(told)) == line["sent"]


def test_what_is_lost_or_waits_too_long_is_listed_and_fails_the_audit(branch: Branch) -> None:
    copies = branch.databases.of("notifications")
    with running(branch.checkins(), branch.notifications(), branch.timekeeper()), Rpc(branch.vhost.url) as rpc:
        branch.settle(3)
        branch.schedule()
        branch.asked()
        eventually(lambda: len(branch.delivered()) == 3)
        code, found = audit(branch)
        assert (code, found["balanced"], found["stuck_count"]) == (0, True, 0)
        assert found["lines"][0]["waiting"] == 3
        code, found = audit(branch, "--minutes", "0")
        assert (code, found["balanced"], found["stuck_count"]) == (1, True, 3)
        assert {each["what"] for each in found["stuck"]} == {"message"}
        lost = copies.messages.find_one_and_delete({})
        assert lost is not None
        code, found = audit(branch)
        assert (code, found["balanced"], found["lines"][0]["difference"]) == (1, False, 1)
        long_ago = datetime.now(UTC) - timedelta(hours=1)
        copies.tasks.insert_one({"_id": "forgotten", "title": "Forgotten", "state": "scheduled", "due_at": long_ago})
        far = datetime.now(UTC) + timedelta(hours=1)
        held = {"claim": "x", "claimed_until": far}
        copies.timers.insert_one(
            {"_id": "k", "lane": "shift", "state": "waiting", "due_at": long_ago, "rank": 1, **held}
        )
        figures = rpc.call("notifications", "audit", since=long_ago.isoformat(), patience=2400)
    assert [(each["what"], each["id"]) for each in figures["stuck"]] == [("task", "forgotten"), ("timer", "k")]
