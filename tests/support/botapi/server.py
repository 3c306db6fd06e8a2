"""HTTP: calls in, updates out by long poll or by webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.support.botapi.errors import ApiError, too_many_requests
from tests.support.botapi.faults import Fault
from tests.support.botapi.limits import FloodControl, Limits
from tests.support.botapi.methods import Methods
from tests.support.botapi.world import World
from tests.support.waiting import PATIENCE

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Server:
    """One bot's API on ``http://127.0.0.1:<free port>``; ``changed`` is notified of all that happens."""

    def __init__(self, token: str, limits: Limits) -> None:
        self.world = World(token)
        self.flood = FloodControl(limits)
        self.methods = Methods(self.world, self.flood)
        self.faults: list[Fault] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        #: (update id, HTTP status the webhook answered, 0 for no answer)
        self.pushes: list[tuple[int, int]] = []
        self.changed = asyncio.Condition()
        self.port = 0
        self._poll = 0
        self._runner: web.AppRunner | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._pushing: set[int] = set()
        self._session: ClientSession | None = None

    async def start(self) -> None:
        app = web.Application(client_max_size=50 * 1024 * 1024)
        app.router.add_get("/file/bot{token}/{path:.*}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._session = ClientSession(timeout=ClientTimeout(total=PATIENCE))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._runner:
            await self._runner.cleanup()
        if self._session:
            await self._session.close()

    async def notify(self) -> None:
        self._push()
        async with self.changed:
            self.changed.notify_all()

    async def until(self, condition: Callable[[], Any], timeout: float) -> Any:
        """The first truthy value of ``condition``. Raises TimeoutError after ``timeout`` seconds."""
        async with asyncio.timeout(timeout), self.changed:
            await self.changed.wait_for(condition)
        return condition()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.world.token:
            return _answer(ApiError(401, "Unauthorized"))
        name = request.match_info["method"].lower()
        params = await _params(request)
        self.calls.append((name, params))
        chat_id = params.get("chat_id")
        chat = chat_id if isinstance(chat_id, int) else None
        fault = next((fault for fault in self.faults if fault.fits(name, chat)), None)
        if fault and not fault.applied:
            fault.hits += 1
            return await self._fail(request, fault)
        answer = await self._result(name, params)
        if fault:
            fault.hits += 1
            return await self._fail(request, fault)
        return answer

    async def _result(self, name: str, params: dict[str, Any]) -> web.Response:
        try:
            if name == "getupdates":
                result = await self._get_updates(params)
            else:
                result = self.methods.call(name, params)
        except ApiError as error:
            return _answer(error)
        finally:
            await self.notify()
        return web.json_response({"ok": True, "result": result})

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self.world.webhook:
            raise ApiError(409, WEBHOOK_ACTIVE)
        self._poll += 1
        mine = self._poll
        await self.notify()
        self.methods.want(params.get("allowed_updates"))
        if params.get("offset"):
            self.world.confirm(int(params["offset"]))
        limit = int(params.get("limit") or 100)

        def ready() -> bool:
            return bool(self.world.updates) or self._poll != mine

        with contextlib.suppress(TimeoutError):
            await self.until(ready, float(params.get("timeout") or 0))
        if self._poll != mine:
            raise ApiError(409, OTHER_POLLER)
        return self.world.updates[:limit]

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        await self.notify()
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        if fault.kind != "error":
            if request.transport:
                request.transport.abort()
            raise ConnectionResetError
        if fault.retry_after is not None:
            return _answer(too_many_requests(fault.retry_after))
        return _answer(ApiError(fault.status, fault.description))

    async def _download(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["path"])
        if content is None or request.match_info["token"] != self.world.token:
            return _answer(ApiError(404, "Not Found"))
        return web.Response(body=content, content_type="image/jpeg")

    def _push(self) -> None:
        for update in self.world.updates if self.world.webhook else ():
            if update["update_id"] not in self._pushing:
                self._pushing.add(update["update_id"])
                task = asyncio.create_task(self._push_one(update))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _push_one(self, update: dict[str, Any]) -> None:
        """POST an update again and again, with back-off, until the bot takes it or has no webhook."""
        pause = 0.05
        try:
            while self.world.webhook:
                if 200 <= await self.post(update) < 300:
                    with contextlib.suppress(ValueError):
                        self.world.updates.remove(update)
                    return
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1)
        finally:
            self._pushing.discard(update["update_id"])

    async def post(self, update: dict[str, Any]) -> int:
        """Deliver one update to the webhook once; its HTTP status, 0 if there was none."""
        hook = self.world.webhook
        if hook is None or self._session is None:
            return 0
        headers = {SECRET_HEADER: hook.secret_token} if hook.secret_token else {}
        try:
            async with self._session.post(hook.url, json=update, headers=headers) as response:
                status = response.status
        except (ClientError, TimeoutError):
            status = 0
        self.pushes.append((update["update_id"], status))
        async with self.changed:
            self.changed.notify_all()
        return status


def _answer(error: ApiError) -> web.Response:
    return web.json_response(error.body(), status=error.code)


async def _params(request: web.Request) -> dict[str, Any]:
    """Query, form, multipart and JSON parameters alike; nested values arrive as JSON in forms."""
    params: dict[str, Any] = {name: _value(value) for name, value in request.query.items()}
    if request.content_type == "application/json":
        return {**params, **await request.json()}
    files: dict[str, bytes] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
        else:
            params[name] = value if name in ("text", "caption") else _value(str(value))
    params.update(files)
    for name, value in params.items():
        if isinstance(value, str) and value.startswith("attach://"):
            params[name] = files.get(value.removeprefix("attach://"), value)
    return params


def _value(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
