"""The directory: entrypoints by area."""

from __future__ import annotations

from services.directory.linking.entrypoints import LinkEntrypoints
from services.directory.login.entrypoints import LoginEntrypoints
from services.directory.members.entrypoints import MemberEntrypoints
from services.directory.personal_data.entrypoints import PersonalDataEntrypoints
from services.directory.settings import DirectorySettings
from services.directory.units.entrypoints import UnitEntrypoints
from shared.messaging.audit import AuditEntrypoints
from shared.messaging.health import Health


class DirectoryService(
    UnitEntrypoints, MemberEntrypoints, LinkEntrypoints, LoginEntrypoints, PersonalDataEntrypoints, AuditEntrypoints
):
    name = "directory"
    settings = DirectorySettings

    health = Health()
