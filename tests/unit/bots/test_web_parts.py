from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response

from bots.web.cookies import NAME, ChatCookie
from bots.web.guard import network_of
from bots.web.limits import TokenBuckets
from bots.web.locale import page_locale
from bots.web.settings import WebSettings
from shared.aio.guard import is_same_origin
from shared.settings import SettingsError, load


def request(**headers: str) -> Request:
    named: list[Any] = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": named, "method": "POST", "path": "/"})


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"origin": "http://chat.local:8080"}, True),
        ({"origin": "http://chat.local:8080", "sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "same-origin"}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://chat.local:8080.evil.example"}, False),
        ({"origin": "http://chat.local:8080", "sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({}, False),
    ],
)
def test_only_our_own_page_may_say_something(headers: dict[str, str], allowed: bool) -> None:
    assert is_same_origin(request(host="chat.local:8080", **headers), None) is allowed


def test_behind_a_proxy_the_origin_is_the_one_that_was_set() -> None:
    own = "https://chat.example.org"
    assert is_same_origin(request(host="10.0.0.7:8080", origin=own), own)
    assert not is_same_origin(request(host="10.0.0.7:8080", origin="http://10.0.0.7:8080"), own)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_line_with_many_addresses_is_one_client(address: str, network: str) -> None:
    scope = {"type": "http", "headers": [], "method": "POST", "path": "/", "client": (address, 1)}
    assert network_of(Request(scope)) == network


def test_a_burst_is_let_through_and_then_one_at_a_time() -> None:
    moment = 0.0
    buckets = TokenBuckets(rate=2, burst=3, clock=lambda: moment)
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a") == pytest.approx(0.5)
    assert buckets.take("b") == 0
    moment = 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("fr, en;q=0.5, zh;q=0.7", "zh-CN"),
        ("fr", None),
        ("", None),
        ("en;q=nonsense, zh;q=0.1", "zh-CN"),
    ],
)
def test_the_language_the_browser_prefers(header: str, locale: str | None) -> None:
    assert page_locale(request(accept_language=header)) == locale


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=200))
def test_any_cookie_is_read_without_fault_and_a_forged_one_is_nobody(value: str) -> None:
    assert ChatCookie("s" * 16).read(request(cookie=f"{NAME}={value}")) is None


def test_a_cookie_is_read_by_who_has_the_secret_only() -> None:
    response = Response()
    chat_id = "6ad4b1b0-7a53-4b8e-9a35-000000000001"
    ChatCookie("first-secret-123").write(response, chat_id, secure=True)
    header = response.headers["set-cookie"]
    assert all(word in header for word in ("HttpOnly", "SameSite=lax", "Secure"))
    value = header.partition("=")[2].partition(";")[0]
    assert ChatCookie("first-secret-123").read(request(cookie=f"{NAME}={value}")) == chat_id
    assert ChatCookie("other-secret-123").read(request(cookie=f"{NAME}={value}")) is None


def test_without_a_secret_the_process_says_which_setting_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHIXING_WEB_SECRET", raising=False)
    with pytest.raises(SettingsError, match="ZHIXING_WEB_SECRET"):
        load(WebSettings)


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({}, "http://127.0.0.1:8080"),
        ({"web_origin": "https://chat.example.org", "web_host": "0.0.0.0"}, "https://chat.example.org"),
        ({"web_host": "0.0.0.0"}, None),
        ({"web_port": 0}, None),
    ],
    ids=["local", "said", "not said", "any port"],
)
def test_links_lead_where_browsers_find_the_page_and_nowhere_else(fields: dict[str, Any], url: str | None) -> None:
    settings = WebSettings(web_secret=SecretStr("s" * 16), **fields)
    assert settings.page_url == url
