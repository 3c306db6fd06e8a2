"""Settings of the web chat."""

from __future__ import annotations

from pydantic import Field, PositiveFloat, PositiveInt, SecretStr

from shared.settings import Settings


class WebSettings(Settings):
    web_host: str = "127.0.0.1"
    #: 0 chooses a free port.
    web_port: int = Field(default=8080, ge=0, le=65535)
    #: Signs the cookie that holds the chat's id; the same for every replica, at least 16 characters.
    web_secret: SecretStr = Field(min_length=16)
    #: Whose word on the client's address counts (``X-Forwarded-For``): addresses or networks, comma-separated.
    web_trusted_proxies: str = "127.0.0.1"
    #: Seconds without an outcome until a chat is told that recording takes longer.
    late_after: PositiveFloat = 3.0
    #: Seconds that the broker or the database may take before a message counts as not accepted.
    accept_within: PositiveFloat = 4.0
    #: Seconds that the page waits for the language that its chat has chosen; longer is not worth waiting for it.
    web_page_patience: PositiveFloat = 1.0
    history_days: PositiveInt = 90
    web_max_request_bytes: PositiveInt = 32 * 1024
    web_max_text: PositiveInt = 3000
    #: Largest photo as it is sent, and the most pixels in it: a small file may unpack to a huge picture.
    photo_max_bytes: PositiveInt = 10 * 1024 * 1024
    photo_max_pixels: PositiveInt = 50_000_000
    #: Messages a chat may send at once, and per second in the long run; an address gets ``web_address_factor`` times
    #: that, because a whole school may share one.
    web_rate_burst: PositiveInt = 20
    web_rate: PositiveFloat = 1.0
    web_address_factor: PositiveInt = 100
    #: Seconds between signs of life on a stream, and the longest a replica goes without looking for news.
    web_heartbeat: PositiveFloat = 15.0

    @property
    def page_url(self) -> str | None:
        """Where browsers find the page, for links in chats; None where nobody said."""
        local = self.web_host in ("127.0.0.1", "localhost") and self.web_port
        return self.web_origin or (f"http://{self.web_host}:{self.web_port}" if local else None)
