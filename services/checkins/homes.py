"""Where members are, remembered for some seconds: a burst of check-ins is about the members of one unit.

The copy of the directory that is remembered runs behind the directory by as long as an event takes. Remembering it for
``SECONDS`` adds as much to that at most, in processes that did not take the event themselves, and no promise is about
it: whoever leaves, or moves, checks in as before for these seconds. Who is on the list of a planned occurrence is not
remembered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from services.checkins.model import Home

SECONDS = 30.0
#: For so many members that are not known it is worth while to read those around them.
MANY = 50
#: So many are read at once, of one unit; a district of 200 schools has about 10,000. The embedded database takes 0.1 ms
#: for each of them in order, and 0.3 to 1 ms for each by id (measured).
AROUND = 20_000


class Store(Protocol):
    def homes(self, ids: Collection[str]) -> Mapping[str, Home]: ...
    def homes_within(self, unit_path: str, limit: int) -> Mapping[str, Home]: ...


class Homes:
    """Shared by the workers of a process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[Home, float]] = {}
        self._around: dict[str, float] = {}

    def of(self, ids: Collection[str], unit_paths: Collection[str], store: Store) -> Mapping[str, Home]:
        """Of those who are here and have not left. ``unit_paths`` are those of the tasks that they check in to."""
        found = self._remembered(ids)
        if len(ids) - len(found) >= MANY:
            now = self._clock()
            for path in unit_paths:
                if self._around.get(path, now) <= now:
                    self._around[path] = now + SECONDS
                    self._keep(store.homes_within(path, AROUND))
            found = self._remembered(ids)
        missing = [each for each in ids if each not in found]
        read = store.homes(missing) if missing else {}
        self._keep(read)
        return {**found, **read}

    def forget(self, member_id: str) -> None:
        """Something was told of them."""
        self._known.pop(member_id, None)

    def _remembered(self, ids: Collection[str]) -> dict[str, Home]:
        now = self._clock()
        found = {each: kept for each in ids if (kept := self._known.get(each)) is not None}
        return {each: home for each, (home, until) in found.items() if until > now}

    def _keep(self, homes: Mapping[str, Home]) -> None:
        now = self._clock()
        if len(self._known) > 5 * AROUND:
            self._known = {each: kept for each, kept in self._known.items() if kept[1] > now}
        self._known |= {each: (home, now + SECONDS) for each, home in homes.items()}
