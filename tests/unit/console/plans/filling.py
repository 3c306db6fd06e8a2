"""Forms of plans as a browser sees and sends them."""

from __future__ import annotations

import html
import re
from typing import Any

from starlette.testclient import TestClient

WEDNESDAYS = {
    "plan_id": "p1",
    "unit": "/d/b",
    "title": "Theory <evening>",
    "kind": "study-group",
    "subjects": ["theory"],
    "kinds": ["full"],
    "repeat": "weekly",
    "weekday": "WE",
    "month_day": "15",
    "nth": "first",
    "mover": "next-working-day",
    "first_day": "2026-09-01",
    "last_day": "2026-12-31",
    "opens": "19:00",
    "closes": "21:00",
    "closes_after_days": "0",
    "grace_minutes": "60",
    "credit_minutes": "90",
    "evidence": "note",
    "evidence_least": "50",
    "late_accepted": "yes",
    "late_percent": "50",
}


def sentence(page: Any) -> str:
    [found] = re.findall(r'role="alert">([^<]+)<', page.text)
    return html.unescape(found)


def fields(page: Any, **typed: Any) -> dict[str, Any]:
    """What a browser would send of a form that shows a plan."""
    text = re.split(r'<form method="post" action="/(?:plans|tasks)', page.text)[-1]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", text):
        kind, name, value = (re.search(rf'{each}="([^"]*)"', tag) for each in ("type", "name", "value"))
        assert kind
        assert name
        assert value
        if kind[1] not in ("checkbox", "radio") or " checked" in tag:
            found.setdefault(name[1], []).append(html.unescape(value[1]))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)".*?>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return {**found, **typed}


def made(http: TestClient, **changed: Any) -> None:
    answer = http.post("/plans/new", data={**WEDNESDAYS, **changed})
    assert (answer.status_code, answer.headers.get("location")) == (303, "/plans?unit=%2Fd%2Fb&done=made"), answer.text
