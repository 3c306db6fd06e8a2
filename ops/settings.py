"""Settings of a system on one machine. The friendly default ports live here and nowhere else."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PositiveFloat, SecretStr

from shared.settings import Settings

#: 0 chooses a free port at each start.
Port = Annotated[int, Field(ge=0, le=65535)]


def _nothing(value: Any) -> Any:
    # Compose files pass a variable that nobody set as an empty one.
    return None if value == "" else value


class LaptopSettings(Settings):
    """``amqp_url`` and ``mongo_url`` count only when they are set; what is not set is started here, privately."""

    web_port: Port = 8080
    console_port: Port = 8081
    #: The processes serve health and metrics on this port and those after it.
    health_ports_from: Port = 8091
    broker_port: Port = 5680
    broker_management_port: Port = 15680
    broker_distribution_port: Port = 25680
    broker_epmd_port: Port = 4380
    database_port: Port = 27080

    #: The bot's name without @, for links and QR codes that open it.
    telegram_bot: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_]{5,32}$"), BeforeValidator(_nothing)] = None
    #: Set: the Telegram process runs as well.
    telegram_token: SecretStr | None = None
    #: Seconds that a command waits at least for the broker, the database or a service to answer.
    command_patience: PositiveFloat = 10.0
    #: The broker's management interface with its user, such as http://guest:guest@127.0.0.1:15672.
    management_url: SecretStr | None = None

    @property
    def own_broker(self) -> bool:
        return "amqp_url" not in self.model_fields_set

    @property
    def own_database(self) -> bool:
        return "mongo_url" not in self.model_fields_set
