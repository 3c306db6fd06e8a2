"""Of which refused commands the person is told, and what."""

from __future__ import annotations

import pytest

from shared.access.actor import Actor, operator, process
from shared.access.errors import Forbidden, StaleActor
from shared.events import Message, compose
from shared.events.attendance import DecideMakeUp
from shared.failures import PermanentFailure
from shared.messaging.refusals import told_of

SECRETARY = Actor("s", "telegram", "chat-s")


def command(actor: Actor | None) -> Message[DecideMakeUp]:
    asked = DecideMakeUp(make_up_id="u1", accepted=True, actor_id="s", chat_id="somebody-else")
    return compose(asked, source="/zhixing/bots", id="c1").with_transport(actor=actor)


def test_whoever_asked_in_a_chat_is_told_there_once_however_often_it_is_refused() -> None:
    first, again = (told_of(command(SECRETARY), Forbidden("no longer"), "/zhixing/checkins") for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.id == again.id
    assert (first.data.actor_id, first.data.chat_id, first.data.command_id) == ("s", "chat-s", "c1")
    assert (first.data.command_type, first.causation_id) == ("checkins.decide-make-up.v1", "c1")


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (None, Forbidden("nobody is known")),
        (Actor("s", "console"), Forbidden("the console answers by itself")),
        (operator("root"), Forbidden("at the machine")),
        (process("timekeeper"), Forbidden("nobody")),
        (SECRETARY, StaleActor("it may not be them")),
        (SECRETARY, PermanentFailure("no right was missing")),
        (SECRETARY, ValueError("it is tried again")),
    ],
)
def test_of_nothing_else_anybody_is_told(actor: Actor | None, error: Exception) -> None:
    assert told_of(command(actor), error, "/zhixing/checkins") is None
