from __future__ import annotations

import pytest

from services.directory.units.model import Unit, path_of
from shared.access.policy import is_within


def test_a_path_leads_from_the_district_down() -> None:
    district = Unit("d", "district", "District", None, path_of("d", None))
    school = Unit("s", "school", "School", "d", path_of("s", district))
    assert (district.path, path_of("b", school)) == ("/d", "/d/s/b")


@pytest.mark.parametrize(
    ("path", "within"), [("/d/s", True), ("/d/s/b", True), ("/d/s2", False), ("/d", False), ("/e/d/s", False)]
)
def test_a_unit_is_within_itself_and_what_is_above_it(path: str, within: bool) -> None:
    assert is_within(path, "/d/s") is within
