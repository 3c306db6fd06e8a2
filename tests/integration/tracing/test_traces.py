"""One trace from the chat's message to the words that answer it, on the real broker and database."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

from shared.events import Message, compose, decode
from shared.events.checkins import CheckInRecorded, RecordCheckIn
from shared.events.directory import ChatLinked
from shared.events.notifications import DeliverToWeb, MessageSent
from tests.e2e.web.conftest import client, web_process
from tests.integration.messaging.conftest import PROBE
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.district import CHECKINS, DIRECTORY, NOTIFICATIONS, District, check_in, member, task, unit
from tests.support.probe.payloads import Act, Acted, ActTogether
from tests.support.process import ROOT, running, service
from tests.support.rpc import Rpc
from tests.support.waiting import PATIENCE, eventually


def trace_of(message: Message[Any]) -> str:
    assert message.traceparent is not None
    return message.traceparent.split("-")[1]


def parent(number: int) -> str:
    return f"00-{number:032x}-{number:016x}-01"


def test_a_check_in_in_the_chat_is_one_trace_with_each_span_below_the_one_that_led_to_it(
    vhost: Vhost, databases: Databases, environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "spans"
    environment |= {
        "PYTHONPATH": f"{ROOT / 'tests/support/spans'}:{ROOT}",
        "ZHIXING_TEST_SPANS": str(file),
        "ZHIXING_OTLP_ENDPOINT": "http://127.0.0.1:9",
    }
    web, url = web_process(environment)
    services = [service(name, environment) for name in (DIRECTORY, CHECKINS, NOTIFICATIONS)]
    heard = vhost.listen(ChatLinked, RecordCheckIn, CheckInRecorded, DeliverToWeb, MessageSent)
    with running(*services, web):
        vhost.send(unit("d", kind="district"), unit("b", "d"), member("m1", "b"), task("t1", "b"))
        with Rpc(vhost.url) as rpc, client(url) as page:
            eventually(lambda: rpc.call("checkins", "open_tasks", member_id="m1"))
            code = eventually(lambda: rpc.call("directory", "issue_link_code", member_id="m1"))["code"]
            for text in (f"绑定 {code}", "打卡"):
                body = {"id": str(uuid.uuid4()), "text": text}
                eventually(lambda body=body: page.post("/api/messages", json=body).raise_for_status())
        linked, *path = heard.expect(5)
        settled = databases.of("notifications").messages
        eventually(lambda: settled.find_one({"state": "sent"}))
        for process in (*services, web):
            assert process.stop() == 0, process.log()

    assert {trace_of(message) for message in path} == {trace_of(path[0])}
    assert trace_of(linked) != trace_of(path[0]), "every message of a chat begins a trace"
    spans = [json.loads(line) for line in file.read_text().splitlines()]
    assert {span["endpoint"] for span in spans} == {"http://127.0.0.1:9/v1/traces"}
    ours = [span for span in spans if span["trace"] == trace_of(path[0])]
    names = {span["id"]: (span["process"], span["name"]) for span in ours}
    below = {(span["process"], span["name"]): names.get(span["parent"]) for span in ours}
    update = ("web", "web update")
    recorded = ("checkins", "handle checkins.record.v1")
    counted = ("checkins", "handle checkin.recorded.v1")
    told = ("notifications", "handle checkin.counted.v1")
    shown = ("web", "handle web.deliver.v1")
    assert below[update] is None
    assert below["checkins", "checkins.open_tasks"] == update
    assert below[recorded] == update
    assert below[counted] == recorded
    assert below[told] == counted
    assert below[shown] == told
    assert below["notifications", "handle message.sent.v1"] == shown
    of_linking = {span["name"] for span in spans if span["trace"] == trace_of(linked)}
    assert {"web update", "directory.link_chat", "handle chat.linked.v1"} <= of_linking


def test_messages_handled_at_the_same_time_keep_their_traces_apart(vhost: Vhost, environment: dict[str, str]) -> None:
    heard = vhost.listen(Acted)
    with running(service(PROBE, environment)):
        for kind in (Act, ActTogether):
            numbers = range(1, 31) if kind is Act else range(101, 131)
            commands = [compose(kind(number=n), source="/zhixing/tests", traceparent=parent(n)) for n in numbers]
            vhost.send(*commands)
        heard.expect(60)
    told = {message.data.number: message for message in heard.heard if isinstance(message.data, Acted)}
    assert len(told) == 60
    for number, message in told.items():
        assert trace_of(message) == f"{number:032x}"
        assert message.traceparent == parent(number), "nothing is recorded here, so it is the sender's"


def test_green_threads_have_contexts_of_their_own() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.tracing.green"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=2 * PATIENCE,
    )
    seen = json.loads(done.stdout)
    assert [(len(each), each[1:]) for each in seen] == [(3, ["None", "None"])] * 3
    assert len({each[0] for each in seen}) == 3


def test_what_the_sweeper_publishes_has_the_trace_it_had(district: District) -> None:
    district.seed(1)
    # Whoever handles the command again may be first to tell of it.
    heard = district.vhost.listen(CheckInRecorded, repeats=True)
    with running(service(CHECKINS, district.environment)):
        pass  # declares the queues
    sent = check_in("t1", "m1", id="command-1")
    district.vhost.send(compose(sent.data, source=sent.source, id=sent.id, traceparent=parent(7)))
    doomed = service(CHECKINS, district.environment, crash="after-commit-before-publish")
    try:
        doomed.start().wait(within=2 * PATIENCE)
    finally:
        doomed.close()
    [row] = district.databases.of("checkins").outbox.find()
    kept = decode(row["messages"][0]["body"], content_type="application/cloudevents+json")
    assert trace_of(kept) == f"{7:032x}"
    with running(service(CHECKINS, district.environment)):
        eventually(lambda: kept.traceparent in {message.traceparent for message in heard.drain()})


def test_what_is_logged_of_a_message_names_its_trace_and_its_process(vhost: Vhost, environment: dict[str, str]) -> None:
    environment |= {"ZHIXING_LOG_FORMAT": "json", "ZHIXING_RETRY_DELAYS": "0.2"}
    with running(service(PROBE, environment)) as (process,):
        vhost.send(compose(Act(number=1, behave="fail"), source="/zhixing/tests", traceparent=parent(5)))
        vhost.dead_letter("probe.act")
        assert process.stop() == 0
        rows = [json.loads(line) for line in process.log().splitlines() if line.startswith("{")]
    about = [row for row in rows if row["event"] in ("message.retried", "message.parked", "handler.failed")]
    assert {row["event"] for row in about} == {"message.retried", "message.parked", "handler.failed"}
    assert {(row.get("trace_id"), row["process"]) for row in about} == {(f"{5:032x}", "probe")}
