"""What a batch of commands is about: read once, then as it is after each command of the batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.volunteers.model import Hours, Member, Rules, Shift, SignUp
from services.volunteers.ports import Changes, Volunteers
from shared.events import Message
from shared.events.volunteers import Attend, CancelSignUp
from shared.events.volunteers import SignUp as SignUpCommand

PlaceCommand = SignUpCommand | CancelSignUp | Attend

#: A shift that ended this long ago is still known for the one that somebody means.
_RECENTLY = timedelta(hours=12)


class Desk:
    def __init__(self, commands: Sequence[Message[PlaceCommand]], store: Volunteers, rules: Rules) -> None:
        self.rules = rules
        self.changes = Changes()
        self._sign_ups: dict[str, dict[str, SignUp]] = {}
        self._shifts: dict[str, Shift] = {}
        if not commands:
            return
        members = {command.data.member_id for command in commands}
        named = {command.data.shift_id for command in commands if command.data.shift_id}
        since = min(command.time for command in commands) - _RECENTLY
        self._members = store.members(members)
        self._timetables = store.timetables(members)
        for sign_up in store.sign_ups_of(members, named, since):
            self._sign_ups.setdefault(sign_up.member_id, {})[sign_up.shift_id] = sign_up
        known = {shift_id for own in self._sign_ups.values() for shift_id in own}
        self._shifts.update(store.shifts(named | known))
        arriving = {command.data.member_id for command in commands if isinstance(command.data, Attend)}
        self._minutes = dict(store.minutes(arriving)) if arriving else {}
        self._secrets = store.secrets(set(self._shifts)) if arriving else {}

    def member(self, member_id: str) -> Member | None:
        return self._members.get(member_id)

    def shift(self, shift_id: str) -> Shift | None:
        return self._shifts.get(shift_id)

    def secret(self, shift_id: str) -> bytes:
        return self._secrets[shift_id]

    def sign_ups(self, member_id: str) -> list[SignUp]:
        return list(self._sign_ups.get(member_id, {}).values())

    def sign_up(self, shift_id: str, member_id: str) -> SignUp | None:
        return self._sign_ups.get(member_id, {}).get(shift_id)

    def put(self, sign_up: SignUp) -> None:
        """Keep a sign-up in its new state, and take or give back its place."""
        before = self.sign_up(*sign_up.key)
        change = int(sign_up.holds) - int(before is not None and before.holds)
        self._sign_ups.setdefault(sign_up.member_id, {})[sign_up.shift_id] = sign_up
        self.changes.sign_ups[sign_up.key] = sign_up
        self.changes.timetables[sign_up.member_id] = self._timetables.get(sign_up.member_id, 0)
        if change:
            shift = self._shifts[sign_up.shift_id]
            shift = replace(shift, taken=shift.taken + change)
            self._shifts[sign_up.shift_id] = self.changes.shifts[sign_up.shift_id] = shift

    def credit(self, hours: Hours) -> int:
        """Keep credited time; all the minutes that the member has now."""
        self.changes.hours.append(hours)
        total = self._minutes.get(hours.member_id, 0) + hours.minutes
        self._minutes[hours.member_id] = total
        return total


def within(moment: datetime, shift: Shift, rules: Rules) -> bool:
    """Whether attendance can be recorded."""
    return shift.starts_at - rules.arrive_before <= moment < shift.ends_at
