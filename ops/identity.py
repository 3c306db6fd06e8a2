"""Who works at this machine, signed: whoever can read the keys is an operator."""

from __future__ import annotations

import getpass
import os

from ops.places import run_directory
from ops.texts import Problem
from shared.access.actor import Actor, Keys, operator
from shared.settings import Settings, load


def keys() -> Keys:
    """Those that the settings name; else those of the system started here by ``up``. Raises Problem, SettingsError."""
    settings = load(Settings)
    if settings.actor_keys is not None:
        return Keys.of(settings)
    try:
        return Keys.parse((run_directory() / "secrets" / "actor_keys").read_text(encoding="ascii"))
    except OSError:
        raise Problem("no-actor-keys") from None


def me(on_behalf_of: str | None = None) -> Actor:
    """The user of the operating system, in a member's name where one is given."""
    return operator(_user(), on_behalf_of=on_behalf_of)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container's user has often no name.
        return str(os.getuid())
