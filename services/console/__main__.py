"""``python -m services.console``: the console as a process."""

from __future__ import annotations

import asyncio

from services.console.app import Console
from services.console.settings import ConsoleSettings
from shared.aio.process import run


async def main(settings: ConsoleSettings, stop: asyncio.Event) -> None:
    console = Console(settings)
    try:
        await console.start()
        await stop.wait()
    finally:
        await console.stop()


if __name__ == "__main__":
    run(main, name="console", settings=ConsoleSettings)
