"""Settings of the directory."""

from __future__ import annotations

from functools import cached_property

from cryptography.fernet import Fernet
from pydantic import SecretStr, field_validator

from services.directory.members.contacts import Safe
from shared.settings import Settings

_LOOKUP_KEY_LENGTH = 32


class DirectorySettings(Settings):
    #: Fernet keys for contacts, comma-separated: the first encrypts, all decrypt.
    data_keys: SecretStr
    #: What phones are hashed under, to find a member by: 32 characters or more.
    lookup_key: SecretStr

    @field_validator("data_keys")
    @classmethod
    def _are_keys(cls, value: SecretStr) -> SecretStr:
        keys = _split(value)
        if not keys:
            raise ValueError("no key is given: 32 random bytes in URL-safe Base64")
        for number, key in enumerate(keys, 1):
            try:
                Fernet(key)
            except ValueError:
                raise ValueError(f"key {number} is not a Fernet key: 32 random bytes in URL-safe Base64") from None
        return value

    @field_validator("lookup_key")
    @classmethod
    def _is_long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < _LOOKUP_KEY_LENGTH:
            raise ValueError(f"it is shorter than {_LOOKUP_KEY_LENGTH} characters")
        return value

    @cached_property
    def safe(self) -> Safe:
        return Safe(_split(self.data_keys), self.lookup_key.get_secret_value())


def _split(keys: SecretStr) -> list[str]:
    return [key.strip() for key in keys.get_secret_value().split(",") if key.strip()]
