"""The console's parts that need no broker: who sees what, what changed for whom, what is refused."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from typing import Any

import pytest

from services.console.access import FRESH, STALE, Access, NoAnswer, Officer, Profile
from services.console.guard import Limit
from services.console.live import Live
from services.console.news import unit_path_of
from services.console.panels import NAMES_SHOWN, Panels, Part
from shared.aio.errors import RpcTimeout

PROFILE = {
    "member_id": "o",
    "name": "Li Lei",
    "unit_id": "s",
    "unit_name": "School",
    "unit_path": "/d/s",
    "locale": "en",
    "roles": ["secretary"],
}
OFFICER = Officer(Profile.model_validate(PROFILE), sees_missing=True, plans=True)


class Services:
    """Answers by ``service.method``; what has none does not answer."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {name.replace("__", "."): answer for name, answer in answers.items()}
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def call(self, service: str, method: str, /, *, timeout: float | None = None, **kwargs: Any) -> Any:
        self.asked.append((f"{service}.{method}", kwargs))
        answer = self.answers.get(f"{service}.{method}")
        if answer is None:
            raise RpcTimeout(method)
        return answer(**kwargs) if callable(answer) else answer


def row(unit: str, missing: list[str], *, expected: int = 10, done: int = 4) -> dict[str, Any]:
    return {
        "unit_id": unit,
        "unit_path": f"/d/s/{unit}",
        "expected": expected,
        "done": done,
        "missing": missing,
        "missing_count": len(missing),
    }


def panels(services: Services) -> Panels:
    return Panels(services, Access(services, patience=1), zone="Asia/Shanghai", patience=1)


async def test_rights_are_asked_at_the_members_own_unit_and_believed_for_a_moment() -> None:
    now = [0.0]
    services = Services(directory__profiles=[PROFILE], directory__may=lambda action, **_: action == "see-figures")
    access = Access(services, patience=1, clock=lambda: now[0])
    assert await access.of("o") == Officer(OFFICER.profile, sees_missing=False)
    assert {kwargs["unit_id"] for name, kwargs in services.asked if name == "directory.may"} == {"s"}
    services.answers["directory.may"] = lambda **_: False
    assert await access.of("o") is not None
    now[0] += FRESH
    assert await access.of("o") is None


async def test_while_the_directory_is_away_its_last_word_holds_for_a_while() -> None:
    now = [0.0]
    services = Services(directory__profiles=[PROFILE], directory__may=lambda **_: True)
    access = Access(services, patience=1, clock=lambda: now[0])
    assert await access.of("o") == OFFICER
    del services.answers["directory.may"]
    now[0] += FRESH
    assert await access.of("o") == OFFICER
    with pytest.raises(NoAnswer):
        await access.of("o", afresh=True)
    now[0] += STALE
    with pytest.raises(NoAnswer):
        await access.of("o")


async def test_a_member_who_is_gone_is_nobody() -> None:
    assert await Access(Services(directory__profiles=lambda **_: []), patience=1).of("o") is None


async def test_names_are_asked_for_only_for_those_who_may_see_them_and_only_as_many_as_are_shown() -> None:
    missing = [f"m{number}" for number in range(NAMES_SHOWN + 5)]
    services = Services(
        checkins__participation=[row("b", missing)],
        directory__units=[{"unit_id": "b", "name": "Branch", "path": "/d/s/b"}],
        directory__profiles=lambda member_ids: [{**PROFILE, "member_id": each, "name": each} for each in member_ids],
    )
    shown = await panels(services).one("participation", OFFICER)
    assert shown.rows == (Part("b", "Branch", False, 10, 4, len(missing), tuple(missing[:NAMES_SHOWN])),)
    assert shown.rows[0].unnamed == 5
    services.asked.clear()
    shown = await panels(services).one("participation", Officer(OFFICER.profile, sees_missing=False))
    assert (shown.rows[0].missing, shown.rows[0].names) == (len(missing), ())
    assert "directory.profiles" not in {name for name, _ in services.asked}


@pytest.mark.parametrize(("done", "percent"), [(0, 0), (199, 99), (200, 100)])
def test_a_hundred_percent_means_all(done: int, percent: int) -> None:
    assert Part("u", "U", False, 200, done, 0).percent == percent


def test_a_unit_without_tasks_is_at_zero() -> None:
    assert Part("u", "U", False, 0, 0, 0).percent == 0


@pytest.mark.parametrize("answer", [None, [{"number": 7}], "nonsense"])
async def test_a_panel_whose_service_does_not_answer_or_talks_nonsense_says_so_alone(answer: Any) -> None:
    services = Services(incidents__open_within=answer, volunteers__next_shifts=lambda **_: [])
    found = await panels(services).all(OFFICER)
    assert [panel.answered for panel in found.values()] == [False, False, True]


@pytest.mark.parametrize(
    ("concerns", "scope", "told"),
    [
        ("/d/s/b", "/d/s", True),
        ("/d/s", "/d/s", True),
        ("/d", "/d/s", True),
        (None, "/d/s", True),
        ("/d/s2", "/d/s", False),
        ("/d/x", "/d/s", False),
    ],
)
async def test_those_are_told_whose_figures_may_have_changed(concerns: str | None, scope: str, told: bool) -> None:
    live = Live(debounce=0.001)
    async with aclosing(live.follow(scope)) as stream:
        following = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        live.changed("shifts", concerns)
        if told:
            assert await following == "shifts"
        else:
            live.changed("incidents", scope)
            assert await following == "incidents"


async def test_a_rush_of_changes_is_told_once() -> None:
    live = Live(debounce=0.05)
    async with aclosing(live.follow("/d")) as stream:
        following = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        for _ in range(500):
            live.changed("participation", "/d")
        assert await following == "participation"
        following = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        live.changed("shifts", "/d")
        assert await following == "shifts"


async def test_streams_end_when_the_replica_stops() -> None:
    live = Live(debounce=60)
    waiting, gathering = live.follow("/d"), live.follow("/d")
    first, second = (asyncio.ensure_future(anext(stream)) for stream in (waiting, gathering))
    await asyncio.sleep(0)
    live.changed("shifts", "/d")
    live.close()
    for ended in (first, second):
        with pytest.raises(StopAsyncIteration):
            await ended


@pytest.mark.parametrize(
    ("event", "path"),
    [
        ({"unitpath": "/d/s", "data": {}}, "/d/s"),
        ({"data": {"unit_path": "/d/s"}}, "/d/s"),
        ({"data": {}}, None),
        ({"data": None}, None),
        ([], None),
        ("nonsense", None),
    ],
)
def test_an_event_that_does_not_say_where_concerns_everybody(event: Any, path: str | None) -> None:
    assert unit_path_of(json.dumps(event).encode()) == path
    assert unit_path_of(b"\xff{") is None


def test_an_address_may_try_so_often_and_then_again_after_a_while() -> None:
    now = [0.0]
    limit = Limit(0.5, 2, clock=lambda: now[0])
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    assert limit.allows("b")
    now[0] += 2
    assert [limit.allows("a") for _ in range(2)] == [True, False]
