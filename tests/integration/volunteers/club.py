"""The volunteers service on the real broker and database, with a branch of members and its secretary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

from shared.events import Message, compose
from shared.events.volunteers import CancelSignUp, PlannedShift, PublishActivity, SignUp
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.district import SOURCE

VOLUNTEERS = "services.volunteers.service:VolunteersService"
PATH = "/district/branch"


@dataclass
class Club:
    vhost: Vhost
    databases: Databases
    environment: dict[str, str]

    @property
    def own(self) -> Any:
        return self.databases.of("volunteers")

    def seed(self, members: int) -> None:
        """What the directory would have told: members m1..mN and the secretary ``boss``, put straight into the
        service's own copies."""
        self.own.units.insert_one({"_id": "branch", "path": PATH})
        names = ["boss", *(f"m{n}" for n in range(1, members + 1))]
        self.own.members.insert_many(
            [
                {
                    "_id": name,
                    "unit_id": "branch",
                    "unit_path": PATH,
                    "roles": ["secretary"] if name == "boss" else ["member"],
                    "version": 1,
                }
                for name in names
            ]
        )

    def settled(self, queue: str = "volunteers.places") -> bool:
        return self.vhost.waiting(queue) == 0 and self.own.outbox.count_documents({}) == 0

    def check_books(self) -> None:
        """Places, sign-ups and members' times agree, and nothing was given twice."""
        held = list(self.own.sign_ups.find({"state": {"$ne": "cancelled"}}))
        for shift in self.own.shifts.find():
            taken = sum(each["shift_id"] == shift["_id"] for each in held)
            assert taken == shift["taken"] <= shift["capacity"], shift["_id"]
        for member in {each["member_id"] for each in held}:
            times = [(each["starts_at"], each["ends_at"]) for each in held if each["member_id"] == member]
            assert not any(one[0] < two[1] and two[0] < one[1] for one, two in combinations(times, 2)), member


def activity(
    activity_id: str, *plans: tuple[str, float, float, int], unit: str = "branch", organiser: str = "boss", **more: Any
) -> Message[PublishActivity]:
    """Shifts as (id, start, end, capacity), in seconds from now."""
    now = datetime.now(UTC)
    shifts = [
        PlannedShift(
            shift_id=key,
            starts_at=now + timedelta(seconds=start),
            ends_at=now + timedelta(seconds=end),
            capacity=capacity,
        )
        for key, start, end, capacity in plans
    ]
    return compose(
        PublishActivity(
            activity_id=activity_id,
            title=f"Title {activity_id}",
            place="Gate",
            unit_id=unit,
            organiser_id=organiser,
            shifts=shifts,
            **more,
        ),
        source=SOURCE,
    )


def sign_up(shift_id: str, member_id: str, *, id: str | None = None, **more: Any) -> Message[SignUp]:
    return compose(SignUp(shift_id=shift_id, member_id=member_id, **more), source=SOURCE, id=id)


def cancel(shift_id: str, member_id: str, *, id: str | None = None, **more: Any) -> Message[CancelSignUp]:
    return compose(CancelSignUp(shift_id=shift_id, member_id=member_id, **more), source=SOURCE, id=id)


def outcomes(messages: Sequence[Message[Any]]) -> dict[str, str]:
    """By command, the type of its answer and the reason, if any. A fact told twice must be the same fact."""
    found: dict[str, str] = {}
    told: dict[str, Any] = {}
    for message in messages:
        assert told.setdefault(message.id, message.data) == message.data
        outcome = f"{type(message.data).__name__}:{getattr(message.data, 'reason', '')}".rstrip(":")
        assert found.setdefault(message.data.command_id, outcome) == outcome
    return found
