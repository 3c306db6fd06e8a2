"""``zhixing notes``: a member's own notes, in the member's name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from ops.commands.asking import ask, sure
from ops.commands.running import addresses
from ops.commands.tables import moment, show_json, show_table
from ops.texts import Problem, text

app = typer.Typer(help=text("help-notes"), no_args_is_help=True)

MemberId = Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))]
NoteId = Annotated[str, typer.Argument(metavar="NOTE", help=text("help-note-id"))]
Words = Annotated[str, typer.Argument(metavar="TEXT", help=text("help-note-words"))]
Tags = Annotated[list[str] | None, typer.Option("--tag", help=text("help-note-tag"))]
Json = Annotated[bool, typer.Option("--json", help=text("help-json"))]

#: Characters of a note in a list.
_BEGINNING = 60


@app.command("list", help=text("help-notes-list"))
def list_notes(
    member_id: MemberId,
    query: Annotated[str | None, typer.Option("--find", help=text("help-notes-find"))] = None,
    tag: Annotated[str | None, typer.Option("--tag", help=text("help-note-tag"))] = None,
    shared: Annotated[bool, typer.Option("--shared", help=text("help-notes-shared"))] = False,
    as_json: Json = False,
) -> None:
    found = list(_all(member_id, query=query, tag=tag, shared=shared))
    if as_json:
        show_json(found)
    elif not found:
        typer.echo(text("notes-none"))
    else:
        columns = ("note", "changed", "version", "shared", "tags", "text")
        show_table([f"notes-column-{column}" for column in columns], map(_row, found))


@app.command(help=text("help-notes-add"))
def add(member_id: MemberId, words: Words, tags: Tags = None) -> None:
    answer = _ask("keep_note", member_id, text=_sized(words), tags=_named(tags))
    _say(answer, "notes-kept")


@app.command(help=text("help-notes-edit"))
def edit(
    member_id: MemberId,
    note_id: NoteId,
    words: Words,
    tags: Tags = None,
    version: Annotated[int | None, typer.Option(help=text("help-note-version"))] = None,
) -> None:
    before = _ask("note", member_id, note_id=note_id)
    if before is None or not before["own"]:
        raise Problem("note-refused", reason="unknown-note", version="")
    answer = _ask(
        "edit_note",
        member_id,
        note_id=note_id,
        version=version or before["version"],
        text=_sized(words),
        tags=before["tags"] if tags is None else _named(tags),
    )
    _say(answer, "notes-kept")


@app.command(help=text("help-notes-share"))
def share(member_id: MemberId, note_id: NoteId) -> None:
    _say(_ask("share_note", member_id, note_id=note_id, shared=True), "notes-shared")


@app.command(help=text("help-notes-unshare"))
def unshare(member_id: MemberId, note_id: NoteId) -> None:
    _say(_ask("share_note", member_id, note_id=note_id, shared=False), "notes-unshared")


@app.command(help=text("help-notes-remove"))
def remove(
    member_id: MemberId,
    note_id: NoteId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=text("help-yes"))] = False,
) -> None:
    if yes or sure(text("notes-remove-question", note=note_id)):
        _say(_ask("remove_note", member_id, note_id=note_id), "notes-removed")


@app.command(help=text("help-notes-versions"))
def versions(member_id: MemberId, note_id: NoteId) -> None:
    show_json(_ask("note_versions", member_id, note_id=note_id))


@app.command(help=text("help-notes-export"))
def export(
    member_id: MemberId,
    json_file: Annotated[Path | None, typer.Option("--json", help=text("help-notes-json"))] = None,
    text_file: Annotated[Path | None, typer.Option("--text", help=text("help-notes-text"))] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help=text("help-notes-html"))] = None,
) -> None:
    import json

    from ops import notes
    from ops.private_files import write

    found = list(_all(member_id))
    if json_file is not None:
        write(json_file, json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    if text_file is not None:
        write(text_file, notes.plain(found))
    if html_file is not None:
        write(html_file, notes.page(found))
    if json_file is None and text_file is None and html_file is None:
        show_json(found)


def _all(member_id: str, **about: Any) -> Iterator[dict[str, Any]]:
    """Page by page."""
    from ops.rpc import Rpc

    after: str | None = None
    with Rpc(addresses().amqp_url) as rpc:
        while True:
            page = rpc.call("checkins", "notes", on_behalf_of=member_id, member_id=member_id, after=after, **about)
            yield from page["notes"]
            after = page["next"]
            if after is None:
                return


def _row(note: dict[str, Any]) -> tuple[str, ...]:
    beginning = " ".join(note["text"].split())
    shown = beginning if len(beginning) <= _BEGINNING else beginning[:_BEGINNING] + "…"
    shared = text("notes-is-shared" if note["shared"] else "notes-is-private")
    day = moment(note["changed_at"]).partition(" ")[0]
    return note["note_id"], day, str(note["version"]), shared, ", ".join(note["tags"]), shown


def _ask(method: str, member_id: str, **given: Any) -> Any:
    """In the member's name."""
    return ask("checkins", method, on_behalf_of=member_id, member_id=member_id, **given)


def _sized(words: str) -> str:
    """Raises Problem."""
    if not 0 < len(words) <= 5000:
        raise Problem("notes-bad-length")
    return words


def _named(tags: list[str] | None) -> list[str]:
    """Raises Problem."""
    if tags and (len(tags) > 10 or any(not 0 < len(tag) <= 24 for tag in tags)):
        raise Problem("notes-bad-tags")
    return tags or []


def _say(answer: dict[str, Any], done: str) -> None:
    if answer["refused"]:
        raise Problem("note-refused", reason=answer["refused"], version=str(answer["version"] or ""))
    typer.echo(text(done, note=answer["note_id"], version=str(answer["version"] or "")))
