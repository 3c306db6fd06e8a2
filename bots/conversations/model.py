"""What a conversation is made of: pure values, the same for every channel.

A conversation is a step function ``(state, incoming, facts, now) -> Step``. It does no I/O: the engine fetches
the facts it ``needs``, saves the state it returns, sends its commands and renders its replies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from bots.conversations.directory_facts import AskedLeave, OwnChat, OwnLeave, Pending, Refusing
from bots.conversations.note_facts import Note, Noting, Remarked, WantedNotes
from bots.conversations.plan_facts import Board, Cancelling, OwnContest, PlannedSession
from bots.conversations.study_facts import (
    Calling,
    Correcting,
    Evidence,
    MakingUp,
    Meeting,
    MissedTask,
    Proving,
    Roll,
    SpotCode,
    WaitingMakeUp,
)
from bots.conversations.volunteer_facts import (
    AttendanceCode,
    OpenShift,
    OrganisedShift,
    Planned,
    ShownShift,
    Volunteering,
)
from shared.events import Command
from shared.events.incidents import Category, Move
from shared.events.templates import Template

#: Telegram's limit for the data behind a button, in UTF-8 bytes; every channel keeps to it.
MAX_DATA_BYTES = 64

#: What a message of the catalogue may be filled with. A datetime is shown in the unit's zone.
Args = Mapping[str, "str | int | datetime"]


@dataclass(frozen=True)
class Text:
    """Something typed."""

    text: str


@dataclass(frozen=True)
class Button:
    """The data behind a button that was tapped."""

    data: str


@dataclass(frozen=True)
class Photo:
    """A photo, by the id it is kept under; None for one that nobody had asked for, which is not kept."""

    photo_id: str | None


#: What a photo is for. One of an incident is part of an official record, one of a check-in is its member's.
PhotoUse = Literal["incident", "check-in"]

#: A file that goes with an answer, by what it holds: it is made when it is handed over.
FileKind = Literal["notes"]

#: What a conversation answers. Photos go to ``bots.conversations.photos`` alone.
Incoming = Text | Button
#: What a channel hands in.
Received = Text | Button | Photo


@dataclass(frozen=True)
class Choice:
    """A button: the catalogue key of its label, and what comes back when it is tapped."""

    key: str
    data: str
    args: Args = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.data.encode()) > MAX_DATA_BYTES:
            raise ValueError(f"button data of more than {MAX_DATA_BYTES} bytes: {self.data!r}")


@dataclass(frozen=True)
class Line:
    """A further line of a message."""

    key: str
    args: Args = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """A message of the catalogue ``bots``: its text, further lines, and buttons under it."""

    key: str
    args: Args = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    lines: tuple[Line, ...] = ()
    #: Members beside the chat's own whom the text names.
    mentions: tuple[str, ...] = ()
    #: The id of a photo to be shown with it.
    photo: str | None = None
    #: A file of the member's own, to be handed over with it.
    file: FileKind | None = None


@dataclass(frozen=True)
class Send:
    """A command to send. ``key`` tells the commands of one step apart: its message id derives from the chat, the
    update and the key."""

    payload: Command
    key: str


class Member(BaseModel):
    """Who the chat belongs to: the part of the directory's profile that a conversation uses."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    member_id: str
    name: str
    unit_name: str
    locale: Literal["zh-CN", "en"] = "zh-CN"
    unit_id: str = ""
    unit_path: str = ""
    #: Held at the unit and below it.
    roles: tuple[str, ...] = ()


class Task(Evidence):
    """A study task of the member, as the checkins service lists it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    occurrence_id: str
    title: str
    opens_at: datetime
    closes_at: datetime
    credit_minutes: int = 0
    state: Literal["open", "upcoming", "done"]


class Standing(BaseModel):
    """Consecutive days with a check-in, and this calendar month's check-ins and minutes."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    streak_days: int
    month_checkins: int
    month_minutes: int


class Linked(BaseModel):
    """What the directory said to a one-time code."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    outcome: Literal["linked", "unknown-code", "expired-code", "too-many-attempts"]
    member: Member | None = None


class HintPhrase(BaseModel):
    """Words of the text."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str


class HintCategory(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    category: Category
    phrases: tuple[HintPhrase, ...] = ()


class Hint(BaseModel):
    """What the triage rules read out of a report's text, best candidate first; a person decides."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    candidates: tuple[HintCategory, ...] = ()
    #: 1 (least) to 4; None when nothing was recognised.
    severity: int | None = None
    severity_phrases: tuple[HintPhrase, ...] = ()


class Incident(BaseModel):
    """An incident as the incidents service lists it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    incident_id: str
    number: str
    state: str
    category: str
    severity: int
    title: str
    unit_name: str
    #: Until when somebody is to acknowledge; None when no clock runs.
    due_at: datetime | None = None
    #: What the member may do with it now.
    moves: tuple[Move, ...] = ()


class IncidentShown(Incident):
    """An incident with what was reported."""

    what: str
    where: str
    occurred_at: datetime
    photo_id: str | None = None


class QuietHours(BaseModel):
    """``HH:MM`` of the day."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    starts: str
    ends: str


class Preferences(BaseModel):
    """When the member is reminded, as the notifications service tells."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    quiet: QuietHours | None = None
    study: bool = True
    shifts: bool = True


class LoginCode(BaseModel):
    """A one-time code for the console's login page."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    expires_at: datetime


@dataclass(frozen=True)
class WantedPlans:
    """What is planned; of one session, what cancelling it takes."""

    occurrence_id: str | None = None


@dataclass(frozen=True)
class Needs:
    """The facts a step must have. ``tasks`` and ``standing`` are asked for the member whom ``profile`` tells."""

    profile: bool = False
    tasks: bool = False
    standing: bool = False
    #: The one-time code to link the chat with.
    link: str | None = None
    unlink: bool = False
    #: A report's text to be read by the triage rules; without an answer the report goes on without it.
    hint: str | None = None
    incidents: bool = False
    #: The id of the incident to be shown.
    incident: str | None = None
    #: Volunteer shifts: those to choose from, the member's own, those that the member organises.
    shifts: bool = False
    volunteering: bool = False
    organised: bool = False
    #: The shift whose attendance code is to be shown.
    attendance_code: str | None = None
    preferences: bool = False
    #: A code for the console, for the member whom ``profile`` tells.
    console: bool = False
    #: The member's own leaves, what waits for their decision, and their chats.
    leaves: bool = False
    pending: bool = False
    chats: bool = False
    #: Tasks that the member could make up; meetings whose roll they may call, and one of them; the code to show there.
    missed: bool = False
    rolls: bool = False
    roll: str | None = None
    spot_code: str | None = None
    #: Another chat of the same member, to be put out.
    unlink_other: str | None = None
    #: Notes to list, and the id of the one to be shown.
    notes: WantedNotes | None = None
    note: str | None = None
    #: The sessions to come of the member's unit, for who plans there; plan templates.
    planned: WantedPlans | None = None
    templates: bool = False
    #: The address of the member's calendar: one if there is none, a new one, none any more.
    calendar: Literal["first", "new", "none"] | None = None
    #: The contests that the member takes part in, and the id of the one whose board is to be shown.
    contests: bool = False
    board: str | None = None


@dataclass(frozen=True)
class Facts:
    """The chat, and the answers to what a step needs; the rest stays empty."""

    chat_id: str
    profile: Member | None = None
    tasks: tuple[Task, ...] = ()
    standing: Standing | None = None
    linked: Linked | None = None
    hint: Hint | None = None
    incidents: tuple[Incident, ...] = ()
    incident: IncidentShown | None = None
    shifts: tuple[OpenShift, ...] = ()
    volunteering: Volunteering | None = None
    organised: tuple[OrganisedShift, ...] = ()
    attendance_code: AttendanceCode | None = None
    preferences: Preferences | None = None
    #: None also for a member who may not see figures.
    console: LoginCode | None = None
    #: Where the console is, if that was set.
    console_url: str | None = None
    #: Where the chat page is, if that was set.
    page_url: str | None = None
    #: The secret of a calendar's address that was just made; whether one was taken back.
    calendar_secret: str | None = None
    calendar_revoked: bool = False
    leaves: tuple[OwnLeave, ...] = ()
    pending: Pending | None = None
    chats: tuple[OwnChat, ...] = ()
    missed: tuple[MissedTask, ...] = ()
    make_ups: tuple[WaitingMakeUp, ...] = ()
    rolls: tuple[Meeting, ...] = ()
    roll: Roll | None = None
    spot_code: SpotCode | None = None
    #: Whether the other chat was put out; False when it was not linked to the same member (any more).
    unlinked: bool = False
    notes: tuple[Note, ...] = ()
    note: Note | None = None
    planned: tuple[PlannedSession, ...] = ()
    #: The one that was asked for, if it is still to come.
    cancelling: Cancelling | None = None
    #: Its plan is for units besides, where the member may not plan.
    not_to_cancel: bool = False
    templates: tuple[Template, ...] = ()
    contests: tuple[OwnContest, ...] = ()
    board: Board | None = None


class ShownTask(Evidence):
    """A task whose button was shown: what a tap on it means, though the task's service be away."""

    occurrence_id: str
    title: str


class Draft(BaseModel):
    """An incident report in the making. What is None is still to be asked."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    begun: datetime
    what: str | None = None
    where: str | None = None
    occurred_at: datetime | None = None
    category: Category | None = None
    severity: int | None = None
    hint: Hint | None = None
    photo_id: str | None = None
    #: The person said that there is no photo.
    photo_skipped: bool = False

    def but(self, **changes: Any) -> Draft:
        return self.model_copy(update=changes)


class Acting(BaseModel):
    """A move on an incident that waits for the member's words."""

    model_config = ConfigDict(frozen=True)

    move: Literal["note", "resolve"]
    incident_id: str


class State(BaseModel):
    """What a chat remembers. A field may be added with a default; anything else is a new ``schema_version``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    #: The member as last told by the directory; None while the chat is not linked.
    member: Member | None = None
    #: The language chosen in this chat, if one was.
    locale: Literal["zh-CN", "en"] | None = None
    #: The conversation that waits for an answer, by its name; it is asked first.
    waiting: str | None = None
    #: The tasks last shown, by the reference in their buttons.
    shown: Mapping[str, ShownTask] = Field(default_factory=dict)
    #: A note that waits for the member to say which task it belongs to.
    note: str | None = None
    draft: Draft | None = None
    acting: Acting | None = None
    #: The volunteer shifts last shown, by the reference in their buttons.
    shown_shifts: Mapping[str, ShownShift] = Field(default_factory=dict)
    planned: Planned | None = None
    asked_leave: AskedLeave | None = None
    refusing: Refusing | None = None
    noting: Noting | None = None
    remarked: Remarked | None = None
    cancelling: Cancelling | None = None
    proving: Proving | None = None
    making_up: MakingUp | None = None
    calling: Calling | None = None
    correcting: Correcting | None = None

    def but(self, **changes: Any) -> State:
        return self.model_copy(update=changes)


@dataclass(frozen=True)
class Step:
    """What a step decided. With commands, the replies are shown only once the broker has confirmed all of them."""

    state: State
    replies: tuple[Reply, ...] = ()
    commands: tuple[Send, ...] = ()


class Conversation(Protocol):
    """The shape of a module in ``bots.conversations``."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        ...

    def wants(self, state: State, incoming: Incoming) -> bool:
        """Whether this conversation answers this message."""
        ...

    def needs(self, state: State, incoming: Incoming) -> Needs: ...

    def step(self, state: State, incoming: Incoming, facts: Facts, now: datetime) -> Step: ...
