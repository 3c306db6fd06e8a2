"""Who acts, on the real broker and the real services."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from shared.access.actor import Actor, Keys, for_message
from shared.events import compose
from shared.events.attendance import DecideMakeUp
from shared.events.checkins import CheckInRecorded, RecordCheckIn
from shared.events.directory import MemberRegistered, PersonName
from shared.events.refusals import CommandForbidden
from shared.failures import REASON
from tests.support.actors import member as acting_as
from tests.support.actors import ring, signed
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.district import SOURCE, District, checkins_service
from tests.support.rpc import RemoteError, Rpc
from tests.support.waiting import eventually

STRANGER = Keys.parse("tests:" + "66" * 32)


@pytest.fixture
def district(vhost: Vhost, databases: Databases, environment: dict[str, str]) -> District:
    return District(vhost, databases, environment)


def tell(district: District, version: int, roles: list[str], status: str = "active") -> None:
    told = MemberRegistered.model_validate(
        {
            "member_id": "m1",
            "kind": "full",
            "unit_id": "branch",
            "unit_path": "/district/branch",
            "person": PersonName(name="Li Lei"),
            "locale": "en",
            "version": version,
            "roles": roles,
            "status": status,
        }
    )
    district.vhost.send(compose(told, source=SOURCE))
    own = district.databases.of("checkins").members
    eventually(lambda: own.find_one({"_id": "m1", "version": version}))


@contextlib.contextmanager
def refused(with_name: str) -> Iterator[None]:
    with pytest.raises(RemoteError, match=with_name):
        yield


def test_a_command_is_done_for_who_signed_it_and_any_other_is_parked_with_its_reason(district: District) -> None:
    district.seed(members=3)
    vhost = district.vhost
    heard = vhost.listen(CheckInRecorded)

    def tap(member: str) -> RecordCheckIn:
        return RecordCheckIn(occurrence_id="t1", member_id=member)

    with checkins_service(district):
        good = compose(tap("m1"), source=SOURCE, id="good")
        for_good = ring().sign(acting_as("m1"), for_message("good"))
        old = ring().sign(acting_as("m2"), for_message("old"), now=1_600_000_000)
        bad = {
            "forged": STRANGER.sign(acting_as("m2"), for_message("forged")),
            "replayed": for_good,
            "old": old,
            "for-another": ring().sign(acting_as("m3"), for_message("for-another")),
        }
        # In one batch with the good one, which none of them hurts.
        vhost.send(
            *(compose(tap("m2"), source=SOURCE, id=name, actor=token) for name, token in bad.items()),
            replace(good, actor=for_good),
        )
        assert [message.data.member_id for message in heard.expect(1)] == ["m1"]
        parked: dict[str | None, str] = {}
        while len(parked) < len(bad):
            letter = vhost.dead_letter("checkins.record")
            parked[letter.properties.message_id] = letter.headers[REASON]
    assert parked == {
        "forged": "forged-actor",
        "replayed": "forged-actor",
        "old": "stale-actor",
        "for-another": "forbidden",
    }
    assert {check_in["member_id"] for check_in in district.check_ins()} == {"m1"}


def test_a_question_is_answered_by_what_the_asker_may_do_now(district: District) -> None:
    district.seed(members=3)
    asked = {"unit_path": "/district/branch"}
    with checkins_service(district), Rpc(district.vhost.url) as rpc:
        with refused("NoActor"):
            rpc.call("checkins", "participation", unsigned=True, **asked)
        with refused("Forbidden"):
            rpc.call("checkins", "participation", by=acting_as("m2"), **asked)
        with refused("Forbidden"):
            rpc.call("checkins", "standing", by=acting_as("m2"), member_id="m1")
        tell(district, 2, ["secretary"])
        (branch,) = rpc.call("checkins", "participation", by=acting_as("m1"), **asked)
        assert (branch["missing"], branch["missing_count"]) == (["m1", "m2", "m3"], 3)
        with refused("Forbidden"):
            rpc.call("checkins", "participation", by=acting_as("m1"), unit_path="/district")
        tell(district, 3, ["school-admin"])
        (branch,) = rpc.call("checkins", "participation", by=acting_as("m1"), **asked)
        assert (branch["missing"], branch["missing_count"]) == ([], 3), "figures, and nobody's name"
        tell(district, 4, ["secretary"], status="left")
        with refused("Forbidden"):
            rpc.call("checkins", "participation", by=acting_as("m1"), **asked)


def test_whoever_lost_the_right_before_their_command_arrived_is_told_and_the_command_is_parked(
    district: District,
) -> None:
    heard = district.vhost.listen(CommandForbidden)
    with checkins_service(district):
        tell(district, 2, ["secretary"])
        tell(district, 3, [])
        district.databases.of("checkins").make_ups.insert_one({"_id": "u1", "unit_path": "/district/branch"})
        asked = DecideMakeUp(make_up_id="u1", accepted=True, actor_id="m1", chat_id="chat-1")
        district.vhost.send(signed(compose(asked, source=SOURCE, id="late"), Actor("m1", "web", "chat-1")))
        (told,) = (message.data for message in heard.expect(1))
        letter = district.vhost.dead_letter("checkins.decide-make-up")
    assert isinstance(told, CommandForbidden)
    assert (told.command_id, told.actor_id, told.chat_id) == ("late", "m1", "chat-1")
    assert letter.headers[REASON] == "forbidden"
