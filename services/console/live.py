"""The streams that are open on this replica, and what changed for each of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from services.console.panels import PANELS


class _Listener:
    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.changed: set[str] = set()
        self.woken = asyncio.Event()


class Live:
    """``debounce``: seconds for which changes are gathered after the first, so that a rush of check-ins costs each
    browser two questions a second and no more."""

    def __init__(self, *, debounce: float) -> None:
        self._debounce = debounce
        self._listeners: set[_Listener] = set()
        self._closing = asyncio.Event()

    def changed(self, panel: str, unit_path: str | None) -> None:
        """Something in a unit changed what a panel shows to those above it, and to those below (a task for all)."""
        for listener in self._listeners:
            if unit_path is None or _on_one_line(unit_path, listener.scope):
                listener.changed.add(panel)
                listener.woken.set()

    def everything_changed(self) -> None:
        """News may have been missed."""
        for panel in PANELS:
            self.changed(panel, None)

    def close(self) -> None:
        """End every stream: browsers come back, to another replica."""
        self._closing.set()
        for listener in self._listeners:
            listener.woken.set()

    async def follow(self, scope: str) -> AsyncIterator[str]:
        """The names of panels that changed, from now on, until the replica stops."""
        listener = _Listener(scope)
        self._listeners.add(listener)
        try:
            while True:
                await listener.woken.wait()
                if self._closing.is_set() or await self._closes_within(self._debounce):
                    return
                listener.woken.clear()
                changed, listener.changed = listener.changed, set()
                for panel in sorted(changed):
                    yield panel
        finally:
            self._listeners.discard(listener)

    async def _closes_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return False
        return True


def _on_one_line(path: str, other: str) -> bool:
    return f"{path}/".startswith(f"{other}/") or f"{other}/".startswith(f"{path}/")
