"""HTML from templates, in a language."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from services.console.panels import Panel
from services.console.texts import moments, other_than, sayer
from shared.access.permission import Public

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: What the page's script says; the catalogue's keys without ``script-``.
SCRIPT_STRINGS = ("reconnecting", "offline", "left", "over")


class Files(StaticFiles):
    """Those asked for by version may be kept."""

    permission = Public("the page's style and script, the same for all")

    def __init__(self) -> None:
        super().__init__(directory=_STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = response.status_code == 200 and scope.get("query_string")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        return response


class Pages:
    def __init__(self, zone: str) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(moments(zone), version=_version())
        self._environment.filters["days"] = _days

    def page(self, template: str, locale: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
        say = sayer(locale)
        strings = {name: say(f"script-{name}", time="{time}") for name in SCRIPT_STRINGS}
        html = self._environment.get_template(template).render(
            locale=locale,
            other=other_than(locale),
            t=say,
            strings=strings,
            now=datetime.now(UTC),
            **shown,
        )
        return HTMLResponse(html, status_code=status)

    def panel(self, panel: Panel, locale: str) -> HTMLResponse:
        """The inside of a panel, to be put in the place of the one that the page shows."""
        template = self._environment.get_template("panel.html")
        return HTMLResponse(template.render(panel=panel, locale=locale, t=sayer(locale)))


def _version() -> str:
    content = hashlib.blake2s(digest_size=6)
    for path in sorted(_STATIC.iterdir()):
        content.update(path.read_bytes())
    return content.hexdigest()


def _days(text: str) -> Markup:
    """No line ends within a day such as 2026-11-28."""
    return Markup(_DAY.sub(r'<span class="day">\g<0></span>', str(escape(text))))  # noqa: S704 - it is escaped
