"""What every entrypoint of the directory has at hand."""

from __future__ import annotations

from nameko.dependency_providers import Config

from services.directory.audited import AUDIT
from services.directory.members.contacts import Safe
from services.directory.moment import Moment
from services.directory.repository import MongoDirectory
from services.directory.settings import DirectorySettings
from services.directory.views import DirectoryViews
from shared.messaging.mongo import Views
from shared.messaging.work import UnitOfWork


class Base:
    config = Config()
    work = UnitOfWork(MongoDirectory, audit=AUDIT)
    views = Views(DirectoryViews)

    @property
    def settings_now(self) -> DirectorySettings:
        settings: DirectorySettings = self.config["settings"]
        return settings

    @property
    def moment(self) -> Moment:
        return Moment(self.settings_now.zone)

    @property
    def safe(self) -> Safe:
        return self.settings_now.safe
