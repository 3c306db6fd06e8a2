"""The policy is the committed table: role x action x where the unit lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shared.access.policy import ACTIONS, ALLOWED, EVERYWHERE, OPERATOR, Action, Grant, held_by, is_within, may, may_own
from shared.events.directory import Role

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "table.yaml").read_text(encoding="utf-8"))
ROLES: list[str] = TABLE["roles"]
HELD_AT = "/d/s"
#: By its relation to the unit that a role is held at.
UNITS = {
    "own": "/d/s",
    "below": "/d/s/b",
    "far-below": "/d/s/b/g",
    "above": "/d",
    "sibling": "/d/s2",
    "cousin": "/d/t/s",
}
REACHED = {"own", "below", "far-below"}

CELLS = [
    (role, action, mark == "x")
    for action, row in TABLE["actions"].items()
    for role, mark in zip(ROLES, row["at"].split(), strict=True)
]

roles = st.sampled_from(list(ALLOWED))
actions = st.sampled_from(sorted(ACTIONS))
paths = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(lambda parts: "/" + "/".join(parts))
grants = st.lists(st.builds(Grant, roles, paths), max_size=4)


def test_the_table_has_every_role_and_every_action() -> None:
    assert set(ROLES) == {*get_args(Role), "operator"} == set(ALLOWED)
    assert set(TABLE["actions"]) == ACTIONS


@pytest.mark.parametrize(("role", "action", "allowed"), CELLS, ids=lambda value: str(value))
def test_a_role_may_do_what_the_table_says_where_it_reaches_and_nothing_elsewhere(
    role: Any, action: Action, allowed: bool
) -> None:
    found = {relation for relation, path in UNITS.items() if may([Grant(role, HELD_AT)], action, path)}
    assert found == (REACHED if allowed else set())


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_about_oneself_everybody_may_what_the_table_says(action: Action) -> None:
    assert may_own([Grant("member", HELD_AT)], action) is (TABLE["actions"][action]["own"] == "x")
    assert not may_own([], action), "who left has no grant, and may nothing"


def test_an_auditor_changes_nothing() -> None:
    changing = {action for action in ACTIONS if not action.startswith(("see-", "read-"))}
    assert not ALLOWED["auditor"] & changing


def test_nobody_is_granted_what_only_the_machine_gives() -> None:
    assert "operator" not in get_args(Role)
    assert (Grant("operator", EVERYWHERE),) == OPERATOR


@given(grants, actions, paths)
def test_what_is_allowed_comes_from_a_role_held_there_or_above(held: list[Grant], action: Action, path: str) -> None:
    reaching = [grant for grant in held if is_within(path, grant.path)]
    assert may(held, action, path) == any(action in ALLOWED[grant.role] for grant in reaching)


@given(grants, grants, actions, paths)
def test_more_grants_never_allow_less(held: list[Grant], more: list[Grant], action: Action, path: str) -> None:
    assert may([*held, *more], action, path) >= may(held, action, path)
    assert may_own([*held, *more], action) >= may_own(held, action)


@given(grants, actions, paths, st.sampled_from("abc"))
def test_what_is_allowed_at_a_unit_is_allowed_below_it(
    held: list[Grant], action: Action, path: str, child: str
) -> None:
    assert may(held, action, f"{path}/{child}") >= may(held, action, path)


@given(roles, actions, paths, paths)
def test_a_role_reaches_neither_upwards_nor_sideways(role: Any, action: Action, held_at: str, path: str) -> None:
    if not is_within(path, held_at):
        assert not may([Grant(role, held_at)], action, path)


@given(grants, actions, paths)
def test_the_scopes_of_a_query_are_where_it_is_allowed(held: list[Grant], action: Action, path: str) -> None:
    assert may(held, action, path) == any(is_within(path, scope) for scope in held_by(held, action))


@given(paths, paths)
def test_a_name_that_only_begins_alike_is_another_unit(path: str, other: str) -> None:
    assert not is_within(path + "x", path)
    assert is_within(path, other) == (path.split("/")[: other.count("/") + 1] == other.split("/"))
