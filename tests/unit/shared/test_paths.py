"""Paths in queries: what is found, and what only looks like it."""

from __future__ import annotations

import pytest

from shared.paths import at_or_above, at_or_below, beginning_with, below


@pytest.mark.parametrize(
    ("path", "within"), [("/d/s", False), ("/d/s/b", True), ("/d/s/b/g", True), ("/d/s-2", False), ("/d/s0", False)]
)
def test_only_what_is_below_a_path_begins_with_it(path: str, within: bool) -> None:
    limits = beginning_with("/d/s")
    assert (limits["$gte"] <= path < limits["$lt"]) is within


def test_several_paths_are_asked_for_at_once() -> None:
    asked = at_or_below("path", "/a", "/b")["$or"]
    assert asked == [{"path": "/a"}, below("path", "/a"), {"path": "/b"}, below("path", "/b")]


def test_the_units_above_are_named_from_the_top() -> None:
    assert at_or_above("/d/s/b") == ["/d", "/d/s", "/d/s/b"]
