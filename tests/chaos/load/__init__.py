"""People who use the system all the time, and the ledger of what they were promised."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from tests.chaos.load.ledger import Ledger
from tests.chaos.load.members import members, pages
from tests.chaos.load.others import officers, reporters, volunteers, watchers, writers
from tests.chaos.load.scene import Scene
from tests.support.waiting import eventually

__all__ = ["Ledger", "Load", "Scene"]

_PEOPLE = (members, pages, reporters, volunteers, writers, officers, watchers)


class Load:
    """A thread for each sort of people. ``failures`` is what ended one early."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.failures: list[BaseException] = []

    @contextlib.contextmanager
    def running(self) -> Iterator[Load]:
        threads = [threading.Thread(target=self._guard, args=(people,), name=people.__name__) for people in _PEOPLE]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._scene.stop.set()
            for thread in threads:
                thread.join(90)
            left = [thread.name for thread in threads if thread.is_alive()]
        assert not left
        assert not self.failures, self.failures

    def goes_on(self, members: int = 5) -> None:
        """Wait until everybody was promised something more, and the members so much."""
        ledger = self._scene.ledger
        wanted = {name: count + (members if name == "members" else 1) for name, count in ledger.counts().items()}

        def behind() -> dict[str, int]:
            return {name: wanted[name] - count for name, count in ledger.counts().items() if count < wanted[name]}

        try:
            eventually(lambda: self.failures or not behind(), within=120)
        except AssertionError:
            raise AssertionError(f"the load does not go on; missing: {behind()}") from None
        assert not self.failures, self.failures

    def _guard(self, people: Callable[[Scene], None]) -> None:
        try:
            people(self._scene)
        except BaseException as error:
            self.failures.append(error)
