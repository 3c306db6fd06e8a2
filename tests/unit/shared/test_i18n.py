from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.i18n import Catalogue, UnknownMessage, local_time

MESSAGES = """
hello = {language} { $name }
counted = { $count ->
    [one] one
   *[other] { $count } of them
}
labelled =
    .title = only an attribute
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    package = tmp_path / "wordy_package"
    for locale in ("zh-CN", "en"):
        (package / "locales" / locale).mkdir(parents=True)
        text = MESSAGES.replace("{language}", locale)
        (package / "locales" / locale / "a.ftl").write_text(text, encoding="utf-8")
    (package / "locales" / "en" / "b.ftl").write_text("second = from another file\n", encoding="utf-8")
    (package / "locales" / "en" / "notes.txt").write_text("hello = not a catalogue\n", encoding="utf-8")
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "wordy_package", raising=False)
    return Catalogue("wordy_package")


def test_a_message_is_told_in_the_locale(own: Catalogue) -> None:
    assert own.text("en", "hello", {"name": "Li"}) == "en Li"
    assert own.text("zh-CN", "hello", {"name": "Li"}) == "zh-CN Li"


def test_a_locale_that_is_not_offered_is_told_in_chinese(own: Catalogue) -> None:
    assert own.text("fr", "hello", {"name": "Li"}) == "zh-CN Li"


def test_all_files_of_a_locale_count(own: Catalogue) -> None:
    assert own.text("en", "second") == "from another file"


def test_plurals_follow_the_language(own: Catalogue) -> None:
    assert [own.text("en", "counted", {"count": n}) for n in (1, 2)] == ["one", "2 of them"]
    assert own.text("zh-CN", "counted", {"count": 1}) == "1 of them"


@pytest.mark.parametrize("key", ["missing", "labelled"])
def test_a_message_that_is_not_there_is_an_error(own: Catalogue, key: str) -> None:
    with pytest.raises(UnknownMessage, match=key):
        own.text("en", key)


def test_a_missing_argument_is_an_error_not_a_hole_in_the_text(own: Catalogue) -> None:
    with pytest.raises(ValueError, match="hello"):
        own.text("en", "hello")


def test_moments_are_told_in_the_zone() -> None:
    moment = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert local_time(moment, "Asia/Shanghai") == "11-23 00:30"
    assert local_time(moment, "Asia/Shanghai", with_date=False) == "00:30"
