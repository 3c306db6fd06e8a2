"""The final result of a contest is told to who held it, and to those who asked to stand on its board."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from services.notifications import contests
from services.notifications.model import Chat, Wording
from services.notifications.wording import render
from shared.events import Message, compose
from shared.events.contests import ContestEnded, GroupStanding, PersonStanding
from shared.events.directory import Locale, PersonName
from shared.events.notifications import Deliver
from tests.unit.services.emitted import Emitted
from tests.unit.services.notifications.memory import MemoryNotifications

NOW = datetime(2026, 12, 2, 1, tzinfo=UTC)


def told(locale: Locale, organisers: list[str], individuals: list[PersonStanding]) -> dict[str, str]:
    store = MemoryNotifications()
    for member in ("s", "m1", "m2"):
        store.keep_locale(member, locale, 1)
        store.keep_chat(Chat(f"chat-{member}", "web", member), NOW)
    groups = [
        GroupStanding(group_id=f"b{rank}", name=f"Branch {rank}", points=100 - rank, members=9, rank=rank)
        for rank in range(1, 6)
    ]
    data = ContestEnded(
        contest_id="c1",
        title="November",
        unit_id="d",
        unit_path="/d",
        first_day=date(2026, 11, 2),
        last_day=date(2026, 11, 30),
        ranking="total",
        groups=groups,
        individuals=individuals,
        organiser_ids=organisers,
        ended_at=NOW,
    )
    event: Message[Any] = compose(data, source="/zhixing/tests")
    emitted = Emitted(event)

    def in_shanghai(locale: Locale, wording: Wording) -> str:
        return render(locale, wording, "Asia/Shanghai")

    contests.ended(event, store, emitted, in_shanghai)
    return {delivery.chat_id: delivery.text for delivery in emitted.payloads if isinstance(delivery, Deliver)}


def standing(member_id: str, rank: int) -> PersonStanding:
    return PersonStanding(member_id=member_id, person=PersonName(name=member_id.upper()), points=57, rank=rank)


@pytest.mark.parametrize("locale", get_args(Locale))
def test_the_organiser_reads_the_first_groups_and_who_stood_on_the_board_their_own_rank(locale: Locale) -> None:
    found = told(locale, ["s"], [standing("m1", 4), standing("m2", 1)])
    assert set(found) == {"chat-s", "chat-m1", "chat-m2"}
    assert all(line in found["chat-s"] for line in ("November", "1. Branch 1: 99", "3. Branch 3: 97"))
    assert "Branch 4" not in found["chat-s"]
    assert "57" in found["chat-m1"]
    assert "4" in found["chat-m1"].replace("Branch 4", "")
    assert not any("M1" in text or "M2" in text for text in found.values()), "nobody reads of another"


def test_an_organiser_who_took_part_is_told_once_and_one_who_is_no_member_is_not() -> None:
    found = told("en", ["m1", "operator:somebody"], [standing("m1", 1)])
    assert list(found) == ["chat-m1"]
    assert "Of 5 groups" in found["chat-m1"]
