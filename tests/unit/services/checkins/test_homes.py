"""Where members are is remembered for some seconds."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from services.checkins.homes import MANY, SECONDS, Homes
from services.checkins.model import Home

BRANCH = Home("/d/b")
MANY_IDS = [f"m{number}" for number in range(MANY)]


class Told:
    """A store that says what it was asked."""

    def __init__(self, members: Mapping[str, Home]) -> None:
        self.members = dict(members)
        self.asked: list[object] = []

    def homes(self, ids: Collection[str]) -> Mapping[str, Home]:
        self.asked.append(sorted(ids))
        return {each: self.members[each] for each in ids if each in self.members}

    def homes_within(self, unit_path: str, limit: int) -> Mapping[str, Home]:
        self.asked.append(unit_path)
        return {each: home for each, home in self.members.items() if home.unit_path == unit_path}


@pytest.fixture
def store() -> Told:
    return Told({"m1": BRANCH, **dict.fromkeys(MANY_IDS, BRANCH)})


def test_a_member_is_read_once_in_these_seconds(store: Told) -> None:
    now = [0.0]
    homes = Homes(lambda: now[0])
    assert homes.of(["m1"], ["/d/b"], store) == {"m1": BRANCH}
    now[0] = SECONDS - 1
    homes.of(["m1"], ["/d/b"], store)
    assert store.asked == [["m1"]]
    now[0] = SECONDS
    store.members["m1"] = Home("/d/c")
    assert homes.of(["m1"], ["/d/b"], store) == {"m1": Home("/d/c")}


def test_of_whom_something_was_told_is_read_again(store: Told) -> None:
    homes = Homes()
    homes.of(["m1"], [], store)
    store.members["m1"] = Home("/d/c", "Asia/Urumqi")
    homes.forget("m1")
    assert homes.of(["m1"], [], store) == {"m1": Home("/d/c", "Asia/Urumqi")}


def test_for_many_the_unit_is_read_at_once_and_not_again_for_those_who_are_elsewhere(store: Told) -> None:
    now = [0.0]
    homes = Homes(lambda: now[0])
    store.members["m0"] = Home("/d/elsewhere")
    found = homes.of(MANY_IDS, ["/d/b"], store)
    assert (len(found), found["m0"]) == (MANY, Home("/d/elsewhere"))
    assert store.asked == ["/d/b", ["m0"]]


def test_who_is_not_here_is_asked_for_each_time(store: Told) -> None:
    homes = Homes()
    assert homes.of(["stranger"], [], store) == homes.of(["stranger"], [], store) == {}
    assert len(store.asked) == 2
