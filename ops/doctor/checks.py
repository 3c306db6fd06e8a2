"""The checks, from the ground up: Python, settings, broker, database, queues, dead letters, processes."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pika
import pika.exceptions
import pymongo.errors

from ops.commands.running import Addresses, addresses
from ops.doctor.finding import Finding, fine, wrong
from ops.parts.reach import amqp_parameters, broker_answers, mongo_client
from ops.supervision.endpoints import read_endpoints
from ops.supervision.readiness import readiness
from ops.texts import text
from shared.logging import mask
from shared.settings import SettingsError
from shared.topology import DEAD_LETTER_SUFFIX, dead_letter_queue

OLDEST_PYTHON = (3, 11)
#: Quorum queues dead-letter at least once from here on, with the feature flag ``stream_queue``
#: (https://www.rabbitmq.com/docs/quorum-queues#dead-lettering).
OLDEST_BROKER = (3, 10)
FEATURE_FLAG = "stream_queue"
#: From here on a quorum queue without a limit of its own gets one of 20, and each look at a dead letter counts.
DEFAULT_LIMIT_SINCE = (4, 0)


def examine(directory: Path) -> Iterator[Finding]:
    """Every finding; a check whose ground is missing is left out, for the ground's own finding tells why."""
    yield _python()
    try:
        where = addresses()
    except SettingsError as error:
        yield wrong("settings", str(error), "settings")
        return
    yield fine("settings", text("told-settings"))
    yield from _broker(where)
    yield from _database(where)
    yield from _processes(directory)


def _python() -> Finding:
    version = platform.python_version()
    if sys.version_info[:2] < OLDEST_PYTHON:
        return wrong("python", version, "python")
    return fine("python", version)


def _broker(where: Addresses) -> Iterator[Finding]:
    if not broker_answers(where.amqp_url):
        yield wrong("broker", mask(where.amqp_url), "broker")
        return
    version = _broker_version(where.amqp_url)
    shown = ".".join(map(str, version))
    if version[:2] < OLDEST_BROKER:
        yield wrong("broker", shown, "broker-version")
    else:
        yield fine("broker", shown)
    if where.management_url is None:
        yield wrong("management", text("told-not-set"), "management-unset")
        return
    host = quote(pika.URLParameters(where.amqp_url).virtual_host, safe="")
    try:
        # Straight there, whatever proxy the environment names.
        with httpx.Client(base_url=where.management_url, timeout=15, trust_env=False) as http:
            # Feature flags are shown to administrators only.
            flags = http.get("/api/feature-flags")
            queues = http.get(f"/api/queues/{host}").raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        yield wrong("management", mask(where.management_url), "management")
        return
    if flags.is_success:
        yield _feature_flag(flags.json())
    yield from _queues(where.amqp_url, [queue["name"] for queue in queues], version, queues)


def _broker_version(url: str) -> tuple[int, ...]:
    connection = pika.BlockingConnection(amqp_parameters(url))
    try:
        # What the broker said of itself in the handshake; pika keeps it on the connection beneath.
        told = connection._impl.server_properties.get("version", "0")
    finally:
        connection.close()
    return tuple(int(part) for part in str(told).split(".")[:3] if part.isdigit())


def _feature_flag(flags: list[dict[str, Any]]) -> Finding:
    states = {flag["name"]: flag["state"] for flag in flags}
    # Newer brokers have it always and list it no more.
    state = states.get(FEATURE_FLAG, "enabled")
    if state != "enabled":
        return wrong("feature-flag", f"{FEATURE_FLAG}: {state}", "feature-flag", flag=FEATURE_FLAG)
    return fine("feature-flag", f"{FEATURE_FLAG}: {state}")


def _queues(url: str, names: list[str], version: tuple[int, ...], told: list[dict[str, Any]]) -> Iterator[Finding]:
    counts = _declared(url, names)
    work = [name for name in counts if not name.endswith(DEAD_LETTER_SUFFIX) and dead_letter_queue(name).name in counts]
    idle = [name for name in work if counts[name][1] == 0]
    if idle:
        yield wrong("consumers", ", ".join(sorted(idle)), "consumers")
    else:
        yield fine("consumers", text("told-queues", count=str(len(work))))
    dead = {name: count for name, (count, _) in counts.items() if name.endswith(DEAD_LETTER_SUFFIX)}
    waiting = {name: count for name, count in dead.items() if count}
    if waiting:
        shown = ", ".join(f"{name}: {count}" for name, count in sorted(waiting.items()))
        yield wrong("dead-letters", shown, "dead-letters")
    else:
        yield fine("dead-letters", text("told-none"))
    if version[:2] >= DEFAULT_LIMIT_SINCE:
        limited = [queue["name"] for queue in told if queue["name"] in dead and not _has_limit(queue)]
        if limited:
            yield wrong("dead-letter-limit", ", ".join(sorted(limited)), "dead-letter-limit")


def _has_limit(queue: dict[str, Any]) -> bool:
    """Whether somebody decided on a delivery limit: by an argument of the queue or by a policy."""
    policy = queue.get("effective_policy_definition") or {}
    return "x-delivery-limit" in (queue.get("arguments") or {}) or "delivery-limit" in policy


def _declared(url: str, names: list[str]) -> dict[str, tuple[int, int]]:
    """Messages and consumers of each queue that still exists, asked over AMQP: management's figures are seconds old."""
    connection = pika.BlockingConnection(amqp_parameters(url))
    found = {}
    try:
        for name in names:
            channel = connection.channel()
            try:
                declared = channel.queue_declare(name, passive=True).method
            except pika.exceptions.ChannelClosedByBroker:
                # Gone since, or another connection's own.
                continue
            found[name] = (declared.message_count, declared.consumer_count)
            channel.close()
    finally:
        connection.close()
    return found


def _database(where: Addresses) -> Iterator[Finding]:
    try:
        with mongo_client(where.mongo_url) as client:
            hello = client.admin.command("hello")
            version = str(client.server_info()["version"])
            if not hello.get("isWritablePrimary"):
                yield wrong("database", mask(where.mongo_url), "database-read-only")
                return
            yield fine("database", version)
            if "setName" not in hello:
                yield wrong("transactions", text("told-no-replica-set"), "transactions")
                return
            # Nothing is written: an aborted transaction over a read says whether they work at all.
            with client.start_session() as session, session.start_transaction():
                client["zhixing_doctor"]["nothing"].find_one({}, session=session)
                session.abort_transaction()
            yield fine("transactions", f"{text('told-replica-set')} {hello['setName']}")
    except pymongo.errors.OperationFailure as error:
        yield wrong("transactions", mask(str(error.details or error))[:200], "transactions")
    except pymongo.errors.PyMongoError:
        yield wrong("database", mask(where.mongo_url), "database")


def _processes(directory: Path) -> Iterator[Finding]:
    endpoints = read_endpoints(directory)
    if endpoints is None:
        yield wrong("processes", text("not-running"), "processes")
        return
    for name, process in endpoints.processes.items():
        health = readiness(process.url)
        check = text("check-process", name=name)
        if health.ready:
            yield Finding(check, text("told-ready"))
        elif health.answers:
            told = "; ".join(f"{part}: {fault}" for part, fault in health.faults.items())
            yield Finding(check, told or text("told-not-ready"), text("advice-process", log=process.log))
        else:
            yield Finding(check, text("told-silent", url=process.url), text("advice-process", log=process.log))
