"""Many ask at the same moment, two replicas answer."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.events.volunteers import ActivityPublished, CancelRefused, SignUpCancelled, SignUpConfirmed, SignUpRefused
from tests.integration.volunteers.club import VOLUNTEERS, Club, activity, cancel, outcomes, sign_up
from tests.support.broker import Vhost
from tests.support.process import running, service
from tests.support.waiting import eventually

ANSWERS = (SignUpConfirmed, SignUpRefused, SignUpCancelled, CancelRefused)


@pytest.mark.parametrize("batch", ["1", "200"])
def test_the_last_place_is_given_once_though_fifty_ask_at_the_same_moment(club: Club, batch: str) -> None:
    club.environment["ZHIXING_BATCH_SIZE"] = batch
    club.seed(50)
    heard = club.vhost.listen(*ANSWERS, repeats=True)
    published = club.vhost.listen(ActivityPublished)
    with running(service(VOLUNTEERS, club.environment), service(VOLUNTEERS, club.environment)):
        club.vhost.send(activity("a1", ("s1", 36000, 43200, 1)))
        published.expect(1)
        asking = [sign_up("s1", f"m{n}", id=f"up-{n}") for n in range(1, 51)]

        def ask(part: int) -> None:
            # A connection of its own: five senders at once.
            Vhost(club.vhost.name, club.vhost.url, club.vhost.management).send(*asking[part::5])

        with ThreadPoolExecutor(5) as pool:
            list(pool.map(ask, range(5)))
        eventually(lambda: len(outcomes(heard.drain())) == 50, what="an answer to each")
        eventually(club.settled)
    answers = list(outcomes(heard.drain()).values())
    assert sorted(set(answers)) == ["SignUpConfirmed", "SignUpRefused:full"]
    assert answers.count("SignUpConfirmed") == 1
    assert club.own.sign_ups.count_documents({}) == 1
    club.check_books()
    assert club.vhost.parked("volunteers.places") is None


def test_a_member_who_asks_for_two_overlapping_shifts_at_once_gets_one(club: Club) -> None:
    club.environment["ZHIXING_BATCH_SIZE"] = "1"
    club.seed(20)
    heard = club.vhost.listen(*ANSWERS, repeats=True)
    published = club.vhost.listen(ActivityPublished)
    with running(service(VOLUNTEERS, club.environment), service(VOLUNTEERS, club.environment)):
        club.vhost.send(activity("a1", ("s1", 36000, 43200, 20), ("s2", 39600, 46800, 20)))
        published.expect(1)
        club.vhost.send(*(sign_up(shift, f"m{n}", id=f"{shift}-{n}") for n in range(1, 21) for shift in ("s1", "s2")))
        eventually(lambda: len(outcomes(heard.drain())) == 40, what="an answer to each")
        eventually(club.settled)
    answers = outcomes(heard.drain())
    for n in range(1, 21):
        assert sorted((answers[f"s1-{n}"], answers[f"s2-{n}"])) == ["SignUpConfirmed", "SignUpRefused:collides"]
    club.check_books()


def test_repeated_commands_of_a_crowd_that_comes_and_goes_keep_the_books_balanced(club: Club) -> None:
    club.environment["ZHIXING_BATCH_SIZE"] = "8"
    club.seed(12)
    heard = club.vhost.listen(*ANSWERS, repeats=True)
    published = club.vhost.listen(ActivityPublished)
    commands = [
        (sign_up if round_ % 3 else cancel)(shift, f"m{n}", id=f"{round_}-{shift}-{n}")
        for n in range(1, 13)
        for shift in ("s1", "s2", "s3")
        for round_ in range(4)
    ]
    deliveries = commands * 2
    random.shuffle(deliveries)
    with running(service(VOLUNTEERS, club.environment), service(VOLUNTEERS, club.environment)):
        plans = (("s1", 36000, 43200, 3), ("s2", 39600, 46800, 3), ("s3", 43200, 50400, 3))
        club.vhost.send(activity("a1", *plans))
        published.expect(1)
        club.vhost.send(*deliveries)
        eventually(lambda: len(outcomes(heard.drain())) == len(commands), within=90, what="an answer to each")
        eventually(club.settled)
    # outcomes() sees to it that a command which came twice was answered the same twice.
    answers = outcomes(heard.drain())
    given = sum(answer == "SignUpConfirmed" for answer in answers.values())
    back = sum(answer == "SignUpCancelled" for answer in answers.values())
    assert given - back == sum(shift["taken"] for shift in club.own.shifts.find())
    club.check_books()
    assert club.vhost.parked("volunteers.places") is None
