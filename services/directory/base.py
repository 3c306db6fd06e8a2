"""What every entrypoint of the directory has at hand."""

from __future__ import annotations

from nameko.dependency_providers import Config

from services.directory.repository import MongoDirectory
from services.directory.views import DirectoryViews
from shared.messaging.mongo import Views
from shared.messaging.work import UnitOfWork


class Base:
    config = Config()
    work = UnitOfWork(MongoDirectory)
    views = Views(DirectoryViews)
