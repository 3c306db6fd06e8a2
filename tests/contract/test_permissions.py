"""Nothing can be asked, sent or opened of which nobody said who may."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from bots import personal_data
from bots.web.app import WebChat
from bots.web.permissions import HoldsChat
from bots.web.settings import WebSettings
from services.console.app import Console
from services.console.settings import ConsoleSettings
from shared.access.permission import Permission, Undeclared
from shared.events.catalogue.files import ROOT

DECLARED = {"Self", "At", "Process", "Public", "Fact", "FromChat"}
SECRET = "a secret that only tests know"


@pytest.fixture(scope="module")
def entrypoints() -> list[dict[str, Any]]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.contract.entrypoints"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return list(json.loads(ran.stdout))


def test_every_service_is_looked_at(entrypoints: list[dict[str, Any]]) -> None:
    services = {path.parent.name for path in (ROOT / "services").glob("*/service.py")}
    assert {entry["name"].partition(".")[0] for entry in entrypoints} == services
    assert {"checkins.record", "directory.issue_link_code", "incidents.person_erased"} <= {
        entry["name"] for entry in entrypoints
    }


def test_every_entrypoint_declares_who_may_use_it(entrypoints: list[dict[str, Any]]) -> None:
    undeclared = [entry["name"] for entry in entrypoints if not set(entry["permission"]) <= DECLARED]
    assert undeclared == [], "declare permission=... there: see Permissions in CONTRIBUTING.md"


def test_what_decides_by_policy_knows_who_asks(entrypoints: list[dict[str, Any]]) -> None:
    assert [entry["name"] for entry in entrypoints if entry["decides"] and not entry["asker"]] == []


def test_whoever_is_compared_with_the_actor_is_named_in_what_is_sent(entrypoints: list[dict[str, Any]]) -> None:
    wrong = [
        f"{entry['name']}: {field}"
        for entry in entrypoints
        for field in entry["fields"]
        for taken in entry["takes"]
        if field not in taken
    ]
    assert wrong == []


def test_whoever_is_said_to_act_is_compared_with_the_actor(entrypoints: list[dict[str, Any]]) -> None:
    acting = {"actor_id", "organiser_id", "reporter_id"}
    believed = [
        entry["name"]
        for entry in entrypoints
        if entry["permission"] != ["Fact"] and any(acting & set(taken) for taken in entry["takes"])
        if not acting & set(entry["fields"])
    ]
    assert believed == [], "anybody could say to be anybody there"


_UNDECLARED = """
import json
from nameko.rpc import rpc
from shared.events.checkins import RecordCheckIn
from shared.messaging.entrypoints import on_command
from tests.contract.entrypoints import of_service

class Careless:
    name = "careless"
    @rpc
    def tell_all(self, member_id): ...
    @on_command(RecordCheckIn, queue="careless.record")
    def record(self, command): ...

print(json.dumps(sorted(entry["permission"] for entry in of_service(Careless))))
"""


def test_an_entrypoint_that_declares_nothing_is_found() -> None:
    ran = subprocess.run([sys.executable, "-c", _UNDECLARED], cwd=ROOT, capture_output=True, text=True, check=False)
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found == [["NoneType"], ["Undeclared"]], ran.stderr
    assert not {kind for each in found for kind in each} & DECLARED


def web_chat() -> WebChat:
    return WebChat(WebSettings(web_secret=SECRET))


def permission_of(route: BaseRoute) -> Permission | None:
    assert isinstance(route, Mount | Route), route
    served = route.app if isinstance(route, Mount) else route.endpoint
    return getattr(served, "permission", None)


def undeclared(routes: list[BaseRoute]) -> list[str]:
    found = {str(getattr(route, "path", route)): permission_of(route) for route in routes}
    return [path for path, permission in found.items() if permission is None or isinstance(permission, Undeclared)]


def test_every_page_of_the_console_declares_who_may_see_it() -> None:
    routes = Console(ConsoleSettings(console_secret=SECRET)).routes
    assert "/panels/{name}" in {getattr(route, "path", "") for route in routes}
    assert undeclared(routes) == []


def test_every_page_of_the_web_chat_declares_who_may_see_it() -> None:
    routes = web_chat().application.routes
    assert "/api/messages" in {getattr(route, "path", "") for route in routes}
    assert undeclared(routes) == []


def test_what_is_for_the_holder_of_a_chat_is_for_nobody_else() -> None:
    client = TestClient(web_chat().application, base_url="http://chat.test")
    own = {"origin": "http://chat.test", "sec-fetch-site": "same-origin"}
    held = [route for route in client.app.routes if isinstance(permission_of(route), HoldsChat)]  # type: ignore[attr-defined]
    assert held
    for route in held:
        path = route.path.replace("{id:uuid}", str(uuid.uuid4())).replace("{photo_id}", str(uuid.uuid4()))
        path = path.replace("{size}", "image")
        for method in route.methods - {"HEAD"}:
            assert client.request(method, path, headers=own).status_code == 401, path


def test_a_page_that_declares_nothing_is_found() -> None:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    async def careless() -> str:
        return "everything"

    app.add_api_route("/everything", careless)
    assert undeclared(app.routes) == ["/everything"]


def test_what_the_bots_answer_declares_who_may_ask() -> None:
    served = personal_data.served(web_chat().held)
    assert served
    assert [name for name, each in served.items() if isinstance(each.permission, Undeclared)] == []


def test_no_service_is_asked_through_namekos_own_entrypoint() -> None:
    careless = [
        str(path.relative_to(ROOT))
        for package in ("services", "shared", "bots")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "nameko.rpc" and "rpc" in {a.name for a in node.names}
    ]
    assert careless == []
