"""Any sequence of sign-ups and cancellations, in any batches, against the simplest model there is."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from shared.events.volunteers import CancelSignUp, SignUp
from tests.unit.volunteers.memory import Club, of_type

MEMBERS = ("m1", "m2", "m3")
#: (start, end, capacity)
SHIFTS = {"s1": (10, 12, 1), "s2": (11, 13, 2), "s3": (12, 14, 1), "s4": (9, 15, 2)}

moves = st.tuples(st.sampled_from(["up", "off"]), st.sampled_from(sorted(SHIFTS)), st.sampled_from(MEMBERS))


def overlap(one: str, two: str) -> bool:
    return SHIFTS[one][0] < SHIFTS[two][1] and SHIFTS[two][0] < SHIFTS[one][1]


def expected(held: set[tuple[str, str]], move: str, shift: str, member: str) -> str:
    """What a list of pairs says, and changes."""
    if move == "off":
        if (shift, member) not in held:
            return "CancelRefused:not-signed-up"
        held.remove((shift, member))
        return "SignUpCancelled"
    if (shift, member) in held:
        return "SignUpRefused:already-signed-up"
    if any(overlap(shift, other) for other, who in held if who == member):
        return "SignUpRefused:collides"
    if sum(each == shift for each, _ in held) >= SHIFTS[shift][2]:
        return "SignUpRefused:full"
    held.add((shift, member))
    return "SignUpConfirmed"


@given(st.lists(st.lists(moves, min_size=1, max_size=8), max_size=8))
def test_places_and_times_are_never_given_twice(batches: list[list[tuple[str, str, str]]]) -> None:
    club = Club()
    club.publish(*((key, *plan) for key, plan in SHIFTS.items()))
    held: set[tuple[str, str]] = set()
    for batch in batches:
        commands = [
            club.command((SignUp if move == "up" else CancelSignUp)(shift_id=shift, member_id=member))
            for move, shift, member in batch
        ]
        club.batch(*commands)
        answers = [of_type(club.answer_to(command)) for command in commands]
        assert answers == [expected(held, *each) for each in batch]
        stored = {key for key, sign_up in club.store.kept_sign_ups.items() if sign_up.holds}
        assert stored == held
        for key, (_, _, capacity) in SHIFTS.items():
            taken = sum(shift == key for shift, _ in stored)
            assert club.store.kept_shifts[key].taken == taken <= capacity
        for member in MEMBERS:
            own = [shift for shift, who in stored if who == member]
            assert not any(overlap(one, two) for one, two in combinations(own, 2))
