from __future__ import annotations

import os
from pathlib import Path

import pytest

from shared.settings import Settings, SettingsError, load


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("ZHIXING_") or name in ("AMQP_URL", "MONGO_URL"):
            monkeypatch.delenv(name)


def test_every_setting_has_a_default() -> None:
    settings = load(Settings)
    assert settings.retry_delays == (1, 10, 60, 600)
    assert settings.database_name("checkins") == "zhixing_checkins"


def test_the_short_names_of_the_connections_are_known_and_the_long_ones_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMQP_URL", "amqp://short/")
    assert load(Settings).amqp_url.get_secret_value() == "amqp://short/"
    monkeypatch.setenv("ZHIXING_AMQP_URL", "amqp://long/")
    assert load(Settings).amqp_url.get_secret_value() == "amqp://long/"


def test_a_secret_may_come_from_a_file_and_the_file_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("amqp://from-a-file/\n")
    monkeypatch.setenv("ZHIXING_AMQP_URL", "amqp://long/")
    monkeypatch.setenv("AMQP_URL", "amqp://short/")
    monkeypatch.setenv("ZHIXING_AMQP_URL_FILE", str(tmp_path / "url"))
    assert load(Settings).amqp_url.get_secret_value() == "amqp://from-a-file/"


def test_any_setting_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "delays").write_text("0.5, 2")
    monkeypatch.setenv("ZHIXING_RETRY_DELAYS_FILE", str(tmp_path / "delays"))
    assert load(Settings).retry_delays == (0.5, 2)


@pytest.mark.parametrize(
    ("name", "value", "start"),
    [
        ("ZHIXING_ZONE", "Asia/Nowhere", "ZHIXING_ZONE: "),
        ("ZHIXING_HEALTH_PORT", "65536", "ZHIXING_HEALTH_PORT: "),
        ("ZHIXING_LOG_LEVEL", "LOUD", "ZHIXING_LOG_LEVEL: "),
        ("ZHIXING_LOCALE", "de", "ZHIXING_LOCALE: "),
        ("ZHIXING_BATCH_SIZE", "0", "ZHIXING_BATCH_SIZE: "),
        ("ZHIXING_RETRY_DELAYS", "1,soon", "ZHIXING_RETRY_DELAYS: "),
        ("ZHIXING_RETRY_DELAYS", "1,-1", "ZHIXING_RETRY_DELAYS: "),
        ("ZHIXING_RETRY_DELAYS", "", "ZHIXING_RETRY_DELAYS: "),
        ("ZHIXING_MONGO_DATABASE_PREFIX", "A b", "ZHIXING_MONGO_DATABASE_PREFIX: "),
        ("ZHIXING_AMQP_URL_FILE", "/nowhere/at/all", "ZHIXING_AMQP_URL_FILE: No such file"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, start: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load(Settings)
    assert str(caught.value).startswith(start)
    assert "\n" not in str(caught.value)


def test_a_secret_does_not_show_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIXING_AMQP_URL", "amqp://zhixing:hunter2@broker/")
    assert "hunter2" not in f"{load(Settings)!r}"
