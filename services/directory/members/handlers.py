"""Members are registered, and choose their language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.directory.linking.ports import Links
from services.directory.members.changing import without_holdings
from services.directory.members.contacts import Safe, UnusablePhone
from services.directory.members.model import ClosedUnit, EmployeeNumberTaken, Member, NoSuchZone, SealedContacts, tidy
from services.directory.members.ports import Members
from services.directory.members.telling import keep_and_tell, leave_unit
from services.directory.units.model import UnknownUnit
from shared.events import Message
from shared.events.directory import RegisterMember, SetLocale
from shared.events.people import ERASED_NAME
from shared.failures import PermanentFailure

Emit = Callable[..., None]


def register_member(command: Message[RegisterMember], directory: Members, emit: Emit, safe: Safe | None = None) -> None:
    """Register or update. Raises UnknownUnit while the unit, or one that a grant is for, is not registered;
    PermanentFailure where the employee number is another member's or the phone is none."""
    try:
        register(command.data, directory, emit, safe)
    except EmployeeNumberTaken:
        raise PermanentFailure(f"member {command.data.member_id}: another has this employee number") from None
    except UnusablePhone:
        raise PermanentFailure(f"member {command.data.member_id}: the phone is no phone number") from None


def register(
    asked: RegisterMember, directory: Members, emit: Emit, safe: Safe | None = None, now: datetime | None = None
) -> Member:
    """Register or update. Raises UnknownUnit, ClosedUnit, EmployeeNumberTaken, UnusablePhone."""
    unit = directory.unit(asked.unit_id)
    if unit is None:
        raise UnknownUnit(asked.unit_id)
    before, moment = directory.member(asked.member_id), now or datetime.now(UTC)
    if not unit.is_open and (before is None or before.unit_id != unit.unit_id):
        raise ClosedUnit(f"member {asked.member_id}: unit {unit.unit_id} is closed")
    if before is not None and before.name == ERASED_NAME:
        raise PermanentFailure(f"member {asked.member_id} was erased: register the person under another id")
    _free(asked.employee_number, asked.member_id, directory)
    member = _asked_for(asked, before, safe)
    if before is None:
        member = replace(member, since=moment)
    elif before.unit_id != asked.unit_id:
        leave_unit(before, asked.unit_id, cause="registered", directory=directory, now=moment)
        member = replace(member, since=moment)
    return keep_and_tell(member, directory, emit, before=before)


def set_locale(command: Message[SetLocale], directory: Links, emit: Emit) -> None:
    """The language a member chose. Raises PermanentFailure when the chat is not that member's: nobody chooses for
    another, and a chat that was unlinked meanwhile has its own language still."""
    asked = command.data
    chat, before = directory.chat(asked.chat_id), directory.member(asked.member_id)
    if chat is None or before is None or chat.member_id != asked.member_id:
        raise PermanentFailure(f"chat {asked.chat_id} is not one of member {asked.member_id}")
    if before.chose_locale and before.locale == asked.locale:
        return
    keep_and_tell(replace(before, locale=asked.locale, chose_locale=True), directory, emit, before=before)


def _asked_for(asked: RegisterMember, before: Member | None, safe: Safe | None) -> Member:
    known = before or Member(asked.member_id, asked.kind, asked.unit_id, asked.person.name, asked.locale, (), 0)
    roles, grants = tidy(
        known.roles if asked.roles is None else tuple(asked.roles),
        known.grants if asked.grants is None else tuple(asked.grants),
        asked.unit_id,
    )
    member = replace(
        known,
        kind=asked.kind,
        unit_id=asked.unit_id,
        name=asked.person.name,
        locale=known.locale if known.chose_locale else asked.locale,
        roles=roles,
        grants=grants,
        positions=known.positions if asked.positions is None else tuple(dict.fromkeys(asked.positions)),
        employee_number=asked.employee_number or known.employee_number,
        joined_on=asked.joined_on or known.joined_on,
        status=asked.status or known.status,
        contacts=_contacts(asked, known, safe),
        zone=_zone(asked.zone) or known.zone,
    )
    return without_holdings(member)


def _zone(name: str | None) -> str | None:
    """Raises NoSuchZone."""
    try:
        return ZoneInfo(name).key if name else None
    except (KeyError, ValueError, OSError):
        raise NoSuchZone(name) from None


def _contacts(asked: RegisterMember, known: Member, safe: Safe | None) -> SealedContacts | None:
    if asked.contacts is None:
        return known.contacts
    if safe is None:
        raise PermanentFailure("there is no key to keep contacts under")
    return safe.changed(asked.member_id, asked.contacts, known.contacts)


def _free(employee_number: str | None, member_id: str, directory: Members) -> None:
    if employee_number is None:
        return
    holder = directory.member_by_number(employee_number)
    if holder is not None and holder.member_id != member_id:
        raise EmployeeNumberTaken(member_id)
