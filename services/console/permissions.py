"""Who may see a page: declared where the page is, and seen to before it is made."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from shared.access.actor import Actor, acting
from shared.access.permission import Permission

Page = Callable[..., Awaitable[Response]]


def page(permission: Permission, *, turn_away: str = "_logged_out") -> Callable[[Page], Page]:
    """A page for the public is made for anybody. Any other gets the logged-in ``officer``, and whatever it asks the
    services is asked in the officer's name; everybody else is answered by the method ``turn_away``."""

    def declare(make: Page) -> Page:
        if not permission.signed:
            make.permission = permission  # type: ignore[attr-defined]
            return make

        @functools.wraps(make)
        async def guarded(routes: Any, request: Request, **given: Any) -> Response:
            officer = await routes.officer_of(request)
            if officer is None:
                turned_away: Response = await getattr(routes, turn_away)(request)
                return turned_away
            with acting(Actor(officer.profile.member_id, "console")):
                return await make(routes, request, officer, **given)

        # FastAPI reads from it what the address has to give.
        signature = inspect.signature(make)
        kept = [each for name, each in signature.parameters.items() if name != "officer"]
        guarded.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return declare
