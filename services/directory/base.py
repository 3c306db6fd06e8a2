"""What every entrypoint of the directory has at hand."""

from __future__ import annotations

from services.directory.audited import AUDIT
from services.directory.repository import MongoDirectory
from services.directory.views import DirectoryViews
from shared.messaging.mongo import Views
from shared.messaging.work import UnitOfWork


class Base:
    work = UnitOfWork(MongoDirectory, audit=AUDIT)
    views = Views(DirectoryViews)
