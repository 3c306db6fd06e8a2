"""MongoDB from nameko processes, by PyMongo: Motor's native threads cannot run beside eventlet's (measured)."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider, SharedExtension
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.settings import Settings

Documents = dict[str, Any]


def client(settings: Settings, name: str) -> MongoClient[Documents]:
    """A client whose acknowledged writes survive the loss of a process or a node."""
    return MongoClient(
        settings.mongo_url.get_secret_value(),
        appname=name,
        tz_aware=True,
        connectTimeoutMS=3000,
        serverSelectionTimeoutMS=3000,
        socketTimeoutMS=20000,
        maxPoolSize=50,
    )


def durable(mongo: MongoClient[Documents], database: str) -> Database[Documents]:
    return mongo.get_database(
        database, write_concern=WriteConcern("majority", j=True), read_concern=ReadConcern("majority")
    )


class MongoExtension(SharedExtension):
    """The one client of a nameko process and the service's own database."""

    mongo: MongoClient[Documents]
    database: Database[Documents]

    def setup(self) -> None:
        settings: Settings = self.container.config["settings"]
        self.mongo = client(settings, self.container.service_name)
        self.database = durable(self.mongo, settings.database_name(self.container.service_name))

    # Nothing closes it: other extensions may still use it while they stop, and the process ends right after.


class Views(DependencyProvider):
    """Injects ``view(database)``: the read side of a service."""

    mongo = MongoExtension()

    def __init__(self, view: Any) -> None:
        super().__init__()
        self.view = view

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self.view(self.mongo.database)
