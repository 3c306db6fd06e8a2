"""What members want to be told when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from services.notifications.handlers import Render, tell
from services.notifications.model import Preferences, QuietHours, UnknownChat, Wording
from services.notifications.ports import KeptPreferences
from shared.events import Message
from shared.events.notifications import SetPreferences

Emit = Callable[..., None]


def set_preferences(
    command: Message[SetPreferences], store: KeptPreferences, emit: Emit, render: Render, quiet: QuietHours
) -> None:
    """Keep what was chosen and say what holds now. Raises UnknownChat while the chat is not known here."""
    asked = command.data
    chat = store.chat(asked.chat_id)
    if chat is None:
        raise UnknownChat(asked.chat_id)
    linked = {each.chat_id for each in store.chats_of(asked.member_id)}
    if asked.chat_id not in linked:
        wording = Wording("preferences-not-yours", {})
    elif not _is_zone(asked.zone):
        wording = Wording("preferences-no-such-zone", {"zone": asked.zone or ""})
    else:
        chosen = asked.model_dump(exclude_none=True, include={"quiet", "zone", "study", "shifts"})
        store.prefer(asked.member_id, chosen, command.time)
        wording = _kept(store.preferences([asked.member_id], quiet)[asked.member_id])
    tell(command, chat.member_id, chat.chat_id, wording, store, emit, render, answers=command.id)


def described(preferences: Preferences) -> dict[str, Any]:
    """``{"quiet": {"starts", "ends"} as HH:MM or None, "zone", "study", "shifts"}``."""
    quiet = preferences.quiet
    none = quiet.starts == quiet.ends
    return {
        "quiet": None if none else {"starts": f"{quiet.starts:%H:%M}", "ends": f"{quiet.ends:%H:%M}"},
        "zone": quiet.zone,
        "study": preferences.study,
        "shifts": preferences.shifts,
    }


def _kept(preferences: Preferences) -> Wording:
    quiet = preferences.quiet
    return Wording(
        "preferences-kept",
        {
            "quiet": "none" if quiet.starts == quiet.ends else "some",
            "starts": f"{quiet.starts:%H:%M}",
            "ends": f"{quiet.ends:%H:%M}",
            "study": "on" if preferences.study else "off",
            "shifts": "on" if preferences.shifts else "off",
        },
    )


def _is_zone(name: str | None) -> bool:
    if name is None:
        return True
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
