"""What was promised against what is stored, told and shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from shared.events import Message, Payload, derived_id
from shared.events.checkins import CheckInRefused
from shared.events.incidents import (
    IncidentAcknowledged,
    IncidentEscalated,
    IncidentReported,
    IncidentUnanswered,
)
from shared.events.volunteers import ActivityPublished, SignUpConfirmed, SignUpRefused
from tests.chaos.load.others import PLACES
from tests.chaos.stage import STEPS, Stage

Told = dict[str, Message[Payload]]


class Books:
    """Read once; a process that still works makes them false."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._ledger = stage.ledger
        #: By id: a fact that is told again is the same fact.
        self.told: Told = {message.id: message for message in stage.heard.drain()}
        self.check_ins = list(stage.databases.of("checkins").check_ins.find())
        self.incidents = {row["_id"]: row for row in stage.databases.of("incidents").incidents.find()}
        self.messages = {row["_id"]: row for row in stage.databases.of("notifications").messages.find()}
        self.timers = {row["_id"]: row for row in stage.databases.of("notifications").timers.find()}

    def unsettled(self) -> dict[str, Any]:
        """What has to come yet, by what it is; empty when nothing has."""
        ledger, databases = self._ledger, self._stage.databases
        answered = {row["answers"] for row in self.messages.values()}
        sent = {key for key, row in self.messages.items() if row["state"] == "sent"}
        names = [name for name in databases.client.list_database_names() if name.startswith(databases.prefix + "_")]
        found = {
            "answers": len(self.promised() - answered),
            "pages": len(ledger.received) - len(self.by_page()),
            "incidents": [key for key in ledger.reports.values() if not self._at_its_end(key)],
            "news": len(set(self.news()) - sent),
            "messages": dict(Counter(row["state"] for row in self.messages.values() if row["state"] != "sent")),
            "outboxes": {name: count for name in names if (count := databases.client[name].outbox.count_documents({}))},
        }
        return {what: missing for what, missing in found.items() if missing}

    def promised(self) -> set[str]:
        """The commands that are to be answered, each once."""
        return self._ledger.on_the_page() | set(self._ledger.sign_ups) | self.by_page()

    def by_page(self) -> set[str]:
        return {row["command_id"] for row in self.check_ins if row["member_id"] in self._ledger.received}

    def news(self) -> Iterator[str]:
        """The ids of the messages that nobody asked for: of each event, one to each whom it concerns."""
        for event in self.told.values():
            yield from (derived_id(event.id, f"chat-{member_id}") for member_id in _concerned(event.data))

    def compare(self) -> None:
        self._check_ins()
        self._incidents()
        self._sign_ups()
        self._messages()
        self._page()
        self._telegram()

    def _check_ins(self) -> None:
        ledger = self._ledger
        recorded = Counter(row["command_id"] for row in self.check_ins)
        refused = {m.data.command_id for m in self.told.values() if isinstance(m.data, CheckInRefused)}
        assert len(self.by_page()) == len(ledger.received), "each page that said received has one check-in"
        assert set(recorded.values()) == {1}
        assert len({(row["occurrence_id"], row["member_id"]) for row in self.check_ins}) == len(self.check_ins)
        assert set(recorded) | refused == set(ledger.confirmed) | self.by_page(), "each has a check-in or a refusal"
        assert not set(recorded) & refused
        assert len(refused) == len(ledger.again), "only what was asked for twice is refused"
        years = self._stage.databases.of("checkins").member_figures.find()
        counted = sum("p" in fact for year in years for fact in year["facts"])
        assert counted == len(self.check_ins), "each is counted once in the figures"

    def _incidents(self) -> None:
        ledger = self._ledger
        reported = self._of(IncidentReported)
        assert Counter(m.causation_id for m in reported) == dict.fromkeys(ledger.reports, 1), "announced once"
        assert {row["report_command_id"]: key for key, row in self.incidents.items()} == ledger.reports, "stored once"
        numbers = {row["number"] for row in self.incidents.values()}
        assert len(numbers) == len(self.incidents), "each has a number of its own"
        assert {(m.data.incident_id, m.data.number) for m in reported} == {
            (key, row["number"]) for key, row in self.incidents.items()
        }
        acknowledged = Counter(m.causation_id for m in self._of(IncidentAcknowledged))
        assert acknowledged == dict.fromkeys(ledger.acknowledgements, 1)
        climbed = Counter((m.data.incident_id, m.data.step) for m in self._of(IncidentEscalated))
        ended = Counter((m.data.incident_id, m.data.time) for m in self._of(IncidentUnanswered))
        rows = self.incidents.items()
        steps = [(key, step["number"]) for key, row in rows for step in row["steps"][1:]]
        ends = [(key, time) for key, row in rows for time in range(1, row["unanswered"] + 1)]
        assert climbed == dict.fromkeys(steps, 1), "each step of the escalation is told once"
        assert ended == dict.fromkeys(ends, 1), "each end of a chain is told once for each time"
        for key in set(self.incidents) - set(ledger.acknowledgements.values()):
            row = self.incidents[key]
            assert (len(row["steps"]), row["unanswered"]) == (2, 2), f"{key} climbs to the end of its chain"

    def _sign_ups(self) -> None:
        ledger, own = self._ledger, self._stage.databases.of("volunteers")
        published = Counter(m.causation_id for m in self._of(ActivityPublished))
        assert published == dict.fromkeys(ledger.activities, 1)
        confirmed, refused = self._of(SignUpConfirmed), self._of(SignUpRefused)
        answers = Counter(m.causation_id for m in (*confirmed, *refused))
        assert answers == dict.fromkeys(ledger.sign_ups, 1), "everybody is answered once"
        assert {m.data.reason for m in refused} == {"full"}
        given = Counter(m.data.shift.shift_id for m in confirmed)
        held = [(row["shift_id"], row["member_id"]) for row in own.sign_ups.find({"state": {"$ne": "cancelled"}})]
        assert sorted(held) == sorted((m.data.shift.shift_id, m.data.member_id) for m in confirmed)
        asked = Counter(ledger.sign_ups.values())
        assert given == {shift: min(PLACES, count) for shift, count in asked.items()}, "every place, and no more"
        assert {row["_id"]: row["taken"] for row in own.shifts.find({"taken": {"$gt": 0}})} == given
        waiting = {
            key for key, row in self.timers.items() if row["state"] == "waiting" and key.startswith("volunteers:")
        }
        assert waiting == {f"volunteers:{shift}" for shift in ledger.activities.values()}

    def _messages(self) -> None:
        answers = Counter(row["answers"] for row in self.messages.values() if row["answers"])
        assert answers == dict.fromkeys(self.promised(), 1), "one message answers each command"
        rest = {key for key, row in self.messages.items() if not row["answers"]}
        assert rest == set(self.news()), "and there is one for each whom something concerns"
        assert {row["state"] for row in self.messages.values()} == {"sent"}

    def _page(self) -> None:
        history = self._stage.databases.of("bots").history
        shown = Counter(row["answers"] for row in history.find({"answers": {"$ne": None}}))
        assert shown == dict.fromkeys(self._ledger.on_the_page() | self.by_page(), 1), "each outcome is shown once"
        mine = {key for key, row in self.messages.items() if row["channel"] == "web"}
        entries = Counter(row["id"] for row in history.find({"role": "bot"}))
        assert {key: entries[key] for key in mine} == dict.fromkeys(mine, 1), "and so is everything else"

    def _telegram(self) -> None:
        """What was being sent at the moment of a kill may be shown twice: Telegram does not tell whether it has it."""
        telegram, doubt = self._stage.scene.telegram, self._stage.in_doubt
        mine = {key: row for key, row in self.messages.items() if row["channel"] == "telegram"}
        wanted = Counter((row["chat_id"], row["text"]) for row in mine.values())
        assert set(wanted.values()) == {1}
        shown = Counter(
            (telegram.chats[member_id], message.text)
            for member_id, address in telegram.addresses.items()
            for message in telegram.messages(address)
        )
        assert set(shown) == set(wanted), "each outcome is shown, and nothing else"
        uncertain = {(row["chat_id"], row["text"]) for key, row in mine.items() if key in doubt}
        assert {text for text, times in shown.items() if times > 1} <= uncertain, "twice only what was in doubt"
        greeted = [len(telegram.messages(address)) for address in self._ledger.greeted]
        assert min(greeted) == 1
        assert sum(greeted) - len(greeted) <= len(doubt - set(mine)), "whoever wrote is answered once"

    def _of(self, kind: type[Payload]) -> list[Any]:
        return [message for message in self.told.values() if isinstance(message.data, kind)]

    def _at_its_end(self, incident_id: str) -> bool:
        """Acknowledged by whoever said so, or told to everybody for the last time; and all of it announced."""
        row = self.incidents.get(incident_id)
        if row is None:
            return False
        told = sum(m.data.incident_id == incident_id for kind in STEPS for m in self._of(kind))
        if told != len(row["steps"]) - 1 + row["unanswered"]:
            return False
        if incident_id in self._ledger.acknowledgements.values():
            return row["state"] == "acknowledged"
        return row["unanswered"] == 2


def _concerned(data: Payload) -> list[str]:
    """Who is told of an event without having asked."""
    match data:
        case IncidentReported():
            return data.in_charge
        case IncidentEscalated():
            return data.to
        case IncidentUnanswered():
            return [*data.in_charge, *([data.reporter_id] if data.time == 1 else [])]
        case IncidentAcknowledged():
            return [each for each in {data.reporter_id, *data.in_charge} if each != data.actor_id]
    return []
