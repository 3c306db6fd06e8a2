"""Make the secrets of one installation, each in a file of its own: ``python3 make_secrets.py DIRECTORY``.

What exists is left alone, so it may run before every start. ``--rabbitmq`` and ``--mongo`` name the hosts that go into
the connection strings. As root it gives each file to the user that reads it. A Telegram token is copied from
ZHIXING_TELEGRAM_TOKEN when that is set. Standard library only: it also runs where Zhixing is not installed.
"""

from __future__ import annotations

import argparse
import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

#: The user ids in the images: Zhixing's own, and that of the official MongoDB and RabbitMQ images.
PROCESS, DATA_STORE = 10001, 999


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, name: str, make: Callable[[], str], owner: int) -> str:
        """The content of the file ``name``, made first if there is none. A crash leaves no half-written file."""
        path = self.path / name
        if not path.exists():
            self.write(name, make(), owner)
        return path.read_text(encoding="ascii")

    def write(self, name: str, content: str, owner: int) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="ascii") as file:
            file.write(content)
        if os.geteuid() == 0:
            os.chown(part, owner, owner)
        part.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--rabbitmq", default="rabbitmq", metavar="HOST")
    parser.add_argument("--mongo", default="mongo", metavar="HOST")
    given = parser.parse_args()
    folder = Folder(given.directory)

    def token() -> str:
        return secrets.token_urlsafe(32)

    rabbitmq = folder.keep("rabbitmq/password", token, DATA_STORE)
    mongo = folder.keep("mongo/password", token, DATA_STORE)
    folder.keep("mongo/keyfile", lambda: base64.b64encode(secrets.token_bytes(384)).decode(), DATA_STORE)
    folder.keep("connections/amqp-url", lambda: f"amqp://zhixing:{rabbitmq}@{given.rabbitmq}:5672/%2f", PROCESS)
    folder.keep(
        "connections/mongo-url",
        lambda: f"mongodb://zhixing:{mongo}@{given.mongo}:27017/?replicaSet=zhixing&authSource=admin",
        PROCESS,
    )
    folder.keep("web/secret", token, PROCESS)
    folder.keep("console/secret", token, PROCESS)

    def fernet_key() -> str:
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()

    folder.keep("contacts/keys", fernet_key, PROCESS)
    folder.keep("directory/data-keys", fernet_key, PROCESS)
    folder.keep("directory/lookup-key", token, PROCESS)
    bot = os.environ.get("ZHIXING_TELEGRAM_TOKEN", "").strip()
    if bot:
        folder.write("telegram/token", bot, PROCESS)


if __name__ == "__main__":
    main()
