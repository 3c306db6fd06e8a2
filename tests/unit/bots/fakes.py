"""The outside of the engine, in memory, and able to be away."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pymongo.errors import AutoReconnect, DuplicateKeyError

from shared.aio.errors import BrokerUnavailable, RpcUnavailable
from shared.events import Message, Payload

PROFILE = {
    "member_id": "m1",
    "name": "李明华",
    "unit_id": "b1",
    "unit_name": "第一党支部",
    "unit_path": "/d/b1",
    "locale": "zh-CN",
    "roles": ["member"],
}


def task(occurrence_id: str = "o1", state: str = "open", **fields: Any) -> dict[str, Any]:
    return {
        "occurrence_id": occurrence_id,
        "title": f"课程 {occurrence_id}",
        "kind": "online-course",
        "opens_at": "2026-11-22T00:00:00+00:00",
        "closes_at": "2026-11-22T12:00:00+00:00",
        "credit_minutes": 120,
        "state": state,
        **fields,
    }


@dataclass
class FakeBroker:
    away: bool = False
    published: list[Message[Payload]] = field(default_factory=list)

    async def publish(self, message: Message[Payload], *, timeout: float | None = None) -> None:
        if self.away:
            raise BrokerUnavailable("away")
        self.published.append(message)


@dataclass
class FakeServices:
    """directory and checkins: one member, who may be linked, and their tasks."""

    linked: bool = True
    code: str = "7K3M9QXD"
    tasks: list[dict[str, Any]] = field(default_factory=lambda: [task()])
    away: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        self.asked.append(method)
        if service in self.away:
            raise RpcUnavailable(service)
        return getattr(self, f"_{method}")(**kwargs)

    def _link_chat(self, chat_id: str, channel: str, code: str, client: str | None) -> dict[str, Any]:
        if code != self.code:
            return {"outcome": "unknown-code", "member": None}
        self.linked, self.code = True, "spent"
        return {"outcome": "linked", "member": PROFILE}

    def _unlink_chat(self, chat_id: str) -> bool:
        was, self.linked = self.linked, False
        return was

    def _chat_profile(self, chat_id: str) -> dict[str, Any] | None:
        return PROFILE if self.linked else None

    def _open_tasks(self, member_id: str) -> list[dict[str, Any]]:
        return self.tasks

    def _standing(self, member_id: str) -> dict[str, int]:
        return {"streak_days": 3, "month_checkins": 5, "month_minutes": 600}


@dataclass
class FakeCollection:
    owner: FakeMongo
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def find_one(self, query: dict[str, Any]) -> dict[str, Any] | None:
        self.owner.reach()
        return copy.deepcopy(self.documents.get(query["_id"]))

    async def insert_one(self, document: dict[str, Any]) -> None:
        self.owner.reach(writing=True)
        if document["_id"] in self.documents:
            raise DuplicateKeyError("E11000")
        self.documents[document["_id"]] = copy.deepcopy(document)

    async def replace_one(self, query: dict[str, Any], document: dict[str, Any]) -> Any:
        self.owner.reach(writing=True)
        found = self.documents.get(query["_id"])
        matches = found is not None and found["version"] == query["version"]
        if matches:
            self.documents[query["_id"]] = copy.deepcopy(document)
        return type("Result", (), {"matched_count": int(matches)})()


class FakeMongo:
    def __init__(self) -> None:
        self.away = False
        #: Called once, before the next write: what another message of the chat does meanwhile.
        self.meanwhile: Callable[[], None] | None = None
        self.conversations = FakeCollection(self)

    @property
    def db(self) -> FakeMongo:
        return self

    def reach(self, *, writing: bool = False) -> None:
        if self.away:
            raise AutoReconnect("away")
        if writing and self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
