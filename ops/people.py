"""What is held about a person, asked of every process; and its erasure, until everybody has answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from ops.parts.process import poll
from ops.processes import SERVICES
from ops.rpc import Rpc
from ops.texts import Problem
from shared.events import Command, Message
from shared.i18n import LOCALES, catalogue

#: Those that answer ``personal_data`` after the directory, which knows the chats.
OTHERS = (*(name for name in SERVICES if name != "directory"), "bots")

Held = dict[str, dict[str, list[dict[str, Any]]]]


def collected(rpc: Rpc, member_id: str) -> dict[str, Any]:
    """``{"member_id", "exported_at", "held": {process: {name: [document]}}}``.

    Raises Problem for an unknown member, and when anybody does not answer: what is shown is everything or nothing.
    """
    try:
        own = rpc.call("directory", "personal_data", timeout=60, member_id=member_id)
    except Problem as problem:
        if "UnknownMember" in str(problem):
            raise Problem("member-unknown", member=member_id) from None
        raise
    held: Held = {"directory": own["held"]}
    for process in OTHERS:
        answer = rpc.call(process, "personal_data", timeout=60, member_id=member_id, chat_ids=own["chat_ids"])
        held[process] = answer["held"]
    return {"member_id": member_id, "exported_at": datetime.now(UTC).isoformat(timespec="seconds"), "held": held}


def page(export: dict[str, Any]) -> str:
    """The export as a page for people: what each part is and why it is kept, in every language, Chinese first."""
    words = catalogue("ops")

    def said(key: str, **args: Any) -> list[str]:
        return [words.text(locale, key, args) for locale in LOCALES]

    sections = [
        {
            "titles": said(f"held-{process}-{name}"),
            "source": f"{process}.{name}",
            "documents": [_lines(document) for document in documents],
        }
        for process, parts in export["held"].items()
        for name, documents in parts.items()
    ]
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
    return environment.get_template("person.html").render(
        titles=said("held-title", member=export["member_id"]),
        intros=said("held-intro", at=export["exported_at"]),
        nothing=said("held-nothing"),
        sections=sections,
        locale=LOCALES[0],
    )


def wait_for_answers(rpc: Rpc, command: Message[Command], member_id: str, seconds: float) -> dict[str, Any] | None:
    """The state of the erasure that ``command`` asked for once everybody answered, or after so many seconds; None while
    the directory has not begun."""
    last: dict[str, Any] | None = None

    def complete() -> bool:
        nonlocal last
        found = rpc.call("directory", "erasure", member_id=member_id)
        # An earlier erasure of the same member is not the one that we wait for.
        begun = found and datetime.fromisoformat(found["requested_at"]) >= _milliseconds(command.time)
        last = found if begun else None
        return bool(last and not last["missing"])

    poll(complete, timeout=seconds, every=0.3)
    return last


def _milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _lines(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, _shown(value)) for key, value in document.items() if value not in (None, "", [], {})]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
