"""A member's notes, to be read: as text, and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from ops.commands.tables import moment
from ops.texts import locale, text


def plain(notes: list[dict[str, Any]]) -> str:
    """The last changed first, each with a line about it above its words."""
    return "\n".join(f"{_about(note)}\n\n{note['text']}\n" for note in notes)


def page(notes: list[dict[str, Any]]) -> str:
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
    shown = [{"about": _about(note), "text": note["text"]} for note in notes]
    template = environment.get_template("notes.html")
    return template.render(title=text("notes-title"), notes=shown, nothing=text("notes-none"), locale=locale())


def _about(note: dict[str, Any]) -> str:
    shared = text("notes-is-shared" if note["shared"] else "notes-is-private")
    tags = " ".join(f"#{tag}" for tag in note["tags"])
    return f"{moment(note['changed_at'])} · {shared} {tags}".rstrip()
