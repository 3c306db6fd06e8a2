from __future__ import annotations

import pytest

from shared import rotating as codes
from shared.events.volunteers import Attend, CancelSignUp, SignUp
from tests.unit.volunteers.memory import Club, hours, of_type


@pytest.fixture
def club() -> Club:
    club = Club()
    club.publish(("s1", 10, 12, 1), ("s2", 11, 13, 2), ("s3", 12, 14, 2))
    return club


def code(club: Club, shift_id: str, at: float) -> str:
    return codes.code_for(club.store.kept_secrets[shift_id], codes.step_at(hours(at)))


def test_a_sign_up_takes_a_place_and_the_next_is_told_that_it_is_full(club: Club) -> None:
    confirmed = club.sign_up("s1", "m1")
    assert (of_type(confirmed), confirmed.free) == ("SignUpConfirmed", 0)
    assert of_type(club.sign_up("s1", "m2")) == "SignUpRefused:full"
    assert club.store.kept_shifts["s1"].taken == 1


def test_a_shift_that_overlaps_is_refused_with_the_other_named(club: Club) -> None:
    club.sign_up("s1", "m1")
    refused = club.sign_up("s2", "m1")
    assert (refused.reason, refused.other.shift_id) == ("collides", "s1")


def test_a_shift_that_begins_when_the_other_ends_does_not_collide(club: Club) -> None:
    club.sign_up("s1", "m1")
    assert of_type(club.sign_up("s3", "m1")) == "SignUpConfirmed"


@pytest.mark.parametrize(("at", "closed"), [(10, "started"), (11.9, "started"), (12, "ended")])
def test_a_shift_that_began_gives_no_place(club: Club, at: float, closed: str) -> None:
    refused = club.sign_up("s1", "m1", at=at)
    assert (refused.reason, refused.closed) == ("closed", closed)


def test_the_time_of_asking_counts_and_not_that_of_handling(club: Club) -> None:
    assert of_type(club.sign_up("s1", "m1", at=9.99)) == "SignUpConfirmed"


def test_whoever_is_not_invited_learns_nothing_of_the_shift(club: Club) -> None:
    refused = club.sign_up("s1", "stranger")
    assert (refused.reason, refused.shift) == ("not-invited", None)


def test_an_unknown_shift_and_a_second_sign_up_are_refused(club: Club) -> None:
    assert of_type(club.sign_up("nowhere", "m1")) == "SignUpRefused:unknown-shift"
    club.sign_up("s1", "m1")
    assert of_type(club.sign_up("s1", "m1")) == "SignUpRefused:already-signed-up"
    assert club.store.kept_shifts["s1"].taken == 1


def test_a_repeated_command_gets_the_answer_it_got_though_things_have_changed(club: Club) -> None:
    first = club.sign_up("s1", "m1", id="again")
    club.cancel("s1", "m1")
    club.sign_up("s1", "m2")
    assert club.sign_up("s1", "m1", id="again") == first
    told = [each for each in club.told if each.causation_id == "again"]
    assert len({each.id for each in told}) == 1
    assert told[0] == told[1], "a fact told twice is the same fact"
    assert club.store.kept_shifts["s1"].taken == 1


def test_a_command_that_comes_twice_in_one_batch_is_decided_once(club: Club) -> None:
    command = club.command(SignUp(shift_id="s2", member_id="m1"), id="twice")
    club.batch(command, command)
    assert club.store.kept_shifts["s2"].taken == 1
    assert [of_type(each.data) for each in club.told[-2:]] == ["SignUpConfirmed", "SignUpConfirmed"]


def test_within_one_batch_each_command_sees_what_the_one_before_did(club: Club) -> None:
    commands = [
        club.command(SignUp(shift_id="s1", member_id="m1")),
        club.command(SignUp(shift_id="s1", member_id="m2")),
        club.command(CancelSignUp(shift_id="s1", member_id="m1")),
        club.command(SignUp(shift_id="s1", member_id="m2")),
    ]
    club.batch(*commands)
    assert [of_type(club.answer_to(each)) for each in commands] == [
        "SignUpConfirmed",
        "SignUpRefused:full",
        "SignUpCancelled",
        "SignUpConfirmed",
    ]


def test_a_place_given_back_is_free_again(club: Club) -> None:
    club.sign_up("s1", "m1")
    cancelled = club.cancel("s1", "m1")
    assert (of_type(cancelled), cancelled.free) == ("SignUpCancelled", 1)
    assert of_type(club.sign_up("s1", "m2")) == "SignUpConfirmed"
    assert of_type(club.cancel("s1", "m1")) == "CancelRefused:not-signed-up"


def test_less_than_three_hours_before_the_start_a_place_cannot_be_given_back(club: Club) -> None:
    club.sign_up("s1", "m1")
    refused = club.cancel("s1", "m1", at=7.01)
    assert (refused.reason, refused.until) == ("too-late", hours(7))
    assert of_type(club.cancel("s1", "m1", at=7)) == "SignUpCancelled"


def test_the_code_of_the_spot_credits_the_planned_length_with_its_provenance(club: Club) -> None:
    club.sign_up("s1", "m1")
    recorded = club.attend("m1", code(club, "s1", 9.75), at=9.75)
    assert (recorded.minutes, recorded.total_minutes) == (120, 120)
    assert recorded.provenance.kind == "scanned"
    assert recorded.provenance.by == "m1"
    assert recorded.provenance.step == codes.step_at(hours(9.75))
    assert of_type(club.attend("m1", code(club, "s1", 10), at=10)) == "AttendanceRefused:already-recorded"
    assert club.store.minutes({"m1"}) == {"m1": 120}


def test_hours_of_several_shifts_add_up_within_one_batch_too(club: Club) -> None:
    club.sign_up("s1", "m1")
    club.sign_up("s3", "m1")
    first = club.command(Attend(member_id="m1", code=code(club, "s1", 11.9)), 11.9)
    second = club.command(Attend(member_id="m1", code=code(club, "s3", 11.9)), 11.9)
    club.batch(first, second)
    assert club.answer_to(first).total_minutes == 120
    assert club.answer_to(second).total_minutes == 240


def test_when_two_shifts_are_on_the_code_tells_which_is_meant(club: Club) -> None:
    club.sign_up("s1", "m1")
    club.sign_up("s3", "m1")
    assert club.attend("m1", code(club, "s3", 11.75), at=11.75).shift.shift_id == "s3"


def test_attendance_outside_the_shift_is_told_its_times(club: Club) -> None:
    club.sign_up("s1", "m1")
    for at in (9.4, 12):
        refused = club.attend("m1", code(club, "s1", at), at=at)
        assert (refused.reason, refused.opens_at, refused.closes_at) == ("outside-the-shift", hours(9.5), hours(12))


def test_attendance_without_a_place_is_refused(club: Club) -> None:
    assert of_type(club.attend("m2", code(club, "s1", 10), at=10)) == "AttendanceRefused:not-signed-up"
    club.sign_up("s1", "m2")
    club.cancel("s1", "m2")
    assert of_type(club.attend("m2", code(club, "s1", 10), at=10)) == "AttendanceRefused:not-signed-up"


def test_a_forwarded_code_and_a_guessed_one_are_told_apart_and_guessing_ends(club: Club) -> None:
    club.sign_up("s1", "m1")
    old = code(club, "s1", 9.9)
    assert of_type(club.attend("m1", old, at=10)) == "AttendanceRefused:expired-code"
    valid = {codes.code_for(club.store.kept_secrets["s1"], codes.step_at(hours(10)) - back) for back in range(-1, 130)}
    guess = next(each for each in ("000000", "111111", "222222") if each not in valid)
    assert of_type(club.attend("m1", guess, at=10)) == "AttendanceRefused:wrong-code"
    assert of_type(club.attend("m1", guess, at=10)) == "AttendanceRefused:wrong-code"
    assert of_type(club.attend("m1", code(club, "s1", 10), at=10)) == "AttendanceRefused:too-many-attempts"


def test_whoever_attended_keeps_the_place(club: Club) -> None:
    club.sign_up("s1", "m1")
    club.attend("m1", code(club, "s1", 10), at=10)
    assert of_type(club.cancel("s1", "m1", at=10)) == "CancelRefused:too-late"
