from __future__ import annotations

from typing import get_args

import pytest

from services.directory.units.model import Unit, path_of
from shared.access.policy import ALLOWED, is_within, may
from shared.events.directory import Role

ROLES: list[Role] = list(get_args(Role))


def test_a_path_leads_from_the_district_down() -> None:
    district = Unit("d", "district", "District", None, path_of("d", None))
    school = Unit("s", "school", "School", "d", path_of("s", district))
    assert (district.path, path_of("b", school)) == ("/d", "/d/s/b")


@pytest.mark.parametrize(
    ("path", "within"), [("/d/s", True), ("/d/s/b", True), ("/d/s2", False), ("/d", False), ("/e/d/s", False)]
)
def test_a_unit_is_within_itself_and_what_is_above_it(path: str, within: bool) -> None:
    assert is_within(path, "/d/s") is within


def test_every_role_is_decided_on() -> None:
    assert set(ALLOWED) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_reaches_beyond_its_unit(role: Role) -> None:
    assert not any(may([role], "/d/s", action, "/d/s2") for action in ALLOWED[role])


@pytest.mark.parametrize("role", ROLES)
def test_whatever_else_someone_is_they_may_check_in(role: Role) -> None:
    assert may([role], "/d/s", "check-in", "/d/s")
    assert may([], "/d/s", "check-in", "/d/s")


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_named_is_refused(role: Role) -> None:
    assert not may([role], "/d", "erase-everything", "/d/s")


@pytest.mark.parametrize(
    ("role", "action", "allowed"),
    [
        ("member", "see-figures", False),
        ("reporter", "report-incident", True),
        ("reporter", "see-figures", False),
        ("school-admin", "see-missing", False),
        ("secretary", "schedule-task", True),
        ("secretary", "administer", False),
        ("duty-officer", "handle-incident", True),
        ("district-admin", "administer", True),
        ("auditor", "see-missing", True),
        ("auditor", "schedule-task", False),
        ("ops", "see-figures", False),
    ],
)
def test_what_a_role_may_do_in_its_unit_and_below(role: Role, action: str, allowed: bool) -> None:
    assert may([role], "/d/s", action, "/d/s/b") is allowed


def test_several_roles_add_up() -> None:
    assert may(["reporter", "auditor"], "/d/s", "see-figures", "/d/s")
    assert may(["reporter", "auditor"], "/d/s", "report-incident", "/d/s")
