"""Send the demo district to the running services and wait until it can be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pika
import pika.exceptions

from ops.demo.district import DayTime, District, activity_id, commands, occurrence_id, read_district
from ops.demo.sheet import SHEET, sheet
from ops.identity import keys, me
from ops.importing import Import, job_id_of
from ops.parts.process import poll
from ops.parts.reach import amqp_parameters
from ops.rpc import Rpc
from ops.texts import Problem, text
from shared.access.actor import for_message
from shared.events import CONTENT_TYPE, Message, encode
from shared.events.base import Command
from shared.logging import mask

VISIBLE_TIMEOUT = 60.0
#: Where the services that tasks and activities are sent to hear of units and members.
COPIES = (
    "checkins.units",
    "checkins.members",
    # Who is expected is fixed by these, and of what is over already not mended later.
    "checkins.plan-units",
    "checkins.plan-members",
    "volunteers.units",
    "volunteers.members",
)


def load_district(amqp_url: str, *, timeout: float = VISIBLE_TIMEOUT) -> int:
    """How many units, members, tasks and activities there are. Loading again on the same day changes nothing.

    The units and members are imported from a sheet, as a district's own are; the rest is sent as commands.
    Raises Problem where a command finds no queue, or the district cannot be seen within ``timeout`` seconds.
    """
    district, now = read_district(), datetime.now(UTC)
    with Rpc(amqp_url) as rpc:
        rows = _import(rpc, district)
        _await(lambda: _copied(amqp_url), timeout)
        sent = list(commands(district, now))
        send(amqp_url, sent)
        _await(lambda: _visible(rpc, district, now), timeout)
    return rows + len(sent)


def _import(rpc: Rpc, district: District) -> int:
    """The number of rows. Raises Problem unless all of them were taken."""
    # The sheet holds the time of its making; the id is that of what it says.
    said = district.model_dump_json(include={"title", "units", "members"}).encode()
    status = Import.send(rpc, sheet(district), SHEET, job_id=job_id_of(said)).wait(written=True)
    if status["state"] == "refused" or status["skip"]:
        raise Problem("demo-not-imported", why=status["why"] or "", count=str(status["skip"]))
    return int(status["rows"])


def _await(condition: Callable[[], bool], timeout: float) -> None:
    if not poll(condition, timeout=timeout, every=0.1):
        raise Problem("demo-not-visible")


def _copied(amqp_url: str) -> bool:
    """Whether the services have taken what the directory told."""
    with pika.BlockingConnection(amqp_parameters(amqp_url)) as connection:
        channel = connection.channel()
        return not any(channel.queue_declare(queue, passive=True).method.message_count for queue in COPIES)


def send(amqp_url: str, messages: list[Message[Command]]) -> None:
    """Publish durable commands, signed, each confirmed by the broker. Raises Problem."""
    ring = keys()
    try:
        connection = pika.BlockingConnection(amqp_parameters(amqp_url))
    except (pika.exceptions.AMQPError, OSError):
        raise Problem("broker-unreachable", url=mask(amqp_url)) from None
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        for message in messages:
            # What a member is said to do, is done in their name.
            acting_for = getattr(message.data, "organiser_id", None)
            message = replace(message, actor=ring.sign(me(acting_for), for_message(message.id)))
            properties = pika.BasicProperties(
                delivery_mode=2,
                content_type=CONTENT_TYPE,
                message_id=message.id,
                type=message.type,
                correlation_id=message.correlation_id,
            )
            channel.basic_publish(
                message.data.exchange(), message.data.routing_key(), encode(message), properties, mandatory=True
            )
    except pika.exceptions.UnroutableError:
        raise Problem("command-unroutable", type=message.type) from None
    except pika.exceptions.AMQPError as error:
        raise Problem("command-not-confirmed", type=message.type, error=type(error).__name__) from None
    finally:
        if connection.is_open:
            connection.close()


def welcome(amqp_url: str, web_url: str) -> list[str]:
    """Load the district and say how to log in as its first secretary."""
    load_district(amqp_url)
    secretary = next(member for member in read_district().members if "secretary" in member.roles)
    with Rpc(amqp_url) as rpc:
        profile = next(each for each in _members(rpc) if each["member_id"] == secretary.id)
        code = rpc.call("directory", "issue_link_code", member_id=secretary.id)["code"]
    return [
        text("login", url=web_url, code=code, name=profile["name"], unit=profile["unit_name"]),
        text("login-more"),
    ]


def _members(rpc: Rpc) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rpc.call("directory", "list_members")
    return found


def _visible(rpc: Rpc, district: District, now: datetime) -> bool:
    """Whether the directory knows every member, the check-ins every task that members are still shown, and
    the volunteers the activities."""
    known = {member["member_id"] for member in _members(rpc)}
    if not known.issuperset(member.id for member in district.members):
        return False
    local, present = now.astimezone(ZoneInfo(district.zone)), datetime.now(UTC)
    open_now = {
        occurrence_id(task, local.date())
        for task in district.tasks
        # A task that closes soon after the first loading may be closed at the second.
        if isinstance(task.closes, DayTime) and task.opens.at(local) <= local and present < task.closes.at(local)
    }
    # The first organiser sees the shifts of the first activity.
    activity = district.activities[0]
    organised = rpc.call("volunteers", "next_shifts", on_behalf_of=activity.organiser, member_id=activity.organiser)
    if activity_id(activity, local.date()) not in {shift["activity_id"] for shift in organised}:
        return False
    shown: set[str] = set()
    # One member of each unit that members are in sees all tasks between them.
    for member in {member.unit: member for member in district.members}.values():
        shown |= {
            task["occurrence_id"]
            for task in rpc.call("checkins", "open_tasks", on_behalf_of=member.id, member_id=member.id)
        }
    return open_now <= shown
