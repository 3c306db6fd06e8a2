"""What the pages about rules ask the services, in the name of whoever is logged in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from services.console.access import Officer, Rpc
from services.console.rules.answers import TREE, Answer, Effect, Known, LimitsAt, PoliciesAt, TreeUnit
from services.console.units import Unit, unit_at
from shared.events.policies import Policy, SetMakeUpRule, SetPolicy

#: Seconds; a whole district's figures take their time.
_LONG = 60.0


@dataclass(frozen=True)
class Place:
    """Where the rules are looked at."""

    unit: Unit
    below: tuple[Unit, ...]
    #: Names by path, of the unit and all below it.
    names: dict[str, str]
    #: Whether the officer may change what is shown.
    may_change: bool


@dataclass(frozen=True)
class Policies:
    place: Place
    district_id: str
    #: Those that something is asked by, and those that are of other kinds of units, or switched off.
    asked: tuple[Known, ...]
    others: tuple[Known, ...]

    def known(self, policy_id: str) -> Known | None:
        return next((each for each in (*self.asked, *self.others) if each.policy.policy_id == policy_id), None)


@dataclass(frozen=True)
class MakeUps:
    place: Place
    limits: LimitsAt

    @property
    def version(self) -> int:
        own = self.limits.of(self.place.unit.unit_id)
        return own.version if own else 0


class Rules:
    """Every method raises RpcError, and ValidationError for what is no answer."""

    def __init__(self, rpc: Rpc, *, patience: float) -> None:
        self._rpc = rpc
        self._patience = patience

    async def policies(self, officer: Officer, path: str) -> Policies:
        """Raises NoSuchUnit besides. Policies are a district's: only who administers it changes them."""
        place, told = await asyncio.gather(
            self._place(officer, path, path.split("/")[1]), self._ask("checkins", "policies_at", unit_path=path)
        )
        found = PoliciesAt.model_validate(told)
        asked = tuple(each for each in found.policies if each.asked and each.policy.enabled)
        return Policies(place, found.district_id, asked, tuple(each for each in found.policies if each not in asked))

    async def whole_district(self, district_id: str) -> dict[str, str]:
        """Names of units by path."""
        return _names(TREE.validate_python(await self._ask("directory", "tree", unit_id=district_id)))

    async def effect(self, district_id: str, policy: Policy) -> Effect:
        given = {"district_id": district_id, "policy": policy.model_dump(mode="json")}
        return Effect.model_validate(await self._rpc.call("checkins", "policy_effect", timeout=_LONG, **given))

    async def set_policy(self, asked: SetPolicy) -> Answer:
        return await self._change("set_policy", asked.model_dump(mode="json"))

    async def make_ups(self, officer: Officer, path: str) -> MakeUps:
        """Raises NoSuchUnit besides."""
        place, told = await asyncio.gather(
            self._place(officer, path, path.rpartition("/")[2]), self._ask("checkins", "make_up_rules", unit_path=path)
        )
        return MakeUps(place, LimitsAt.model_validate(told))

    async def set_limits(self, asked: SetMakeUpRule) -> Answer:
        return await self._change("set_make_up_rule", asked.model_dump(mode="json"))

    async def _place(self, officer: Officer, path: str, administered: str) -> Place:
        """``administered``: the unit that is to be administered by who changes the rules."""
        tree, may = await asyncio.gather(
            self._ask("directory", "tree", unit_id=path.rpartition("/")[2]),
            self._ask(
                "directory",
                "may",
                member_id=officer.profile.member_id,
                action="administer",
                unit_id=administered,
            ),
        )
        units = TREE.validate_python(tree)
        below = tuple(unit for unit in units if unit.path.rpartition("/")[0] == path)
        return Place(unit_at(path, units), below, _names(units), bool(may))

    async def _change(self, method: str, change: dict[str, Any]) -> Answer:
        return Answer.model_validate(await self._ask("checkins", method, change=change))

    async def _ask(self, service: str, method: str, **given: Any) -> Any:
        return await self._rpc.call(service, method, timeout=self._patience, **given)


def _names(units: list[TreeUnit]) -> dict[str, str]:
    return {unit.path: unit.name for unit in units}
