"""What the responsibility chains need kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from services.directory.duties.model import Chain
from services.directory.units.ports import Units


class Chains(Units, Protocol):
    def chain(self, unit_id: str) -> Chain | None: ...
    def chains(self, unit_ids: Collection[str]) -> list[Chain]:
        """Those of the units that have one."""
        ...

    def keep_chain(self, chain: Chain) -> None: ...
    def known_members(self, member_ids: Collection[str]) -> set[str]:
        """Those of them who are registered and have not left."""
        ...

    def hold_unit(self, unit_id: str) -> None: ...
