from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bots.telegram.settings import TelegramSettings
from shared.settings import SettingsError, load


def test_the_webhook_secret_is_the_same_for_every_replica_and_tells_nothing_of_the_token() -> None:
    one, two = (TelegramSettings(telegram_token="12:abc") for _ in range(2))
    assert one.webhook_secret() == two.webhook_secret()
    assert "abc" not in one.webhook_secret()
    assert one.webhook_secret() != TelegramSettings(telegram_token="12:abd").webhook_secret()


def test_several_keys_may_be_given() -> None:
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    assert TelegramSettings(contact_keys=" , ".join(keys)).keys() == keys


def test_the_second_key_is_checked_too() -> None:
    keys = f"{Fernet.generate_key().decode()},short"
    with pytest.raises(SettingsError, match="第 2 个"):
        TelegramSettings(contact_keys=keys).keys()


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIXING_TELEGRAM_WEBHOOK_URL", "")
    assert load(TelegramSettings).telegram_webhook_url is None


def test_the_webhook_is_served_where_its_address_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIXING_TELEGRAM_WEBHOOK_URL", "https://bot.example.org/hooks/telegram")
    assert load(TelegramSettings).webhook_path == "/hooks/telegram"
