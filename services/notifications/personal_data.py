"""What the notifications hold about a person. That a message was sent stays for the books; what it said goes, also
where it said the name to somebody else."""

from __future__ import annotations

from shared.events.people import ERASED_NAME
from shared.personal_data import Holding, about

HELD = (
    Holding("member", "members", about("_id"), {"$set": {"name": ERASED_NAME}}),
    Holding("chats", "chats", about("member_id"), {"$set": {"linked": False}}),
    Holding("messages", "messages", about("member_id"), {"$set": {"text": "", "buttons": []}}),
    Holding(
        "named_in",
        "messages",
        about("mentions"),
        {"$set": {"text": ""}, "$unset": {"mentions": ""}},
        hidden=("text", "member_id", "chat_id", "buttons", "mentions"),
    ),
    Holding("preferences", "preferences", about("_id"), "delete"),
)
