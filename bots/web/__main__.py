"""``python -m bots.web``: the web chat as a process."""

from __future__ import annotations

import asyncio

from bots.web.app import WebChat
from bots.web.settings import WebSettings
from shared.aio.process import run


async def main(settings: WebSettings, stop: asyncio.Event) -> None:
    chat = WebChat(settings)
    try:
        await chat.start()
        await stop.wait()
    finally:
        await chat.stop()


if __name__ == "__main__":
    run(main, name="web", settings=WebSettings)
