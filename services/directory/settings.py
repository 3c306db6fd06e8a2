"""Settings of the directory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Annotated, get_args

from cryptography.fernet import Fernet, MultiFernet
from pydantic import Field, NonNegativeInt, PositiveInt, SecretStr, field_validator

from services.directory.leave.model import Rules
from services.directory.members.contacts import Safe
from shared.events.directory import LeaveReason
from shared.settings import Settings

_LOOKUP_KEY_LENGTH = 32


class DirectorySettings(Settings):
    #: Fernet keys for contacts, comma-separated: the first encrypts, all decrypt.
    data_keys: SecretStr
    #: What phones are hashed under, to find a member by: 32 characters or more.
    lookup_key: SecretStr
    #: Imported files and their reports are kept for so many days.
    import_days: PositiveInt = 7
    #: Rows of a file that are written in one transaction.
    import_portion: Annotated[int, Field(ge=1, le=500)] = 100

    #: Days that a transfer waits for its decision.
    transfer_days: PositiveInt = 30

    leave_needs_approval: bool = True
    #: Days that a leave may last.
    leave_longest_days: PositiveInt = 366
    #: Days back that a leave may begin.
    leave_days_back: NonNegativeInt = 7
    #: Reasons that need no approval up to so many days: ``business-trip:3,sick:1``.
    leave_without_approval: str = "business-trip:3"

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

    @field_validator("leave_without_approval")
    @classmethod
    def _names_reasons(cls, value: str) -> str:
        _reasons(value)
        return value

    @property
    def transfer_wait(self) -> timedelta:
        return timedelta(days=self.transfer_days)

    @cached_property
    def leave_rules(self) -> Rules:
        return Rules(
            self.leave_needs_approval,
            self.leave_longest_days,
            self.leave_days_back,
            _reasons(self.leave_without_approval),
        )

    @cached_property
    def safe(self) -> Safe:
        return Safe(_split(self.data_keys), self.lookup_key.get_secret_value())

    @cached_property
    def ring(self) -> MultiFernet:
        """The data keys, for what is kept for a while."""
        return MultiFernet([Fernet(key) for key in _split(self.data_keys)])


def _split(keys: SecretStr) -> list[str]:
    return [key.strip() for key in keys.get_secret_value().split(",") if key.strip()]


def _reasons(value: str) -> Mapping[LeaveReason, int]:
    """Raises ValueError."""
    known: dict[str, LeaveReason] = {reason: reason for reason in get_args(LeaveReason)}
    found: dict[LeaveReason, int] = {}
    for part in filter(None, (each.strip() for each in value.split(","))):
        reason, _, days = part.partition(":")
        if reason not in known or not days.isdecimal():
            raise ValueError(f"{part!r} is not a reason with a number of days such as business-trip:3")
        found[known[reason]] = int(days)
    return found
