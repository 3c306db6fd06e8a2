"""Links and QR codes, and the sheet that is printed."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest
import segno
from typer.testing import CliRunner

from ops.cli import app
from ops.commands import links
from ops.link_codes import Card, save_png, sheet, telegram_link, terminal_qr, web_link
from ops.texts import Problem

CODE = "7K3M-9QXD"


class Directory:
    """The directory as the command line asks it."""

    def __init__(self, _url: str) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []

    def __enter__(self) -> Directory:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def call(self, service: str, method: str, *, timeout: float = 10, **asked: object) -> object:
        assert service == "directory"
        people = [{"member_id": f"m{n}", "name": f"Name {n}", "unit_id": "b", "unit_name": "Branch"} for n in (1, 2)]
        match method, asked.get("member_id") or asked.get("unit_id") or asked.get("chat_id"):
            case "issue_link_code", "m1" | "m2":
                return {"code": CODE, "expires_at": "2026-11-22T12:00:00+00:00"}
            case "list_members", "b":
                return people
            case "chats_of", member:
                linked = {"chat_id": "c1", "channel": "web", "linked_at": "2026-11-22T12:00:00+00:00"}
                return [linked] if member == "m1" else []
            case (("revoke_link_code" | "unlink_chat"), who):
                return who in ("m1", "c1")
        raise Problem("rpc-failed", service=service, method=method, error="UnknownMember: x UnknownUnit")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ops.rpc.Rpc", Directory)
    monkeypatch.setattr(links, "run_directory", lambda: tmp_path)
    monkeypatch.setattr("ops.texts.locale", lambda: "en")
    monkeypatch.setenv("ZHIXING_TELEGRAM_BOT", "zhixing_bot")
    monkeypatch.delenv("ZHIXING_WEB_ORIGIN", raising=False)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["directory", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_link_carries_the_code_where_no_server_sees_it() -> None:
    assert web_link("https://chat.example.org/", CODE) == "https://chat.example.org/#link=7K3M9QXD"
    assert telegram_link("zhixing_bot", CODE) == "https://t.me/zhixing_bot?start=7K3M9QXD"


def test_a_code_is_shown_as_a_qr_code_of_its_link() -> None:
    shown = run("link-code", "m1", "--qr", "--url", "https://chat.test")
    assert CODE in shown
    for link in ("https://chat.test/#link=7K3M9QXD", "https://t.me/zhixing_bot?start=7K3M9QXD"):
        assert link in shown
        assert terminal_qr(link).strip() in shown
    assert "https://" not in run("link-code", "m1")


def test_a_qr_code_is_saved_as_an_image_for_its_owner_only(tmp_path: Path) -> None:
    image = tmp_path / "code.png"
    run("link-code", "m1", "--png", str(image), "--url", "https://chat.test")
    expected = io.BytesIO()
    segno.make("https://chat.test/#link=7K3M9QXD", micro=False, error="m").save(expected, kind="png", scale=8)
    assert image.read_bytes() == expected.getvalue()
    assert stat.S_IMODE(image.stat().st_mode) == 0o600
    save_png("x", image)


def test_a_qr_code_needs_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHIXING_TELEGRAM_BOT")
    with pytest.raises(Problem, match="ZHIXING_WEB_ORIGIN"):
        run("link-code", "m1", "--qr")


def test_a_sheet_has_a_card_for_each_member(tmp_path: Path) -> None:
    page = tmp_path / "codes.html"
    assert "2 codes" in run("link-codes", "--unit", "b", "--html", str(page), "--url", "https://chat.test")
    html = page.read_text(encoding="utf-8")
    assert [html.count(part) for part in ("Name 1", "Name 2", CODE, "data:image/svg+xml")] == [1, 1, 2, 4]
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    run("link-codes", "--unit", "b", "--html", str(page), "--unlinked")
    assert "Name 1" not in page.read_text(encoding="utf-8")


def test_a_name_cannot_break_the_sheet() -> None:
    html = sheet("<b>", [Card("<script>", "&", CODE, "11-22 20:00")], None, None)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_codes_are_revoked_and_chats_listed_and_unlinked() -> None:
    assert "was revoked" in run("revoke-code", "m1")
    assert "no unused code" in run("revoke-code", "m2")
    assert "c1" in run("chats", "m1")
    assert "Unlinked" in run("unlink", "c1")
    assert "not linked" in run("unlink", "c2")


@pytest.mark.parametrize("command", [["link-code", "nobody"], ["link-codes", "--unit", "nowhere", "--html", "x"]])
def test_what_is_not_known_is_one_sentence(command: list[str]) -> None:
    with pytest.raises(Problem, match="There is no"):
        run(*command)
