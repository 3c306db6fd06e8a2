"""The part of ``zhixing directory`` about linked chats and the codes that link them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ops.commands.directory import directory as directory
from ops.commands.running import addresses
from ops.commands.tables import moment
from ops.places import run_directory
from ops.settings import LaptopSettings
from ops.supervision.endpoints import read_endpoints
from ops.texts import Problem, text
from shared.i18n import local_time
from shared.settings import load

if TYPE_CHECKING:
    from ops.rpc import Rpc

Member = Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))]
Page = Annotated[str | None, typer.Option("--url", help=text("help-link-url"))]


@directory.command("link-code", help=text("help-link-code"))
def link_code(
    member_id: Member,
    minutes: Annotated[int, typer.Option(min=1, max=3 * 24 * 60, help=text("help-link-minutes"))] = 15,
    qr: Annotated[bool, typer.Option("--qr", help=text("help-link-qr"))] = False,
    png: Annotated[Path | None, typer.Option(dir_okay=False, help=text("help-link-png"))] = None,
    url: Page = None,
) -> None:
    from ops.link_codes import save_png, telegram_link, terminal_qr, web_link
    from ops.rpc import Rpc

    settings = load(LaptopSettings)
    page = _page(url, settings)
    if (qr or png) and not page and not settings.telegram_bot:
        raise Problem("link-no-address")
    with Rpc(addresses().amqp_url) as rpc:
        code, expires = _issue(rpc, member_id, minutes, settings.zone)
    typer.echo(text("link-code", code=code, expires=expires))
    links = [web_link(page, code)] if page else []
    links += [telegram_link(settings.telegram_bot, code)] if settings.telegram_bot else []
    if not (qr or png):
        return
    for link in links:
        typer.echo(link)
        if qr:
            typer.echo(terminal_qr(link))
    if png:
        try:
            save_png(links[0], png)
        except OSError as error:
            raise Problem("file-not-written", path=str(png), why=error.strerror or "") from None
        typer.echo(text("file-written", path=str(png)))


@directory.command("link-codes", help=text("help-link-codes"))
def link_codes(
    unit: Annotated[str, typer.Option(help=text("help-unit"))],
    html: Annotated[Path, typer.Option(dir_okay=False, help=text("help-link-html"))],
    hours: Annotated[int, typer.Option(min=1, max=72, help=text("help-link-hours"))] = 24,
    unlinked: Annotated[bool, typer.Option("--unlinked", help=text("help-link-unlinked"))] = False,
    url: Page = None,
) -> None:
    from rich.progress import track

    from ops.link_codes import Card, sheet
    from ops.rpc import Rpc

    settings = load(LaptopSettings)
    page = _page(url, settings)
    cards: list[Card] = []
    with Rpc(addresses().amqp_url) as rpc:
        members = _members(rpc, unit)
        for member in track(members, description=text("link-codes-progress"), transient=True):
            if unlinked and rpc.call("directory", "chats_of", member_id=member["member_id"]):
                continue
            code, expires = _issue(rpc, member["member_id"], hours * 60, settings.zone)
            cards.append(Card(member["name"], member["unit_name"], code, expires))
    if not cards:
        raise Problem("link-codes-nobody", unit=unit)
    title = next((each["unit_name"] for each in members if each["unit_id"] == unit), unit)
    try:
        # The codes are as good as keys until they expire.
        html.touch(mode=0o600)
        html.chmod(0o600)
        html.write_text(sheet(title, cards, page, settings.telegram_bot), encoding="utf-8")
    except OSError as error:
        raise Problem("file-not-written", path=str(html), why=error.strerror or "") from None
    typer.echo(text("link-codes-written", count=len(cards), path=str(html), expires=cards[0].expires))


@directory.command("revoke-code", help=text("help-revoke-code"))
def revoke_code(member_id: Member) -> None:
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        revoked = _of_member(rpc, "revoke_link_code", member_id)
    typer.echo(text("code-revoked" if revoked else "code-none", member=member_id))


@directory.command(help=text("help-chats"))
def chats(member_id: Member) -> None:
    from rich.console import Console
    from rich.table import Table

    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        found = rpc.call("directory", "chats_of", member_id=member_id)
    table = Table()
    for column in ("chat", "channel", "linked"):
        table.add_column(text(f"column-{column}"), overflow="fold")
    for chat in found:
        table.add_row(chat["chat_id"], chat["channel"], moment(chat["linked_at"]))
    Console().print(table)


@directory.command(help=text("help-unlink"))
def unlink(chat_id: Annotated[str, typer.Argument(metavar="CHAT", help=text("help-chat"))]) -> None:
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        gone = rpc.call("directory", "unlink_chat", chat_id=chat_id)
    typer.echo(text("chat-unlinked" if gone else "chat-not-linked", chat=chat_id))


def _issue(rpc: Rpc, member_id: str, minutes: int, zone: str) -> tuple[str, str]:
    """The code, and until when it is good as people in the zone read it."""
    issued = _of_member(rpc, "issue_link_code", member_id, minutes=minutes)
    return issued["code"], local_time(datetime.fromisoformat(issued["expires_at"]), zone)


def _of_member(rpc: Rpc, method: str, member_id: str, **more: Any) -> Any:
    try:
        return rpc.call("directory", method, member_id=member_id, **more)
    except Problem as problem:
        if "UnknownMember" in str(problem):
            raise Problem("member-unknown", member=member_id) from None
        raise


def _members(rpc: Rpc, unit_id: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = rpc.call("directory", "list_members", unit_id=unit_id, timeout=60)
    except Problem as problem:
        if "UnknownUnit" in str(problem):
            raise Problem("unit-unknown", unit=unit_id) from None
        raise
    return found


def _page(given: str | None, settings: LaptopSettings) -> str | None:
    """Where browsers find the chat page: as given, or as set, or of the system that runs here."""
    endpoints = read_endpoints(run_directory())
    return given or settings.web_origin or (endpoints.web_url if endpoints else None)
