"""``zhixing members list|show|register|set-status|grant|revoke|pending``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ops.commands.asking import ask
from ops.commands.running import addresses
from ops.commands.tables import show_json, show_table
from ops.texts import Problem, text
from shared.events.directory import Locale, MemberKind, MemberStatus, Position, RegisterMember, Role

app = typer.Typer(help=text("help-members-group"), no_args_is_help=True)

MemberId = Annotated[str, typer.Argument(metavar="MEMBER", help=text("help-member"))]
AsJson = Annotated[bool, typer.Option("--json", help=text("help-json"))]
Unit = Annotated[str | None, typer.Option("--unit", help=text("help-members-unit"))]
Kind = Annotated[MemberKind | None, typer.Option("--kind", help=text("help-members-kind"))]
Status = Annotated[MemberStatus | None, typer.Option("--status", help=text("help-members-status"))]
Phone = Annotated[str | None, typer.Option("--phone", help=text("help-members-phone"))]
Number = Annotated[str | None, typer.Option("--employee-number", help=text("help-members-number"))]
RoleName = Annotated[Role, typer.Argument(metavar="ROLE", help=text("help-members-role"))]
UnitId = Annotated[str, typer.Argument(metavar="UNIT", help=text("help-members-grant-unit"))]


@app.command("list", help=text("help-members-list"))
def list_members(
    unit: Annotated[str | None, typer.Option("--unit", help=text("help-unit"))] = None,
    kind: Kind = None,
    status: Status = None,
    role: Annotated[Role | None, typer.Option("--role", help=text("help-members-role"))] = None,
    position: Annotated[Position | None, typer.Option("--position", help=text("help-members-position"))] = None,
    employee_number: Number = None,
    phone: Phone = None,
    name: Annotated[str | None, typer.Option("--name", help=text("help-members-part"))] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help=text("help-members-limit"))] = 50,
    as_json: AsJson = False,
) -> None:
    wanted = {
        "kind": kind,
        "status": status,
        "role": role,
        "position": position,
        "employee_number": employee_number,
        "phone": phone,
        "name": name,
    }
    asked = {key: value for key, value in wanted.items() if value is not None}
    found, more = _pages(unit, asked, limit)
    if as_json:
        show_json(found)
        return
    columns = ("column-member", "column-person", "column-unit", "column-kind", "column-status", "column-roles")
    show_table((*columns, "column-phone"), map(_row, found))
    if more:
        typer.echo(text("members-more", limit=str(limit)))


@app.command(help=text("help-members-show"))
def show(member_id: MemberId, as_json: AsJson = False) -> None:
    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        member = rpc.call("directory", "member", member_id=member_id)
        if member is None:
            raise Problem("member-unknown", member=member_id)
        units = rpc.call("directory", "member_units", member_id=member_id)
    if as_json:
        show_json({**member, "units": units})
        return
    grants = [f"{text('role', role=each['role'])} ({each['unit_name']})" for each in member["grants"]]
    leaves = [
        f"{each['first_day']} – {each['last_day']} {text('leave-reason', reason=each['reason'])}"
        for each in member["leaves"]
    ]
    facts = {
        "column-member": member["member_id"],
        "column-person": member["name"],
        "column-unit": f"{member['unit_name']} ({member['unit_path']})",
        "column-kind": text("member-kind", kind=member["kind"]),
        "column-status": text("member-status", status=member["status"]),
        "column-positions": ", ".join(text("position", position=each) for each in member["positions"]),
        "column-roles": "\n".join(grants),
        "column-joined-on": member["joined_on"] or "",
        "column-employee-number": member["employee_number"] or "",
        "column-phone": member["contacts"]["phone"] or "",
        "column-email": member["contacts"]["email"] or "",
        "column-leaves": "\n".join(leaves),
        "column-before": "\n".join(f"{each['path']} (– {each['until'][:10]})" for each in units if each["until"]),
    }
    show_table(("column-what", "column-value"), [(text(key), value) for key, value in facts.items() if value])


@app.command(help=text("help-members-register"))
def register(
    member_id: MemberId,
    unit: Unit = None,
    name: Annotated[str | None, typer.Option("--name", help=text("help-members-name"))] = None,
    kind: Kind = None,
    locale: Annotated[Locale | None, typer.Option("--locale", help=text("help-members-locale"))] = None,
    zone: Annotated[str | None, typer.Option("--zone", help=text("help-members-zone"))] = None,
    role: Annotated[list[str] | None, typer.Option("--role", help=text("help-members-roles"))] = None,
    position: Annotated[list[str] | None, typer.Option("--position", help=text("help-members-position"))] = None,
    phone: Phone = None,
    email: Annotated[str | None, typer.Option("--email", help=text("help-members-email"))] = None,
    employee_number: Number = None,
    joined_on: Annotated[str | None, typer.Option("--joined-on", help=text("help-members-joined"))] = None,
    status: Status = None,
) -> None:
    from pydantic import ValidationError

    from ops.rpc import Rpc

    with Rpc(addresses().amqp_url) as rpc:
        known = rpc.call("directory", "member", member_id=member_id) or {}
        wanted = {
            "member_id": member_id,
            "unit_id": unit or known.get("unit_id"),
            "person": {"name": name or known.get("name")},
            "kind": kind or known.get("kind"),
            "locale": locale or known.get("locale") or "zh-CN",
            "zone": zone,
            # Not given: as they are, for a member who is known.
            "roles": role or (None if known else []),
            "positions": position or None,
            "contacts": None if phone is None and email is None else {"phone": phone, "email": email},
            "employee_number": employee_number,
            "joined_on": joined_on,
            "status": status,
        }
        try:
            member = RegisterMember.model_validate(wanted)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise Problem("members-bad-field", field=str(first["loc"][-1]), error=first["msg"]) from None
        answer = rpc.call("directory", "register_member_now", member=member.model_dump(mode="json"))
    _say(answer, "members-registered", member=member_id, unit=member.unit_id)


@app.command(help=text("help-members-contacts"))
def contacts(
    member_id: MemberId, actor: Annotated[str | None, typer.Option("--as", help=text("help-members-as"))] = None
) -> None:
    try:
        found = ask("directory", "contacts", member_id=member_id, on_behalf_of=actor)
    except Problem as problem:
        if "UnknownMember" in str(problem):
            raise Problem("member-unknown", member=member_id) from None
        if "ContactsUnreadable" in str(problem):
            raise Problem("members-contacts-unreadable", member=member_id) from None
        raise
    rows = [(text(f"column-{key}"), found[key] or "") for key in ("phone", "email")]
    show_table(("column-what", "column-value"), rows)


@app.command("set-status", help=text("help-members-set-status"))
def set_status(
    member_id: MemberId,
    status: Annotated[MemberStatus, typer.Argument(metavar="STATUS", help=text("help-members-status"))],
) -> None:
    answer = ask("directory", "set_member_status", member_id=member_id, status=status)
    shown = text("member-status", status=status)
    _say(answer, "members-status-set", member=member_id, status=shown)


@app.command(help=text("help-members-grant"))
def grant(member_id: MemberId, role: RoleName, unit_id: UnitId) -> None:
    answer = ask("directory", "grant_role", member_id=member_id, role=role, unit_id=unit_id)
    _say(answer, "members-granted", member=member_id, unit=unit_id, role=text("role", role=role))


@app.command(help=text("help-members-revoke"))
def revoke(member_id: MemberId, role: RoleName, unit_id: UnitId) -> None:
    answer = ask("directory", "revoke_role", member_id=member_id, role=role, unit_id=unit_id)
    _say(answer, "members-revoked", member=member_id, unit=unit_id, role=text("role", role=role))


@app.command(help=text("help-members-pending"))
def pending(member_id: MemberId, as_json: AsJson = False) -> None:
    from ops.commands.leave import show_leaves
    from ops.commands.transfers import show_transfers

    try:
        found = ask("directory", "pending_for", member_id=member_id, on_behalf_of=member_id)
    except Problem as problem:
        if "UnknownMember" in str(problem):
            raise Problem("member-unknown", member=member_id) from None
        raise
    if as_json:
        show_json(found)
    elif not found["transfers"] and not found["leaves"]:
        typer.echo(text("members-nothing-pending"))
    else:
        if found["transfers"]:
            show_transfers(found["transfers"])
        if found["leaves"]:
            show_leaves(found["leaves"])


def _pages(unit: str | None, wanted: dict[str, Any], limit: int) -> tuple[list[dict[str, Any]], bool]:
    from ops.rpc import Rpc

    found: list[dict[str, Any]] = []
    after = None
    with Rpc(addresses().amqp_url) as rpc:
        while True:
            try:
                page = rpc.call(
                    "directory", "members", unit_id=unit, wanted=wanted, after=after, limit=limit - len(found)
                )
            except Problem as problem:
                if "UnknownUnit" in str(problem):
                    raise Problem("members-refused", reason="unknown-unit", member="", unit=unit or "") from None
                if "phone" in wanted and "ValueError" in str(problem):
                    raise Problem("members-refused", reason="unusable-phone", member="", unit="") from None
                raise
            found += page["members"]
            after = page["next"]
            if after is None or len(found) >= limit:
                return found, after is not None


def _row(member: dict[str, Any]) -> tuple[str, ...]:
    held = [
        text("role", role=each["role"])
        if each["unit_id"] == member["unit_id"]
        else f"{text('role', role=each['role'])} ({each['unit_name']})"
        for each in member["grants"]
        if each["role"] != "member"
    ]
    return (
        member["member_id"],
        member["name"],
        member["unit_name"],
        text("member-kind", kind=member["kind"]),
        text("member-status", status=member["status"]),
        ", ".join(held),
        member["contacts"]["phone"] or "",
    )


def _say(answer: dict[str, Any], done: str, **facts: str) -> None:
    """One sentence; raises Problem for a refusal."""
    if answer["refused"]:
        raise Problem("members-refused", reason=answer["refused"], member=facts["member"], unit=facts.get("unit", ""))
    typer.echo(text(done if answer["changed"] else "members-unchanged", **facts))
