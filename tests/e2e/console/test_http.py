"""The console over HTTP: who gets in, what they are shown, and that it goes on while a service is away."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from services.directory.login.model import LOGIN_ATTEMPTS
from shared.events import compose
from shared.events.directory import PersonName, RegisterMember
from tests.e2e.console.conftest import SECRET, System, browser_like, console_process, log_in
from tests.e2e.console.stream import listening
from tests.support.district import SOURCE
from tests.support.http import plain
from tests.support.process import running
from tests.support.rpc import RemoteError, Rpc
from tests.support.waiting import PATIENCE, eventually

Enter = Callable[..., httpx.Client]
_addresses = itertools.count(1)


@pytest.fixture
def stranger(system: System) -> Iterator[Callable[..., httpx.Client]]:
    """Makes browsers that are not logged in, each at an address of its own as a proxy would tell it."""
    with ExitStack() as stack:

        def make(url: str = system.url) -> httpx.Client:
            http = stack.enter_context(browser_like(url))
            number = next(_addresses)
            http.headers["X-Forwarded-For"] = f"10.0.{number // 250}.{number % 250 + 1}"
            return http

        yield make


@pytest.fixture
def enter(system: System, stranger: Callable[..., httpx.Client]) -> Enter:
    def make(member_id: str, url: str = system.url) -> httpx.Client:
        http = stranger(url)
        answer = log_in(http, system.code(member_id))
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        return http

    return make


def sentence(answer: httpx.Response) -> str:
    [found] = re.findall(r'role="alert"[^>]*>([^<]+)<', answer.text)
    return str(found)


def register(system: System, member_id: str, roles: list[Any]) -> None:
    system.tell(
        compose(
            RegisterMember(
                member_id=member_id, kind="full", unit_id="branch-1-2", person=PersonName(name="谢国强"), roles=roles
            ),
            source=SOURCE,
        )
    )

    def known() -> bool:
        found = system.databases.of("directory").members.find_one({"_id": member_id})
        return found is not None and found["roles"] == roles

    eventually(known, what=f"{member_id} to be {roles}")


def test_without_a_session_there_is_only_the_login(stranger: Callable[..., httpx.Client]) -> None:
    http = stranger()
    answer = http.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert http.get("/panels/participation").status_code == 401
    assert http.get("/live").status_code == 401
    http.cookies.set("zhixing_console", "ImFkbWluIg.aSEabc.forged")
    assert http.get("/").headers["location"] == "/login"


def test_a_code_lets_in_once(system: System, stranger: Callable[..., httpx.Client]) -> None:
    code, http = system.code("secretary"), stranger()
    answer = log_in(http, code)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=43200" in cookie
    assert "云溪实验小学第一党支部 · 薛建平" in http.get("/").text
    other = stranger()
    assert (log_in(other, code).status_code, sentence(log_in(other, code))) == (
        403,
        "登录码不正确或已使用过，请核对，或重新获取一个。",
    )
    assert other.get("/").headers["location"] == "/login"
    assert http.post("/logout").headers["location"] == "/login"
    assert http.get("/").headers["location"] == "/login"


def test_an_expired_code_is_told_from_a_wrong_one(system: System, stranger: Callable[..., httpx.Client]) -> None:
    code = system.code("secretary")
    past = datetime.now(UTC) - timedelta(seconds=1)
    system.databases.of("directory").login_codes.update_many({"member_id": "secretary"}, {"$set": {"expires_at": past}})
    answer = log_in(stranger(), code)
    assert (answer.status_code, sentence(answer)) == (403, "登录码已过期，请重新获取一个。")


@pytest.mark.parametrize("given", ["", "1234567", "123456789", "abcdefgh", "x" * 5000, "１２３４"])
def test_what_is_no_code_is_not_asked_about(stranger: Callable[..., httpx.Client], given: str) -> None:
    answer = log_in(stranger(), given)
    assert (answer.status_code, sentence(answer)) == (400, "登录码是 8 位数字，请核对后重新输入。")


def test_too_many_wrong_codes_shut_an_address_out_even_with_the_right_one(
    system: System, stranger: Callable[..., httpx.Client]
) -> None:
    code, guesser = system.code("secretary"), stranger()
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    assert {log_in(guesser, wrong).status_code for _ in range(LOGIN_ATTEMPTS)} == {403}
    assert log_in(guesser, code).status_code == 429
    assert sentence(log_in(guesser, code)) == "尝试次数过多，请 10 分钟后再试。"
    assert log_in(stranger(), code).status_code == 303


def test_a_replica_slows_an_address_down_by_itself(system: System, stranger: Callable[..., httpx.Client]) -> None:
    replica, url = console_process(
        system.environment, ZHIXING_CONSOLE_LOGIN_BURST="2", ZHIXING_CONSOLE_LOGIN_RATE="0.001"
    )
    with running(replica):
        http = stranger(url)
        assert [log_in(http, "nonsense").status_code for _ in range(3)] == [400, 400, 429]


def test_members_without_figures_to_see_get_no_code_and_no_page(
    system: System, stranger: Callable[..., httpx.Client]
) -> None:
    with Rpc(system.vhost.url) as rpc, pytest.raises(RemoteError, match="MayNotSeeFigures"):
        rpc.call("directory", "issue_login_code", member_id="plain")
    register(system, "leaver", ["auditor"])
    code = system.code("leaver")
    register(system, "leaver", [])
    answer = log_in(stranger(), code)
    assert answer.status_code == 403
    assert sentence(answer).startswith("您目前的角色不能查看统计")


def test_a_role_that_is_taken_away_ends_what_the_session_shows(system: System, enter: Enter) -> None:
    register(system, "demoted", ["secretary"])
    http = enter("demoted")
    assert http.get("/").status_code == 200
    register(system, "demoted", ["member"])
    assert (
        "您目前的角色不能查看统计" in eventually(lambda: (answer := http.get("/")).status_code == 403 and answer).text
    )
    assert http.get("/panels/participation").status_code == 401


def test_an_officer_sees_the_own_units_only_and_names_only_with_that_right(enter: Enter) -> None:
    page = enter("principal").get("/").text
    assert "云溪实验小学第一党支部" in page
    assert "云溪实验小学第二党支部" in page
    assert "云溪第二中学" not in page
    assert "人未完成" in page
    assert "<details" not in page
    for name in ("薛建平", "范含章", "邹慧敏"):
        assert name not in page
    assert "邹慧敏" in enter("admin").get("/panels/participation").text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {"Origin": ""}],
)
@pytest.mark.parametrize("path", ["/login", "/logout", "/language"])
def test_another_site_can_do_nothing(enter: Enter, path: str, headers: dict[str, str]) -> None:
    http = enter("admin")
    answer = http.post(path, data={"code": "12345678", "locale": "en"}, headers=headers)
    assert (answer.status_code, sentence(answer)) == (403, "此请求来自其他网站，已拒绝。")
    assert http.get("/").status_code == 200


def test_every_response_is_guarded_and_nothing_is_inline(enter: Enter) -> None:
    http = enter("admin")
    for path in ("/", "/login", "/panels/incidents", "/static/console.js", "/nothing"):
        headers = http.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    page = http.get("/")
    assert page.headers["cache-control"] == "no-store"
    assert "<style" not in page.text
    assert 'style="' not in page.text
    assert set(re.findall(r"<script [^>]*>", page.text)) == {
        '<script type="application/json" id="strings">',
        *re.findall(r'<script type="module" src="/static/console\.js\?v=\w+">', page.text),
    }


def test_what_does_not_exist_is_told_in_a_sentence_and_in_the_language_chosen(enter: Enter) -> None:
    http = enter("admin")
    assert [http.get(path).status_code for path in ("/nothing", "/panels/secrets", "/docs", "/openapi.json")] == [
        404
    ] * 4
    assert sentence(http.get("/nothing")) == "没有这个页面。"
    assert http.post("/language", data={"locale": "en"}).status_code == 303
    assert sentence(http.get("/nothing")) == "There is no such page."
    assert "Participation today" in http.get("/").text
    assert http.post("/language", data={"locale": "xx"}).status_code == 400


def test_a_service_that_is_away_costs_its_panel_only(system: System, enter: Enter) -> None:
    http = enter("admin")
    checkins = system.services["checkins"]
    checkins.stop()
    try:
        page = http.get("/")
        assert page.status_code == 200
        assert "学习打卡服务暂时没有回答" in page.text
        assert "志愿活动服务暂时没有回答" in page.text
        assert "没有需要您关注的未办结事件" in page.text
    finally:
        checkins.start().wait_ready()
    assert "应打卡" in eventually(lambda: (page := http.get("/").text).count("应打卡") and page)


def test_every_replica_tells_its_browsers_and_only_those_concerned(system: System, enter: Enter) -> None:
    # What went before is told before this replica listens.
    rows = [system.databases.of(owner)["outbox"] for owner in ("directory", "checkins")]
    eventually(lambda: not any(each.count_documents({}) for each in rows), what="everything to be told")
    replica, url = console_process(system.environment)
    with (
        running(replica),
        listening(enter("admin")) as first,
        listening(enter("admin", url)) as second,
        listening(enter("principal", url)) as elsewhere,
    ):
        system.check_in("for-school-2", "m6")
        first.expect("participation")
        second.expect("participation")
        assert elsewhere.changed == []
        system.check_in("for-all", "m5")
        elsewhere.expect("participation")
        assert replica.stop() == 0


def test_a_lost_broker_connection_comes_back_and_everything_is_asked_for_anew(system: System, enter: Enter) -> None:
    with listening(enter("admin")) as stream:

        def cut() -> bool:
            vhost = quote(system.vhost.name, safe="")
            found = plain.get(f"{system.vhost.management}/api/vhosts/{vhost}/connections", timeout=PATIENCE).json()
            names = [
                each["name"]
                for each in found
                if each.get("client_properties", {}).get("connection_name") == "console consuming"
            ]
            for name in names:
                plain.delete(f"{system.vhost.management}/api/connections/{quote(name, safe='')}", timeout=PATIENCE)
            return bool(names)

        eventually(cut, what="the management interface to know the connection")
        for panel in ("participation", "incidents", "shifts"):
            stream.expect(panel)
        stream.changed.clear()
        system.check_in("for-all", "m6")
        stream.expect("participation")


def test_a_process_without_a_secret_says_so_and_ends(system: System) -> None:
    replica, _ = console_process(system.environment, ZHIXING_CONSOLE_SECRET=SECRET[:8])
    replica.start()
    try:
        assert replica.wait() == 1
        assert "ZHIXING_CONSOLE_SECRET" in replica.log()
        assert "Traceback" not in replica.log()
    finally:
        replica.close()
