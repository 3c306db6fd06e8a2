"""A real bot process's inside in this event loop, a local Bot API server in front of it, a real broker behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bots.telegram.process import TelegramBot
from bots.telegram.settings import TelegramSettings
from shared.events.checkins import RecordCheckIn
from tests.support.botapi import BotApi
from tests.support.broker import Vhost
from tests.support.waiting import PATIENCE

RECORDS = "test.checkins.record"

StartBot = Callable[..., AbstractAsyncContextManager[TelegramBot]]


@dataclass
class Services:
    """Stands in for directory and check-ins: knows one member, and a task for each of ``states``."""

    codes: dict[str, str] = field(default_factory=lambda: {"7K3M9QXD": "Zhang San"})
    linked: dict[str, dict[str, Any]] = field(default_factory=dict)
    title: str = "Online course"
    states: tuple[str, ...] = ("open",)
    #: The incident that everybody may see.
    incident: dict[str, Any] | None = None
    #: The member's notes.
    kept: list[dict[str, Any]] = field(default_factory=list)

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        answer: Any = getattr(self, method)(**kwargs)
        return answer

    def link_chat(self, chat_id: str, channel: str, code: str, client: str | None) -> dict[str, Any]:
        if code not in self.codes:
            return {"outcome": "unknown-code", "member": None}
        self.linked[chat_id] = {
            "member_id": "m1",
            "name": self.codes[code],
            "unit_id": "branch",
            "unit_name": "First Branch",
            "unit_path": "/district/branch",
            "locale": "en",
            "roles": [],
        }
        return {"outcome": "linked", "member": self.linked[chat_id]}

    def chat_profile(self, chat_id: str) -> dict[str, Any] | None:
        return self.linked.get(chat_id)

    def open_tasks(self, member_id: str) -> list[dict[str, Any]]:
        times = {"opens_at": "2026-11-22T00:00:00+00:00", "closes_at": "2099-11-23T00:00:00+00:00"}
        task = {"title": self.title, "kind": "online-course", "credit_minutes": 60, **times}
        return [{**task, "occurrence_id": f"t{n}", "state": state} for n, state in enumerate(self.states, 1)]

    def standing(self, member_id: str) -> dict[str, int]:
        return {"streak_days": 3, "month_checkins": 5, "month_minutes": 300}

    def suggest(self, text: str) -> dict[str, Any]:
        return {"candidates": []}

    def notes(self, member_id: str, **about: Any) -> dict[str, Any]:
        return {"notes": self.kept, "next": None}

    def get(self, incident_id: str, member_id: str) -> dict[str, Any] | None:
        return self.incident


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def records(vhost: Vhost) -> str:
    """A queue that check-in commands end in, as the check-ins service declares one."""
    channel = vhost.channel()
    channel.exchange_declare("zhixing.commands", "direct", durable=True)
    channel.queue_declare(RECORDS, durable=True)
    channel.queue_bind(RECORDS, "zhixing.commands", RecordCheckIn.routing_key())
    return RECORDS


@pytest.fixture
def variables(environment: dict[str, str], api: BotApi) -> dict[str, str]:
    """The environment of a bot that talks to this test's Bot API server."""
    return {
        **environment,
        "ZHIXING_TELEGRAM_TOKEN": api.token,
        "ZHIXING_TELEGRAM_API": api.root_url,
        "ZHIXING_CONTACT_KEYS": Fernet.generate_key().decode(),
        "ZHIXING_TELEGRAM_POLL_TIMEOUT": "5",
        # Nothing here is about parts that take their time.
        "ZHIXING_TELEGRAM_TIMEOUT": str(PATIENCE),
        "ZHIXING_TELEGRAM_ACCEPT_WITHIN": str(PATIENCE / 2),
        "ZHIXING_TELEGRAM_WEBHOOK_PATIENCE": str(PATIENCE / 2),
    }


@pytest.fixture
def start_bot(variables: dict[str, str], services: Services, monkeypatch: pytest.MonkeyPatch) -> StartBot:
    """Run a bot until the ``async with`` ends; again for a restart. ``changes`` are settings by their field names."""

    @asynccontextmanager
    async def running(**changes: Any) -> AsyncIterator[TelegramBot]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        bot = TelegramBot(TelegramSettings(**changes), rpc=services)
        stop = asyncio.Event()
        task = asyncio.create_task(bot.run(stop))
        receiving = asyncio.create_task(bot.wait_receiving())
        try:
            await asyncio.wait([task, receiving], return_when=asyncio.FIRST_COMPLETED, timeout=2 * PATIENCE)
            if task.done():
                await task
            assert receiving.done(), "the bot did not start to receive"
            yield bot
        finally:
            receiving.cancel()
            stop.set()
            await asyncio.wait_for(task, 2 * PATIENCE)

    return running
