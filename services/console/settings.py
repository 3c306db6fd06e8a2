"""Settings of the console."""

from __future__ import annotations

from pydantic import Field, PositiveFloat, PositiveInt, SecretStr

from shared.settings import Settings


class ConsoleSettings(Settings):
    console_host: str = "127.0.0.1"
    #: 0 chooses a free port.
    console_port: int = Field(default=8081, ge=0, le=65535)
    #: Signs the session cookie; the same for every replica, at least 16 characters.
    console_secret: SecretStr = Field(min_length=16)
    #: The console's origin as browsers see it (https://console.example.org), where a proxy changes the Host header.
    console_origin: str | None = Field(default=None, pattern=r"^https?://[^/]+$")
    #: Proxies whose X-Forwarded-For is believed, comma-separated: tries to log in are counted by address.
    console_trusted_proxies: str = "127.0.0.1"
    console_session_hours: PositiveInt = 12
    #: Tries to log in that an address may make at once, and per second in the long run. Wrong codes are counted by the
    #: directory besides, for all replicas together.
    console_login_burst: PositiveInt = 20
    console_login_rate: PositiveFloat = 0.5
    #: Seconds that a panel waits for the service that it asks.
    console_patience: PositiveFloat = 3.0
    #: Seconds for which changes are gathered before the browsers are told of them.
    console_debounce: PositiveFloat = 0.5
    #: Seconds between signs of life on a stream.
    console_heartbeat: PositiveFloat = 15.0
