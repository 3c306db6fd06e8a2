"""From what was told to figures: facts are kept, and what they change is added to the counters.

Events may come in any order and more than once; see ``services.checkins.figures.model``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.checkins.figures.model import Asked, Fact, MemberYear, Presence, Session
from services.checkins.figures.ports import Adjustment, FigureStore
from services.checkins.figures.standing import standings
from services.checkins.figures.tally import Tally, change
from services.checkins.figures.windows import last_day_of_month, month_of
from services.checkins.model import own_day
from services.checkins.plans.desk import utc_now
from shared.events import Message
from shared.events.attendance import CheckInCorrected
from shared.events.checkins import CheckInCounted, CheckInRecorded, Figures
from shared.events.plans import ExpectationChanged, ExpectationsFixed
from shared.failures import PermanentFailure

#: Members whose facts are changed in one transaction.
AT_ONCE = 200

Emit = Callable[..., None]
Told = Message[CheckInRecorded | CheckInCorrected | ExpectationsFixed | ExpectationChanged]


@dataclass(frozen=True)
class Rules:
    """How days are told apart."""

    zone: ZoneInfo
    #: Days after its end on which a month is closed; what changes it later is an adjustment.
    closes_after: int = 5
    #: The member's own day begins so long after midnight.
    day_begins: timedelta = timedelta()

    now: Callable[[], datetime] = utc_now

    def is_closed(self, month: str) -> bool:
        last = last_day_of_month(month) + timedelta(days=self.closes_after)
        return self.now().astimezone(self.zone).date() > last


@dataclass(frozen=True)
class News:
    """About one member at one session."""

    occurrence_id: str
    member_id: str
    what: Presence | Asked
    reason: str
    #: The check-in to answer.
    recorded: Message[CheckInRecorded] | None = None


@dataclass
class Changed:
    """The outcome of a batch, before it is stored."""

    years: dict[tuple[str, int], MemberYear]
    #: Those that were there.
    there: frozenset[tuple[str, int]]
    touched: set[tuple[str, int]] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)
    enrolled: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    adjustments: list[Adjustment] = field(default_factory=list)
    #: How many pieces of news were news.
    facts: int = 0
    #: Months.
    closed: set[str] = field(default_factory=set)
    counted: list[tuple[Message[CheckInRecorded], Presence]] = field(default_factory=list)


def project(events: Sequence[Told], store: FigureStore, emit: Emit, rules: Rules) -> None:
    """Raises PermanentFailure for what is about no occurrence that was ever here: they are told by this very
    service."""
    news = [each for event in events for each in read(event, rules)]
    sessions = store.sessions({each.occurrence_id for each in news}, rules.zone)
    for each in news:
        if each.occurrence_id not in sessions:
            raise PermanentFailure(f"no task {each.occurrence_id}")
    changed = apply(news, sessions, store, rules)
    _tell(changed, store, emit)
    keep(changed, store)


def batches(events: Sequence[Told]) -> Iterator[list[Told]]:
    """In portions that fit into a transaction: a page of a list is about many members."""
    batch: list[Told] = []
    size = 0
    for event in events:
        own = len(event.data.members) if isinstance(event.data, ExpectationsFixed) else 1
        if batch and size + own > AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += own
    if batch:
        yield batch


def read(event: Told, rules: Rules) -> Iterator[News]:
    data = event.data
    if isinstance(data, CheckInRecorded | CheckInCorrected):
        recorded = event if isinstance(data, CheckInRecorded) else None
        yield News(
            data.occurrence_id,
            data.member_id,
            Presence(
                data.version,
                data.unit_path,
                data.counts if isinstance(data, CheckInCorrected) else True,
                data.credit_minutes,
                data.late,
                data.how == "made-up",
                data.day or own_day(data.checked_in_at, rules.zone, rules.day_begins),
            ),
            data.reason if isinstance(data, CheckInCorrected) else data.how,
            recorded,  # type: ignore[arg-type]
        )
    elif isinstance(data, ExpectationsFixed):
        for each in data.members:
            asked = Asked(each.version, each.unit_path, each.standing)
            yield News(data.occurrence_id, each.member_id, asked, data.reason)
    else:
        standing = data.standing or ("expected" if data.expected else "withdrawn")
        asked = Asked(data.version, data.unit_path, standing)
        yield News(data.occurrence_id, data.member_id, asked, data.reason)


def apply(news: Sequence[News], sessions: Mapping[str, Session], store: FigureStore, rules: Rules) -> Changed:
    wanted = {(each.member_id, sessions[each.occurrence_id].day.year) for each in news}
    # A streak is read beside it.
    wanted |= {(each.member_id, each.what.day.year) for each in news if isinstance(each.what, Presence)}
    there = store.member_years(wanted)
    changed = Changed(dict(there), frozenset(there))
    for each in news:
        session = sessions[each.occurrence_id]
        key = (each.member_id, session.day.year)
        year = changed.years.get(key) or MemberYear(each.member_id, session.day.year, {})
        before = year.facts.get(each.occurrence_id) or Fact(session)
        after = before.told(each.what)
        if after is before:
            continue
        if all(fact.unit_path != after.unit_path for fact in year.facts.values()):
            changed.enrolled.setdefault((after.unit_path, session.day.year), set()).add(each.member_id)
        changed.years[key] = replace(year, facts={**year.facts, each.occurrence_id: after})
        changed.touched.add(key)
        changed.facts += 1
        changed.tally.add(before, after)
        month = month_of(session.day)
        if rules.is_closed(month):
            changed.closed.add(month)
            changed.adjustments += _adjustments(each, month, before, after, rules.now())
        if each.recorded is not None and isinstance(each.what, Presence):
            changed.counted.append((each.recorded, each.what))
    return changed


def keep(changed: Changed, store: FigureStore) -> None:
    if changed.touched:
        touched = {key: changed.years[key] for key in sorted(changed.touched)}
        new = [year for key, year in touched.items() if key not in changed.there]
        store.keep_member_years(new, [year for key, year in touched.items() if key in changed.there])
        store.enrol(changed.enrolled)
        store.adjust(changed.adjustments)
    # Last, because what every batch writes is where two of them meet.
    store.add_up(changed.tally, changed.closed)


def _adjustments(news: News, month: str, before: Fact, after: Fact, now: datetime) -> Iterator[Adjustment]:
    for path, counts in change(before, after).items():
        yield Adjustment(month, now, news.reason, news.occurrence_id, news.member_id, path, counts)


def _tell(changed: Changed, store: FigureStore, emit: Emit) -> None:
    """With the member's standing on the day of the check-in, all of the batch included."""
    if not changed.counted:
        return
    leaves = store.leaves({event.data.member_id for event, _ in changed.counted})
    wanted = {(event.data.member_id, what.day) for event, what in changed.counted}
    found = standings(wanted, changed.years, leaves, store.member_years)
    for event, what in changed.counted:
        data = event.data
        standing = found[data.member_id, what.day]
        emit(
            CheckInCounted(
                command_id=data.command_id,
                occurrence_id=data.occurrence_id,
                member_id=data.member_id,
                unit_path=data.unit_path,
                task_title=data.task_title,
                checked_in_at=data.checked_in_at,
                credit_minutes=data.credit_minutes,
                figures=Figures(**vars(standing)),
                chat_id=data.chat_id,
                late=data.late,
                how=data.how,
            ),
            cause=event,
            subject=data.member_id,
            unit_path=data.unit_path,
            time=event.time,
        )
