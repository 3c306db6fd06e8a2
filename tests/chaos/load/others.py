"""Reporters and their duty, volunteers, those who write in Telegram, officers at the console."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import httpx

from shared.events import new_id
from tests.chaos.load.scene import Scene, busy, connected, publish
from tests.chaos.load.seeding import MEMBERS, VOLUNTEERS
from tests.integration.volunteers.club import activity, sign_up
from tests.support.incidents import acknowledge, report
from tests.support.waiting import eventually

#: A shift has fewer places than members who ask for one.
PLACES, ASKERS = 2, 4
#: The first of the addresses of those who write in Telegram; each writes once.
WRITERS = 30_000


def reporters(scene: Scene) -> None:
    """Every fourth report is sent twice; every third incident is acknowledged once it is known."""
    ledger = scene.ledger
    known = scene.district.databases.of("incidents").incidents
    with connected(scene) as channel:
        while not scene.stopped(1.5):
            if busy(channel):
                continue
            number = len(ledger.reports)
            command = report(f"i{number}", by=f"m{number % MEMBERS + 1}", id=new_id())
            publish(channel, command, times=2 if number % 4 == 0 else 1)
            ledger.reports[command.id] = f"i{number}"
            if number % 3 == 0:
                eventually(lambda n=number: known.find_one({"_id": f"i{n}"}), within=90, what=f"incident {number}")
                move = acknowledge("duty-branch", f"i{number}")
                publish(channel, move, times=2)
                ledger.acknowledgements[move.id] = f"i{number}"


def volunteers(scene: Scene) -> None:
    """An activity with one shift, again and again, and more who ask for it than it has places."""
    ledger = scene.ledger
    known = scene.district.databases.of("volunteers").shifts
    with connected(scene) as channel:
        while not scene.stopped(1.5):
            if busy(channel):
                continue
            number = len(ledger.activities)
            # One after the other, and far from their reminders.
            begins = timedelta(hours=8).total_seconds() + number * 120
            shift = f"shift-{number}"
            publication = activity(
                f"activity-{number}", (shift, begins, begins + 60, PLACES), organiser="boss", chat_id="chat-boss"
            )
            publish(channel, publication)
            ledger.activities[publication.id] = shift
            eventually(lambda s=shift: known.find_one({"_id": s}), within=90, what=shift)
            for turn in range(ASKERS):
                who = (number * ASKERS + turn) % VOLUNTEERS + 1
                command = sign_up(shift, f"v{who}", id=new_id(), chat_id=scene.telegram.chats[f"v{who}"])
                publish(channel, command, times=2 if turn == 0 else 1)
                ledger.sign_ups[command.id] = shift


def writers(scene: Scene) -> None:
    """People whom the bot does not know write to it, each once."""
    while not scene.stopped(1.0):
        address = WRITERS + len(scene.ledger.greeted)
        scene.telegram.say(address, "hello")
        eventually(lambda a=address: scene.telegram.messages(a), within=90, what=f"an answer to {address}")
        scene.ledger.greeted.append(address)


def officers(scene: Scene) -> None:
    """The console's page is opened at one replica after the other; who gets no answer tries the next."""
    turn = 0

    def page() -> bool:
        nonlocal turn
        turn += 1
        urls = scene.urls("console")
        answer = httpx.get(urls[turn % len(urls)], cookies=scene.session, timeout=20)
        assert answer.status_code != 303, "the session holds at every replica"
        return answer.status_code == 200

    while not scene.stopped(2.0):
        eventually(page, within=60, what="the console's page")
        scene.ledger.opened += 1


def watchers(scene: Scene) -> None:
    """A stream of the console is followed; when it ends, another is begun at the next replica, as browsers do."""
    turn = 0
    while not scene.stopped(0.1):
        turn += 1
        urls = scene.urls("console")
        url = f"{urls[turn % len(urls)]}/live"
        with (
            contextlib.suppress(httpx.HTTPError),
            httpx.stream("GET", url, cookies=scene.session, timeout=20) as response,
        ):
            for line in response.iter_lines():
                scene.ledger.told += line.startswith("data:")
                if scene.stopped():
                    break
