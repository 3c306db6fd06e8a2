"""The directory: entrypoints by area."""

from __future__ import annotations

from services.directory.duties.entrypoints import DutyEntrypoints
from services.directory.imports.entrypoints import ImportEntrypoints
from services.directory.leave.entrypoints import LeaveEntrypoints
from services.directory.linking.entrypoints import LinkEntrypoints
from services.directory.login.entrypoints import LoginEntrypoints
from services.directory.members.entrypoints import MemberEntrypoints
from services.directory.personal_data.entrypoints import PersonalDataEntrypoints
from services.directory.settings import DirectorySettings
from services.directory.snapshot.entrypoints import SnapshotEntrypoints
from services.directory.transfers.entrypoints import TransferEntrypoints
from services.directory.tree.entrypoints import TreeEntrypoints
from shared.messaging.audit import AuditEntrypoints
from shared.messaging.health import Health


class DirectoryService(
    TreeEntrypoints,
    DutyEntrypoints,
    MemberEntrypoints,
    TransferEntrypoints,
    LeaveEntrypoints,
    LinkEntrypoints,
    LoginEntrypoints,
    ImportEntrypoints,
    PersonalDataEntrypoints,
    SnapshotEntrypoints,
    AuditEntrypoints,
):
    name = "directory"
    settings = DirectorySettings

    health = Health()
