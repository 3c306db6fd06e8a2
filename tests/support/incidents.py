"""A district with duty officers, and the commands about incidents."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared.events import Message, Payload, compose
from shared.events.directory import ChatLinked, MemberRegistered, PersonName, Role, UnitKind, UnitRegistered
from shared.events.incidents import (
    Account,
    AcknowledgeIncident,
    CloseIncident,
    NoteIncident,
    ReportIncident,
    ResolveIncident,
    Words,
)
from tests.fixtures.incident_texts import CANTEEN
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.process import Process, service
from tests.support.waiting import eventually

INCIDENTS = "services.incidents.service:IncidentsService"
NOTIFICATIONS = "services.notifications.service:NotificationsService"
SOURCE = "/zhixing/tests"

UNITS: tuple[tuple[str, UnitKind, str], ...] = (
    ("district", "district", "/district"),
    ("school", "school", "/district/school"),
    ("branch", "branch", "/district/school/branch"),
)
#: Who is where with which roles. Each has the chat ``chat-<member>``.
PEOPLE: dict[str, tuple[str, list[Role]]] = {
    "reporter": ("branch", ["reporter"]),
    "branch-duty": ("branch", ["duty-officer"]),
    "school-admin": ("school", ["school-admin"]),
    "district-duty": ("district", ["duty-officer"]),
    "bystander": ("branch", ["member"]),
}


def told_by_the_directory() -> list[Message[Payload]]:
    paths = {unit_id: path for unit_id, _, path in UNITS}
    messages: list[Message[Payload]] = [
        compose(UnitRegistered(unit_id=unit_id, kind=kind, name=unit_id.title(), path=path), source=SOURCE)
        for unit_id, kind, path in UNITS
    ]
    for member_id, (unit_id, roles) in PEOPLE.items():
        registered = MemberRegistered(
            member_id=member_id,
            kind="full",
            unit_id=unit_id,
            unit_path=paths[unit_id],
            person=PersonName(name=member_id.title()),
            locale="en",
            version=1,
            roles=roles,
        )
        linked = ChatLinked(chat_id=f"chat-{member_id}", channel="web", member_id=member_id)
        messages += [compose(registered, source=SOURCE), compose(linked, source=SOURCE)]
    return messages


def settle(vhost: Vhost, databases: Databases) -> None:
    """Have the running incidents and notifications services know the district."""
    vhost.send(*told_by_the_directory())
    own, messages = databases.of("incidents"), databases.of("notifications")

    def known() -> bool:
        return (
            own.units.count_documents({}) == len(UNITS)
            and own.members.count_documents({}) == len(PEOPLE)
            and messages.members.count_documents({}) == len(PEOPLE)
            and messages.chats.count_documents({}) == len(PEOPLE)
        )

    eventually(known, what="the district to be known")


def incidents(environment: dict[str, str], **more: str) -> Process:
    return service(INCIDENTS, {**environment, **more})


def notifications(environment: dict[str, str]) -> Process:
    return service(NOTIFICATIONS, environment)


def clocks(folder: Path, seconds: float) -> str:
    """A clock file with the same short time for everything; the end of the chain is told once more."""
    path = folder / "clocks.yaml"
    rule = f"{{minutes: {seconds / 60}, calendar: round-the-clock}}"
    levels = "".join(f"  {level}: {rule}\n" for level in (1, 2, 3, 4))
    end = f"unanswered: {{repeat_minutes: {seconds / 60}, repeats: 1}}\n"
    path.write_text(f"version: v1\nworking_day: {{begins: '08:00', ends: '18:00'}}\n{end}default:\n{levels}", "utf-8")
    return str(path)


def report(incident_id: str = "i1", *, by: str = "reporter", id: str | None = None, **more: Any) -> Message[Payload]:
    fields: dict[str, Any] = {
        "category": "food_safety",
        "severity": 3,
        "account": Account(what=CANTEEN, where="East canteen"),
        "occurred_at": datetime.now(UTC),
        "chat_id": f"chat-{by}",
        **more,
    }
    return compose(ReportIncident(incident_id=incident_id, reporter_id=by, **fields), source=SOURCE, id=id)


def acknowledge(by: str, incident_id: str = "i1", *, id: str | None = None) -> Message[Payload]:
    data = AcknowledgeIncident(incident_id=incident_id, actor_id=by, chat_id=f"chat-{by}")
    return compose(data, source=SOURCE, id=id or str(uuid.uuid4()))


def note(by: str, text: str, incident_id: str = "i1") -> Message[Payload]:
    data = NoteIncident(incident_id=incident_id, actor_id=by, chat_id=f"chat-{by}", words=Words(text=text))
    return compose(data, source=SOURCE)


def resolve(by: str, text: str | None = None, incident_id: str = "i1") -> Message[Payload]:
    words = Words(text=text) if text else None
    data = ResolveIncident(incident_id=incident_id, actor_id=by, chat_id=f"chat-{by}", words=words)
    return compose(data, source=SOURCE)


def close(by: str, incident_id: str = "i1") -> Message[Payload]:
    return compose(CloseIncident(incident_id=incident_id, actor_id=by, chat_id=f"chat-{by}"), source=SOURCE)
