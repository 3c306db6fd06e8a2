"""The directory: entrypoints by area."""

from __future__ import annotations

from services.directory.duties.entrypoints import DutyEntrypoints
from services.directory.linking.entrypoints import LinkEntrypoints
from services.directory.login.entrypoints import LoginEntrypoints
from services.directory.members.entrypoints import MemberEntrypoints
from services.directory.settings import DirectorySettings
from services.directory.tree.entrypoints import TreeEntrypoints
from shared.messaging.health import Health


class DirectoryService(TreeEntrypoints, DutyEntrypoints, MemberEntrypoints, LinkEntrypoints, LoginEntrypoints):
    name = "directory"
    settings = DirectorySettings

    health = Health()
