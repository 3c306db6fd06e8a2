"""How an asyncio process starts and stops."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared import tracing
from shared.logging import configure, get_logger, mask
from shared.settings import Settings, SettingsError, load

S = TypeVar("S", bound=Settings)

#: Seconds from the first signal until what still runs is cancelled.
GRACE = 25.0


def run(main: Callable[[S, asyncio.Event], Awaitable[None]], *, name: str, settings: type[S]) -> None:
    """Read the settings, set logging up and run ``main(settings, stop)``; SIGTERM and SIGINT set ``stop``.

    ``main`` is to clean up and return then: a second signal, or GRACE seconds, cancel it. A wrong setting
    ends the process with one line and exit code 1; so does any other failure of ``main``, after logging it.
    """
    try:
        loaded = load(settings)
        configure(loaded, name)
        flush = tracing.configure(loaded, name)
        failed = asyncio.run(_until_stopped(main, loaded))
        flush()
    except SettingsError as error:
        sys.stderr.write(f"{mask(str(error))}\n")
        sys.exit(1)
    if failed:
        sys.exit(1)


async def _until_stopped(main: Callable[[S, asyncio.Event], Awaitable[None]], settings: S) -> bool:
    log = get_logger(__name__)
    stop = asyncio.Event()
    task = asyncio.ensure_future(main(settings, stop))
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        if stop.is_set():
            task.cancel()
            return
        log.info("process.stopping")
        stop.set()
        loop.call_later(GRACE, task.cancel)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    log.info("process.started")
    try:
        await task
    except SettingsError:
        raise
    except asyncio.CancelledError:
        log.warning("process.cut-short")
        return True
    except Exception:
        log.exception("process.failed")
        return True
    log.info("process.stopped")
    return False
