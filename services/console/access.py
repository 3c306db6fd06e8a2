"""What a logged-in member may see, as the directory says now: a role that is taken away ends a session's use."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from shared.aio.errors import RpcError, RpcFailed
from shared.logging import get_logger

log = get_logger(__name__)

#: Seconds for which an answer is believed, and for which it is while the directory does not answer.
FRESH = 10.0
STALE = 900.0
_KEPT = 5_000


class Rpc(Protocol):
    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any: ...


class NoAnswer(Exception):
    """The directory did not answer, or not what it should."""


class Profile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    member_id: str
    name: str
    unit_id: str
    unit_name: str
    unit_path: str
    locale: Literal["zh-CN", "en"] = "zh-CN"


_PROFILES = TypeAdapter(list[Profile])


@dataclass(frozen=True)
class Officer:
    """A member who may see figures of their unit and of all below it."""

    profile: Profile
    #: Whether they may also see who is missing. Rights hold at the officer's own unit and so for everything below.
    sees_missing: bool
    #: Whether they may make and change study plans.
    plans: bool = False


class Access:
    def __init__(self, rpc: Rpc, *, patience: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rpc = rpc
        self._patience = patience
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Officer | None]] = OrderedDict()

    async def of(self, member_id: str, *, afresh: bool = False) -> Officer | None:
        """None for whom the console is not for. Raises NoAnswer."""
        moment = self._clock()
        at, known = self._known.get(member_id, (-STALE, None))
        if not afresh and moment - at < FRESH:
            return known
        try:
            officer = await self._ask(member_id)
        except NoAnswer:
            if not afresh and moment - at < STALE:
                return known
            raise
        self._known[member_id] = (moment, officer)
        self._known.move_to_end(member_id)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return officer

    async def names(self, member_ids: list[str]) -> dict[str, str]:
        """Names by id. Raises NoAnswer."""
        if not member_ids:
            return {}
        return {profile.member_id: profile.name for profile in await self._profiles(member_ids)}

    async def _ask(self, member_id: str) -> Officer | None:
        profile = next(iter(await self._profiles([member_id])), None)
        if profile is None:
            return None
        figures, missing, plans = await asyncio.gather(
            *(
                self._call("may", member_id=member_id, action=action, unit_id=profile.unit_id)
                for action in ("see-figures", "see-missing", "schedule-task")
            )
        )
        return Officer(profile, bool(missing), bool(plans)) if figures else None

    async def _profiles(self, member_ids: list[str]) -> list[Profile]:
        try:
            return _PROFILES.validate_python(await self._call("profiles", member_ids=member_ids))
        except ValidationError as error:
            raise NoAnswer("not profiles") from error

    async def _call(self, method: str, **kwargs: Any) -> Any:
        try:
            return await self._rpc.call("directory", method, timeout=self._patience, **kwargs)
        except RpcFailed as error:
            if error.exc_type == "UnknownMember":
                return False
            raise NoAnswer(str(error)) from error
        except RpcError as error:
            log.warning("console.directory-away", error=type(error).__name__)
            raise NoAnswer(str(error)) from error
