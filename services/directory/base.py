"""What every entrypoint of the directory has at hand."""

from __future__ import annotations

from services.directory.access import Places, grants_of_member
from services.directory.repository import MongoDirectory
from services.directory.views import DirectoryViews
from shared.messaging.access import Asking
from shared.messaging.mongo import Views
from shared.messaging.work import UnitOfWork


class Base:
    work = UnitOfWork(MongoDirectory)
    views = Views(DirectoryViews)
    places = Views(Places)
    asker = Asking(grants_of_member)
