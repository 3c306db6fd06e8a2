"""A wrong setting of the directory stops its start, with one line that shows no key."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from services.directory.leave.model import Rules
from services.directory.members.contacts import Safe
from services.directory.settings import DirectorySettings
from shared.events.directory import Contacts
from shared.settings import SettingsError, load

KEYS = [Fernet.generate_key().decode() for _ in range(2)]
LOOKUP = "a lookup key of thirty-two letters"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIXING_DATA_KEYS", KEYS[0])
    monkeypatch.setenv("ZHIXING_LOOKUP_KEY", LOOKUP)


@pytest.mark.parametrize(
    ("keys", "lookup", "said"),
    [
        (KEYS[0] + ",short", LOOKUP, "ZHIXING_DATA_KEYS: Value error, key 2 is not a Fernet key"),
        (" , ", LOOKUP, "ZHIXING_DATA_KEYS: Value error, no key is given"),
        (KEYS[0], "short", "ZHIXING_LOOKUP_KEY: Value error, it is shorter than 32 characters"),
    ],
    ids=["second", "none", "lookup"],
)
def test_a_wrong_key_stops_the_start_and_is_not_shown(
    keys: str, lookup: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIXING_DATA_KEYS", keys)
    monkeypatch.setenv("ZHIXING_LOOKUP_KEY", lookup)
    with pytest.raises(SettingsError) as refused:
        load(DirectorySettings)
    assert str(refused.value).startswith(said)
    assert KEYS[0] not in str(refused.value)


def test_keys_are_separated_by_commas_and_spaces_do_no_harm() -> None:
    settings = DirectorySettings(data_keys=SecretStr(f" {KEYS[1]} , {KEYS[0]}"), lookup_key=SecretStr(LOOKUP))
    old = Safe(KEYS[:1], LOOKUP).seal("m1", Contacts(phone="13812345678"))
    assert old is not None
    assert settings.safe.open("m1", old).phone == "+8613812345678"


@pytest.mark.parametrize("value", ["sick", "sick:x", "holiday:3", "sick:-1"])
def test_leave_without_approval_names_reasons_and_days(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIXING_LEAVE_WITHOUT_APPROVAL", value)
    with pytest.raises(SettingsError, match="ZHIXING_LEAVE_WITHOUT_APPROVAL"):
        load(DirectorySettings)


def test_the_rules_of_leave_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(DirectorySettings).leave_rules == Rules()
    monkeypatch.setenv("ZHIXING_LEAVE_WITHOUT_APPROVAL", "sick:2, study:5")
    assert load(DirectorySettings).leave_rules.without_approval == {"sick": 2, "study": 5}
