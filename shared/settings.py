"""Settings of every process: ``ZHIXING_*`` in the environment; any of them also by ``ZHIXING_*_FILE``.

A wrong setting stops the start with one line: see ``load``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "ZHIXING_"


class SettingsError(Exception):
    """One line that says which setting is wrong and why."""


class _Files(PydanticBaseSettingsSource):
    """``ZHIXING_X_FILE`` names a file with the value of ``ZHIXING_X``, as Docker and Kubernetes mount secrets."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise SettingsError(f"{PREFIX}{field_name.upper()}_FILE: {error.strerror}: {path}") from None

    def __call__(self) -> dict[str, Any]:
        values = {
            _key(field, name): self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in values.items() if value is not None}


def _key(field: FieldInfo, name: str) -> str:
    # Under its plain name a value would lose against an alias that the environment gives.
    alias = field.validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else name


def _numbers(value: Any) -> Any:
    return [float(part) for part in value.split(",")] if isinstance(value, str) else value


def _nothing(value: Any) -> Any:
    # Compose files pass a variable that nobody set as an empty one.
    return None if value == "" else value


def _address(value: str | None) -> str | None:
    if value is not None:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{value!r} is no address such as http://collector:4318")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except Exception:
        raise ValueError(f"{value!r} is no time zone such as Asia/Shanghai") from None
    return value


class Settings(BaseSettings):
    """What every process needs. Times in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", populate_by_name=True)

    amqp_url: SecretStr = Field(
        default=SecretStr("amqp://guest:guest@127.0.0.1:5672/"),
        validation_alias=AliasChoices("ZHIXING_AMQP_URL", "AMQP_URL"),
    )
    mongo_url: SecretStr = Field(
        default=SecretStr("mongodb://127.0.0.1:27017/"),
        validation_alias=AliasChoices("ZHIXING_MONGO_URL", "MONGO_URL"),
    )
    #: Each service owns the database ``<prefix>_<service>``.
    mongo_database_prefix: str = Field(default="zhixing", pattern=r"^[a-z0-9_]{1,40}$")

    #: Signs who acts, between the processes: ``name:hex`` of at least 32 bytes each, comma-separated; the first signs,
    #: every one verifies. Required.
    actor_keys: SecretStr | None = None
    #: Seconds for which a signed command may wait, and for which a signed question is good.
    actor_max_age: PositiveFloat = 7 * 24 * 3600
    actor_call_max_age: PositiveFloat = 60

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "text"] = "json"
    locale: Literal["zh-CN", "en"] = "zh-CN"
    zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"

    #: Where browsers find the console and the chat page, for links in chats and on sheets; None: no links.
    console_public_url: Annotated[str | None, BeforeValidator(_nothing), AfterValidator(_address)] = None

    #: The chat page's origin as browsers see it (https://chat.example.org), for links and where a proxy changes Host.
    web_origin: Annotated[str | None, Field(pattern=r"^https?://[^/]+$"), BeforeValidator(_nothing)] = None

    #: Where liveness, readiness and metrics are served; 0 chooses a free port, -1 serves nothing.
    health_host: str = "127.0.0.1"
    health_port: int = Field(default=-1, ge=-1, le=65535)

    max_workers: PositiveInt = 10
    max_message_bytes: PositiveInt = 1024 * 1024
    #: One delay queue per step; after the last the message is parked as a dead letter.
    retry_delays: Annotated[tuple[PositiveFloat, ...], NoDecode, BeforeValidator(_numbers)] = (1, 10, 60, 600)
    #: How often the broker may redeliver a message whose consumer died with it in hand.
    delivery_limit: PositiveInt = 20
    batch_size: PositiveInt = 400
    batch_wait: PositiveFloat = 0.05
    #: A row in the outbox older than this is taken to be left behind by a crash.
    outbox_grace: PositiveFloat = 5.0
    heartbeat: PositiveInt = 10
    publish_timeout: PositiveFloat = 15.0
    rpc_timeout: PositiveFloat = 5.0

    #: Seconds that a chat waits for a hint of what an incident is: somebody with an emergency is waiting.
    hint_patience: PositiveFloat = 3.0

    #: Where traces are sent (an OTLP collector's HTTP address, http://collector:4318); not set: nowhere.
    otlp_endpoint: Annotated[str | None, BeforeValidator(_nothing), AfterValidator(_address)] = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, _Files(settings_cls), env_settings

    def database_name(self, service: str) -> str:
        return f"{self.mongo_database_prefix}_{service}"


S = TypeVar("S", bound=Settings)


def load(cls: type[S]) -> S:
    """Read the settings from the environment. Raises SettingsError, whose text names the setting and the fault."""
    try:
        return cls()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        name = name if name.startswith(PREFIX) else PREFIX + name
        raise SettingsError(f"{name}: {first['msg']}") from None
    except ValueError as error:
        raise SettingsError(str(error)) from None
