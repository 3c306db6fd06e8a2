"""A member in the chat while the broker and the database are both away for 20 s."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

import httpx
import pytest

from tests.e2e.web.conftest import client, the_system
from tests.e2e.web.test_http import history, link, listening, say
from tests.support.parts import own_parts
from tests.support.waiting import eventually

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.timeout(300)]


@pytest.mark.early
def test_what_was_received_is_recorded_and_what_was_not_is_taken_later_once(tmp_path: Path) -> None:
    with own_parts(tmp_path) as (broker, database), the_system(broker, database) as system, client(system.url) as http:
        member_id = link(http, system, tasks=2)
        first, second = say(http, "任务").json()["entries"][-1]["choices"][:2]
        with listening(http) as stream:
            eventually(lambda: len(stream.entries()) >= 4)
            # The database goes first: what the broker still confirms is "received", and nobody can record it.
            database.stop()
            received = say(http, button=first["data"], label=first["label"])
            assert received.status_code == 202, received.text
            eventually(
                lambda: [data for kind, _, data in stream.events if kind == "notice"], what="the notice of delay"
            )
            broker.stop()
            gone = time.monotonic()

            def tap_again() -> httpx.Response:
                """As the page does: the same message with the same id, until it is taken."""
                return http.post("/api/messages", json=body)

            body = {"id": str(uuid.uuid4()), "button": second["data"], "label": second["label"]}
            refused = tap_again()
            assert (refused.status_code, refused.json()["retry"]) == (503, True), "nothing is promised that is not kept"
            eventually(lambda: time.monotonic() - gone >= 20, within=40, what="20 s to pass")
            broker.start()
            database.start()
            eventually(lambda: tap_again().status_code in (200, 202), within=60, what="the second tap to be taken")
            assert tap_again().status_code in (200, 202), "taken again is taken once"
            eventually(lambda: len(system.check_ins(member_id)) == 2, within=60)
            answers = lambda: [e["answers"] for e in history(http) if e["answers"]]  # noqa: E731
            eventually(lambda: len(answers()) == 2, within=60, what="both outcomes in the chat")
            assert len(set(answers())) == 2
            assert all(process.running for process in (*system.services.values(), system.web))
