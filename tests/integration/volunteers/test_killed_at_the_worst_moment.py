"""kill -9 at every boundary of a batch of sign-ups: each is answered once, no place is lost or given twice."""

from __future__ import annotations

import pytest

from shared.events.volunteers import ActivityPublished, SignUpConfirmed, SignUpRefused
from tests.integration.volunteers.club import VOLUNTEERS, Club, activity, outcomes, sign_up
from tests.support.process import running, service
from tests.support.waiting import PATIENCE, eventually

COMMANDS, PLACES = 40, 7

#: An open transaction of a dead process keeps its documents locked until the server gives it up (60 s in MongoDB).
ABANDONED_TRANSACTION = 100.0


@pytest.mark.parametrize(
    "moment",
    [
        "after-commit-before-publish",
        pytest.param("after-publish-before-row-removed", marks=pytest.mark.early),
        "before-ack",
        "after-ack",
        "after-ack:2",
    ],
)
def test_every_sign_up_is_answered_once_and_no_place_is_lost(club: Club, moment: str) -> None:
    club.environment["ZHIXING_BATCH_SIZE"] = "16"
    club.seed(COMMANDS)
    heard = club.vhost.listen(SignUpConfirmed, SignUpRefused, repeats=True)
    published = club.vhost.listen(ActivityPublished)
    with running(service(VOLUNTEERS, club.environment)):
        club.vhost.send(activity("a1", ("s1", 36000, 43200, PLACES)))
        published.expect(1)
        eventually(club.settled)
    club.vhost.send(*(sign_up("s1", f"m{n}", id=f"up-{n}") for n in range(1, COMMANDS + 1)))
    doomed = service(VOLUNTEERS, club.environment, crash=moment)
    try:
        doomed.start().wait(within=2 * PATIENCE)
        assert doomed.exit_code == -9, doomed.log()[-2000:]
    finally:
        doomed.close()
    with running(service(VOLUNTEERS, club.environment)):
        eventually(
            lambda: len(outcomes(heard.drain())) == COMMANDS, within=ABANDONED_TRANSACTION, what="an answer to each"
        )
        eventually(club.settled)
    answers = list(outcomes(heard.drain()).values())
    assert answers.count("SignUpConfirmed") == PLACES
    assert answers.count("SignUpRefused:full") == COMMANDS - PLACES
    assert club.own.decisions.count_documents({"type": {"$regex": "^signup"}}) == COMMANDS
    club.check_books()
    assert club.vhost.parked("volunteers.places") is None
