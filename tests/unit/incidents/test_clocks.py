"""The clock file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from services.incidents import triage
from services.incidents.clocks import ClockFileError, load
from services.incidents.settings import IncidentsSettings
from shared.events.incidents import Category
from shared.settings import SettingsError
from shared.settings import load as load_settings

ZONE = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 3, 3, 16, tzinfo=UTC)


def test_the_built_in_clocks_have_an_answer_for_every_category_and_severity() -> None:
    clocks = load()
    for category in get_args(Category):
        for severity in (1, 2, 3, 4):
            deadline = clocks.deadline(category, severity, MIDNIGHT, ZONE)
            assert MIDNIGHT < deadline.due_at < MIDNIGHT + timedelta(days=3)


def test_a_grave_incident_does_not_wait_for_the_morning_and_a_mild_one_does() -> None:
    clocks = load()
    assert clocks.deadline("fees", 3, MIDNIGHT, ZONE).due_at == MIDNIGHT + timedelta(minutes=30)
    assert clocks.deadline("fees", 2, MIDNIGHT, ZONE).due_at == datetime(2026, 3, 4, 1, tzinfo=UTC)


def test_a_worse_incident_never_has_a_later_deadline() -> None:
    clocks = load()
    for category in get_args(Category):
        dues = [clocks.deadline(category, severity, MIDNIGHT, ZONE).due_at for severity in (4, 3, 2, 1)]
        assert dues == sorted(dues)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version: v1\n", "working_day"),
        ("{", "not YAML"),
        ("version: v1\nworking_day: {begins: '18:00', ends: '08:00'}\ndefault: {}\n", "begins before it ends"),
        ("version: v1\nworking_day: {begins: '08:00', ends: '18:00'}\ndefault: {}\n", "each severity"),
    ],
)
def test_a_clock_file_that_cannot_be_used_stops_the_start_and_says_why(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "clocks.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("ZHIXING_INCIDENTS_CLOCKS", str(path))
    with pytest.raises(SettingsError, match=told) as caught:
        load_settings(IncidentsSettings)
    assert "\n" not in str(caught.value)


def test_a_clock_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClockFileError, match=r"missing\.yaml"):
        load(tmp_path / "missing.yaml")


def test_the_categories_are_those_of_the_triage_rules() -> None:
    assert set(get_args(Category)) == {category.value for category in triage.Category}
