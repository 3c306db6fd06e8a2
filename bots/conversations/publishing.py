"""An organiser publishes a volunteer activity of one shift: title, place, date and times, places, and a last look.

.. mermaid::

    flowchart LR
        publish --> title --> place --> when --> places --> look{right?} -- yes --> sent["command publish-activity"]
        look -- no --> nothing
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bots.conversations import menu
from bots.conversations.model import Args, Button, Choice, Facts, Incoming, Needs, Reply, Send, State, Step, Text
from bots.conversations.tasks import no_longer_linked
from bots.conversations.volunteer_facts import Planned
from bots.conversations.volunteers import ORGANISED, ORGANISERS
from bots.conversations.words import is_said, tidy, words
from shared.events import derived_id
from shared.events.volunteers import MAX_CAPACITY, PlannedShift, PublishActivity

NAME = "publishing"
PREFIX = "pub:"
MAX_LENGTH = 120
#: A shift is no longer than this.
LONGEST = timedelta(hours=16)

YES = Choice("choice-publish-yes", "pub:yes")
CANCEL = Choice("choice-publish-cancel", "pub:cancel")


def wants(state: State, incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "publish") or (state.waiting == NAME and state.planned is not None)
        case Button(data):
            return data == menu.PUBLISH.data or data.startswith(PREFIX)


def needs(state: State, incoming: Incoming) -> Needs:
    return Needs(profile=_begins(incoming))


def step(state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step:
    if _begins(incoming):
        return _begin(state, facts, now)
    if state.member is None:
        return no_longer_linked(state)
    if incoming == Button(CANCEL.data) or (isinstance(incoming, Text) and is_said(incoming.text, "no")):
        return Step(_without(state), (Reply("publish-left", choices=(menu.VOLUNTEER,)),))
    planned = state.planned
    if planned is None:
        return Step(_without(state), (Reply("publish-over", choices=(menu.PUBLISH, ORGANISED)),))
    agreed = incoming == Button(YES.data) or (isinstance(incoming, Text) and is_said(incoming.text, "yes"))
    if agreed and planned.capacity is not None:
        return _publish(state, planned, facts)
    filled = _fill(planned, " ".join(tidy(incoming.text).split()), now) if isinstance(incoming, Text) else planned
    if isinstance(filled, Reply):
        return Step(state, (filled,))
    return Step(state.but(planned=filled, waiting=NAME), (_question(filled),))


def span_of(text: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Start and end of what somebody wrote as a date and two times of day, in the zone of ``now``.

    Numbers are what counts: ``11-28 14:00-17:00``, ``2026/11/28 14:00 17:00``, also with words between them; without
    a date there must be a word for today or tomorrow. A date without a year is the next one. None for anything else.
    """
    plain = tidy(text)
    numbers = [int(number) for number in re.findall(r"[0-9]{1,4}", plain)]
    day: datetime | None
    match numbers:
        case [year, month, of_month, *times] if len(times) == 4:
            day = _date(now, year, month, of_month)
        case [month, of_month, *times] if len(times) == 4:
            day = _next(now, month, of_month)
        case [_, _, _, _] as times:
            day = _named(plain, now)
        case _:
            return None
    start = _time(day, times[0], times[1])
    end = _time(day, times[2], times[3])
    if start is None or end is None or not start < end <= start + LONGEST:
        return None
    return start, end


def _begins(incoming: Incoming) -> bool:
    match incoming:
        case Text(text):
            return is_said(text, "publish")
        case Button(data):
            return data == menu.PUBLISH.data


def _begin(state: State, facts: Facts, now: datetime) -> Step:
    if facts.profile is None:
        return no_longer_linked(state)
    state = state.but(member=facts.profile)
    if ORGANISERS.isdisjoint(facts.profile.roles):
        return Step(_without(state), (Reply("publish-not-allowed", choices=(menu.VOLUNTEER,)),))
    planned = Planned(begun=now)
    return Step(state.but(planned=planned, waiting=NAME), (_question(planned),))


def _fill(planned: Planned, text: str, now: datetime) -> Planned | Reply:
    """The plan with one more answer; a reply where the answer cannot be taken."""
    if planned.title is None or planned.place is None:
        if not text or len(text) > MAX_LENGTH:
            return Reply("publish-too-long", {"most": MAX_LENGTH}, (CANCEL,))
        return planned.but(title=text) if planned.title is None else planned.but(place=text)
    if planned.starts_at is None:
        span = span_of(text, now)
        if span is None:
            return Reply("publish-when-again", choices=(CANCEL,))
        if span[0] <= now:
            return Reply("publish-in-the-past", choices=(CANCEL,))
        return planned.but(starts_at=span[0], ends_at=span[1])
    if planned.capacity is None:
        number = re.fullmatch(r"\D*([0-9]{1,6})\D*", text)
        if number is None or not 1 <= int(number[1]) <= MAX_CAPACITY:
            return Reply("publish-capacity-again", {"most": MAX_CAPACITY}, (CANCEL,))
        return planned.but(capacity=int(number[1]))
    return planned


def _question(planned: Planned) -> Reply:
    """Asks for the first thing that is missing."""
    if planned.title is None:
        return Reply("publish-title", choices=(CANCEL,))
    if planned.place is None:
        return Reply("publish-place", choices=(CANCEL,))
    if planned.starts_at is None or planned.ends_at is None:
        return Reply("publish-when", choices=(CANCEL,))
    if planned.capacity is None:
        return Reply("publish-capacity", choices=(CANCEL,))
    args: Args = {
        "title": planned.title,
        "place": planned.place,
        "starts": planned.starts_at,
        "ends": planned.ends_at,
        "capacity": planned.capacity,
    }
    return Reply("publish-look", args, (YES, CANCEL))


def _publish(state: State, planned: Planned, facts: Facts) -> Step:
    if state.member is None or planned.starts_at is None or planned.ends_at is None:
        return Step(_without(state), (Reply("publish-over", choices=(menu.PUBLISH,)),))
    # The same however often the last answer is handled.
    activity_id = derived_id(facts.chat_id, f"activity\n{planned.begun.isoformat()}")
    shift = PlannedShift(
        shift_id=f"{activity_id}-1",
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        capacity=planned.capacity or 1,
    )
    command = PublishActivity(
        activity_id=activity_id,
        title=planned.title or "",
        place=planned.place or "",
        unit_id=state.member.unit_id,
        organiser_id=state.member.member_id,
        shifts=[shift],
        chat_id=facts.chat_id,
    )
    return Step(_without(state), (Reply("publish-received"),), (Send(command, "publish"),))


def _named(text: str, now: datetime) -> datetime | None:
    folded = text.casefold()
    for topic, days in (("tomorrow", 1), ("today", 0)):
        if any(word in folded for word in words(topic)):
            return now + timedelta(days=days)
    return None


def _date(now: datetime, year: int, month: int, day: int) -> datetime | None:
    try:
        return now.replace(year=year, month=month, day=day)
    except ValueError:
        return None


def _next(now: datetime, month: int, day: int) -> datetime | None:
    this_year = _date(now, now.year, month, day)
    if this_year is not None and this_year.date() >= now.date():
        return this_year
    return _date(now, now.year + 1, month, day)


def _time(day: datetime | None, hour: int, minute: int) -> datetime | None:
    try:
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0) if day else None
    except ValueError:
        return None


def _without(state: State) -> State:
    return state.but(planned=None, waiting=None)
