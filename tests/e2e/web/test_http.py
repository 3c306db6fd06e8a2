"""The page's interface over HTTP, on the real broker, database and services."""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from shared.events import compose, derived_id, new_id
from shared.events.notifications import DeliverToWeb, MessageExpired, MessageFailed, MessageSent
from tests.e2e.web.conftest import System, client, web_process
from tests.support.district import SOURCE
from tests.support.http import NO_TLS
from tests.support.process import running
from tests.support.waiting import PATIENCE, eventually


def say(http: httpx.Client, text: str | None = None, **said: Any) -> httpx.Response:
    body = {"id": str(uuid.uuid4()), **({"text": text} if text is not None else {}), **said}
    return http.post("/api/messages", json=body)


def link(http: httpx.Client, system: System, **member: Any) -> str:
    member_id, code = system.member(**member)
    answer = say(http, f"绑定 {code}").raise_for_status().json()
    assert answer["me"]["member"]["unit"] == "实验小学第一党支部"
    return member_id


def history(http: httpx.Client) -> list[dict[str, Any]]:
    return list(http.get("/api/history").raise_for_status().json()["entries"])


def chat_id_of(system: System, member_id: str) -> str:
    found = system.databases.of("bots").conversations.find_one({"state.member.member_id": member_id})
    assert found is not None
    return str(found["_id"])


class Stream:
    """What a page hears, read in a thread until the block ends."""

    def __init__(self, http: httpx.Client, **headers: str) -> None:
        self.events: list[tuple[str, str | None, dict[str, Any]]] = []
        self.ended = threading.Event()
        #: Whether the server said that this is all; False also for as long as it goes on.
        self.complete = False
        self._http = http
        self._headers = headers

    def first(self, wanted: Callable[[str, dict[str, Any]], object]) -> dict[str, Any]:
        """Wait for the first event of which ``wanted(kind, data)`` holds."""
        found = eventually(lambda: [data for kind, _, data in self.events if wanted(kind, data)])
        return found[0]

    def entries(self) -> list[int]:
        return [int(number) for kind, number, _ in self.events if kind == "entry" and number]

    def read(self) -> None:
        kind, number = "message", None
        with (
            contextlib.suppress(httpx.HTTPError),
            self._http.stream("GET", "/api/stream", headers=self._headers, timeout=PATIENCE) as response,
        ):
            for line in response.iter_lines():
                name, _, value = line.partition(": ")
                if name == "event":
                    kind = value
                elif name == "id":
                    number = value
                elif name == "data":
                    self.events.append((kind, number, json.loads(value)))
                elif not line:
                    kind, number = "message", None
            self.complete = True
        self.ended.set()


@contextlib.contextmanager
def listening(http: httpx.Client, **headers: str) -> Iterator[Stream]:
    with httpx.Client(base_url=http.base_url, cookies=http.cookies, verify=NO_TLS) as own:
        stream = Stream(own, **headers)
        thread = threading.Thread(target=stream.read, daemon=True)
        thread.start()
        yield stream


def test_a_check_in_is_received_recorded_and_streamed(system: System, http: httpx.Client) -> None:
    member_id = link(http, system)
    with listening(http) as stream:
        answer = say(http, "打卡 读了一章").json()
        assert [entry["role"] for entry in answer["entries"]] == ["member", "bot"]
        outcome = stream.first(lambda kind, data: kind == "entry" and data["answers"])
    assert "120" in outcome["text"]
    assert len(system.check_ins(member_id)) == 1
    assert [entry["seq"] for entry in history(http)] == [1, 2, 3, 4, 5]


def test_the_same_message_sent_again_is_one_message_and_one_check_in(system: System, http: httpx.Client) -> None:
    member_id = link(http, system)
    body = {"id": str(uuid.uuid4()), "text": "打卡"}
    answers = [http.post("/api/messages", json=body).json()["entries"] for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    # It may be written before what the page was answered.
    eventually(lambda: any(entry["answers"] for entry in history(http)))
    assert len(system.check_ins(member_id)) == 1
    assert len(history(http)) == 5


def test_a_message_sent_to_two_replicas_at_once_is_one_check_in(system: System, http: httpx.Client) -> None:
    member_id = link(http, system)
    other, url = web_process(system.environment)
    body = {"id": str(uuid.uuid4()), "text": "打卡"}
    with running(other):
        post = [
            threading.Thread(
                target=httpx.post,
                args=(f"{address}/api/messages",),
                kwargs={
                    "json": body,
                    "cookies": dict(http.cookies),
                    "headers": {"Origin": address},
                    "timeout": PATIENCE,
                },
            )
            for address in (system.url, url, system.url, url)
        ]
        for thread in post:
            thread.start()
        for thread in post:
            thread.join()
        eventually(lambda: any(entry["answers"] for entry in history(http)))
    assert len(system.check_ins(member_id)) == 1
    entries = history(http)
    assert [entry["seq"] for entry in entries] == [1, 2, 3, 4, 5]
    assert len({entry["id"] for entry in entries}) == 5


def test_whichever_replica_holds_the_stream_shows_what_another_one_was_told(system: System, http: httpx.Client) -> None:
    link(http, system)
    other, url = web_process(system.environment)
    with (
        running(other),
        httpx.Client(base_url=url, cookies=http.cookies, verify=NO_TLS) as there,
        listening(there) as stream,
    ):
        eventually(lambda: len(stream.entries()) == 2)
        say(http, "打卡")
        eventually(lambda: len(stream.entries()) == 5)
        assert stream.entries() == [1, 2, 3, 4, 5]


def test_a_stream_resumes_after_the_last_entry_without_gap_or_repeat(system: System, http: httpx.Client) -> None:
    link(http, system)
    say(http, "帮助")
    with listening(http, **{"Last-Event-ID": "3"}) as stream:
        eventually(lambda: stream.entries() == [4])
        say(http, "我的")
        eventually(lambda: stream.entries() == [4, 5, 6])


def test_a_reader_that_knows_more_than_there_is_starts_afresh(system: System, http: httpx.Client) -> None:
    link(http, system)
    with listening(http, **{"Last-Event-ID": "500"}) as stream:
        eventually(lambda: stream.entries() == [1, 2])
    assert stream.events[0][0] == "reset"


def test_a_stopping_replica_ends_its_streams_at_once(system: System, http: httpx.Client) -> None:
    link(http, system)
    other, url = web_process(system.environment)
    with (
        running(other),
        httpx.Client(base_url=url, cookies=http.cookies, verify=NO_TLS) as there,
        listening(there) as stream,
    ):
        eventually(lambda: stream.entries() == [1, 2])
        assert other.stop() == 0
        assert stream.ended.wait(PATIENCE)
    # Else it was waited for, and cut off in the end.
    assert stream.complete


def test_a_delivery_is_shown_once_however_often_it_comes(system: System, http: httpx.Client) -> None:
    chat_id = chat_id_of(system, link(http, system))
    sent = system.vhost.listen(MessageSent, repeats=True)
    message_id = new_id()
    message = compose(DeliverToWeb(message_id=message_id, chat_id=chat_id, text="通知一则"), source=SOURCE)

    def told() -> list[str]:
        heard = sent.drain()
        return [
            event.id for event in heard if isinstance(event.data, MessageSent) and event.data.message_id == message_id
        ]

    for times in (1, 2, 3):
        system.vhost.send(message)
        eventually(partial(lambda wanted: len(told()) >= wanted, times), what=f"MessageSent {times} times")
    assert len(set(told())) == 1
    assert [entry["text"] for entry in history(http)].count("通知一则") == 1


def test_a_delivery_that_comes_too_late_is_not_shown(system: System, http: httpx.Client) -> None:
    chat_id = chat_id_of(system, link(http, system))
    expired = system.vhost.listen(MessageExpired)
    over = datetime.now(UTC) - timedelta(seconds=1)
    message = compose(DeliverToWeb(message_id=new_id(), chat_id=chat_id, text="通知", not_after=over), source=SOURCE)
    system.vhost.send(message)
    [event] = expired.expect(1)
    assert isinstance(event.data, MessageExpired)
    assert event.data.message_id == message.data.message_id
    assert "通知" not in [entry["text"] for entry in history(http)]


def test_a_delivery_to_nobody_is_reported_as_failed(system: System) -> None:
    failed = system.vhost.listen(MessageFailed)
    message = compose(DeliverToWeb(message_id=new_id(), chat_id=new_id(), text="通知"), source=SOURCE)
    system.vhost.send(message)
    [event] = failed.expect(1)
    assert isinstance(event.data, MessageFailed)
    assert (event.data.reason, event.data.message_id) == ("unknown-chat", message.data.message_id)


def test_a_stopped_service_is_told_late_and_the_outcome_comes_once_it_is_back(
    system: System, http: httpx.Client
) -> None:
    link(http, system)
    say(http, "任务")
    button = next(c for c in history(http)[-1]["choices"] if c["data"].startswith("ci:"))
    checkins = system.services["checkins"]
    checkins.stop()
    try:
        with listening(http) as stream:
            # Who does not listen yet is not told that it is late.
            eventually(lambda: stream.entries() == [1, 2, 3, 4])
            answer = say(http, button=button["data"], label=button["label"])
            assert answer.status_code == 200
            notice = stream.first(lambda kind, _: kind == "notice")
            assert "已收到" in notice["text"]
            checkins.start().wait_ready()
            outcome = stream.first(lambda kind, data: kind == "entry" and data["answers"])
            assert outcome["answers"] == notice["answers"]
    finally:
        if not checkins.running:
            checkins.start().wait_ready()


def test_two_browsers_have_two_chats(system: System, http: httpx.Client) -> None:
    link(http, system)
    with client(system.url) as stranger:
        assert history(stranger) == []
        assert stranger.get("/api/history").json()["me"]["member"] is None


def test_a_forged_cookie_is_nobody(system: System) -> None:
    forged = {"zhixing_chat": '"6ad4b1b0-7a53-4b8e-9a35-000000000001".AAAA'}
    answer = httpx.get(f"{system.url}/api/history", cookies=forged, timeout=PATIENCE)
    assert answer.status_code == 401
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"headers": {"Origin": "http://evil.example"}}, 403),
        ({"headers": {"Sec-Fetch-Site": "cross-site"}}, 403),
        ({"headers": {"Content-Type": "text/plain"}}, 415),
        ({"headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 415),
        ({"content": b"{"}, 400),
        ({"content": b"[]"}, 400),
        ({"content": b"\xff\xfe"}, 400),
        ({"content": b'{"id": "x", "text": "hi"}'}, 400),
        ({"content": json.dumps({"id": new_id()}).encode()}, 400),
        ({"content": json.dumps({"id": new_id(), "text": "a", "button": "b"}).encode()}, 400),
        ({"content": json.dumps({"id": new_id(), "button": "打" * 22}).encode()}, 400),
        ({"content": json.dumps({"id": new_id(), "text": "  \n "}).encode()}, 400),
        ({"content": json.dumps({"id": new_id(), "text": "学" * 3001}).encode()}, 400),
        ({"content": b'{"id": "' + b"a" * 40_000 + b'"}'}, 413),
    ],
)
def test_a_bad_request_gets_one_sentence_and_leaves_nothing(
    http: httpx.Client, change: dict[str, Any], status: int
) -> None:
    body = json.dumps({"id": new_id(), "text": "你好"}).encode()
    headers = {"Content-Type": "application/json", **change.get("headers", {})}
    answer = http.post("/api/messages", content=change.get("content", body), headers=headers)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(("。", "JSON。"))
    assert answer.json()["retry"] is False
    assert history(http) == []


def test_faults_are_told_in_english_too(http: httpx.Client) -> None:
    answer = http.post(
        "/api/messages", content=b"{", headers={"Content-Type": "application/json", "Accept-Language": "en"}
    )
    assert answer.json()["error"].startswith("That request is not right")


def test_an_address_that_does_not_exist_is_told_in_a_sentence(http: httpx.Client) -> None:
    answer = http.get("/nothing")
    assert (answer.status_code, answer.json()["error"]) == (404, "没有这个页面。")


def test_a_chat_that_sends_too_fast_is_slowed_down(system: System) -> None:
    slow, url = web_process(system.environment, ZHIXING_WEB_RATE_BURST="3", ZHIXING_WEB_RATE="0.001")
    with running(slow), client(url) as http:
        answers = [say(http, "帮助") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert answers[-1].json()["retry"] is True


def test_every_response_carries_the_security_headers(http: httpx.Client) -> None:
    for path in ("/", "/api/history", "/static/chat.js", "/nothing"):
        headers = http.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_page_has_no_inline_script_or_style(http: httpx.Client) -> None:
    html = http.get("/").text
    assert "<style" not in html
    assert 'style="' not in html
    assert html.count("<script") == html.count('<script type="application/json"') + html.count(
        '<script type="module" src='
    )


def test_histories_are_numbered_without_gaps_under_many_writers(system: System, http: httpx.Client) -> None:
    chat_id = chat_id_of(system, link(http, system))
    wanted = [
        compose(DeliverToWeb(message_id=derived_id(chat_id, str(n)), chat_id=chat_id, text=f"通知 {n}"), source=SOURCE)
        for n in range(30)
    ]
    with listening(http) as stream:
        system.vhost.send(*wanted)
        eventually(lambda: len(stream.entries()) == 32)
    assert stream.entries() == list(range(1, 33))
