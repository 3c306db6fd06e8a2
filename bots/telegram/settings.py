"""Settings of the Telegram process."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import AfterValidator, BeforeValidator, Field, PositiveFloat, PositiveInt, SecretStr

from shared.i18n import catalogue
from shared.settings import Settings, SettingsError

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def _nothing(value: Any) -> Any:
    """An empty variable is one that is not set: compose files pass them so."""
    return None if value == "" else value


def _http(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{value!r} is no address such as https://api.telegram.org")
    return value.rstrip("/")


Secret = Annotated[SecretStr | None, BeforeValidator(_nothing)]


class TelegramSettings(Settings):
    """Times in seconds, rates per second."""

    telegram_token: Secret = None
    #: Telegram's own Bot API, or one the operator runs (https://github.com/tdlib/telegram-bot-api).
    telegram_api: Annotated[str, AfterValidator(_http)] = "https://api.telegram.org"

    #: Set: Telegram posts updates here (several replicas may run). Not set: one replica polls for them.
    telegram_webhook_url: Annotated[
        str | None, BeforeValidator(_nothing), AfterValidator(lambda url: url and _http(url))
    ] = None
    telegram_webhook_host: str = "127.0.0.1"
    telegram_webhook_port: int = Field(default=8443, ge=0, le=65535)
    #: Not set: derived from the token, so that all replicas agree on it.
    telegram_webhook_secret: Secret = None
    #: How long a webhook call waits for its update to be handled before Telegram is asked to deliver it again.
    telegram_webhook_patience: PositiveFloat = 8.0

    #: Messages of this process to all chats together; Telegram allows a bot about 30.
    telegram_rate: PositiveFloat = 25
    #: Messages to one chat: so many at once, then so many a second.
    telegram_chat_burst: PositiveInt = 3
    telegram_chat_rate: PositiveFloat = 1
    #: How long one request to the Bot API may take.
    telegram_timeout: PositiveFloat = 10
    telegram_poll_timeout: PositiveInt = 25
    #: Longest wait for a chat that Telegram told us to leave alone; longer ones go back to the broker's delays.
    telegram_patience: PositiveFloat = 20
    telegram_late_after: PositiveFloat = 3.0
    #: How long the broker and the database may take before a message of a person counts as not accepted.
    telegram_accept_within: PositiveFloat = 4.0
    photo_max_bytes: PositiveInt = 10 * 1024 * 1024
    photo_max_pixels: PositiveInt = 50_000_000

    #: Fernet keys, comma-separated, the newest first: see ``bots.telegram.chats``.
    contact_keys: Secret = None

    def sentence(self, key: str, **args: str) -> str:
        return catalogue("bots").text(self.locale, key, args)

    def token(self) -> str:
        """Raises SettingsError, whose text is for the operator."""
        token = self.telegram_token.get_secret_value().strip() if self.telegram_token else ""
        if not token:
            raise SettingsError(self.sentence("telegram-no-token"))
        if not _TOKEN.fullmatch(token):
            raise SettingsError(self.sentence("telegram-bad-token"))
        return token

    def keys(self) -> list[str]:
        """At least one key, each fit for Fernet. Raises SettingsError."""
        given = self.contact_keys.get_secret_value() if self.contact_keys else ""
        keys = [key.strip() for key in given.split(",") if key.strip()]
        if not keys:
            raise SettingsError(self.sentence("telegram-no-contact-keys"))
        for number, key in enumerate(keys, 1):
            try:
                Fernet(key)
            except ValueError:
                raise SettingsError(self.sentence("telegram-bad-contact-key", number=str(number))) from None
        return keys

    def webhook_secret(self) -> str:
        """1-256 of ``A-Za-z0-9_-``, as setWebhook asks. Raises SettingsError."""
        if self.telegram_webhook_secret is None:
            return hmac.new(self.token().encode(), b"webhook", hashlib.sha256).hexdigest()
        secret = self.telegram_webhook_secret.get_secret_value()
        if not _WEBHOOK_SECRET.fullmatch(secret):
            raise SettingsError(self.sentence("telegram-bad-webhook-secret"))
        return secret

    @property
    def webhook_path(self) -> str:
        return urlsplit(self.telegram_webhook_url or "").path or "/"
