"""The commands about members, transfers, leave and keys: what they ask, and the one sentence they answer with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from ops.cli import app
from ops.texts import Problem
from tests.unit.ops.standing import Standing, asked_instead

CARD = {
    "member_id": "m1",
    "name": "Li Lei",
    "kind": "full",
    "unit_id": "a",
    "unit_name": "Branch A",
    "unit_path": "/d/a",
    "locale": "en",
    "status": "active",
    "positions": ["organiser"],
    "roles": ["reporter"],
    "grants": [
        {"role": "reporter", "unit_id": "a", "unit_name": "Branch A", "unit_path": "/d/a"},
        {"role": "auditor", "unit_id": "b", "unit_name": "Branch B", "unit_path": "/d/b"},
    ],
    "joined_on": "2011-07-01",
    "employee_number": "7",
    "since": None,
    "contacts": {"phone": "138****5678", "email": None},
    "leaves": [{"leave_id": "l1", "first_day": "2026-03-02", "last_day": "2026-03-03", "reason": "sick"}],
}


class Directory(Standing):
    def call(self, service: str, method: str, *, timeout: float = 10, **given: Any) -> Any:
        answer = super().call(service, method, timeout=timeout, **given)
        return answer.pop(0) if method == "rotate_contact_keys" else answer


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    with asked_instead(Directory(), monkeypatch) as standing:
        yield standing


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*arguments: str) -> str:
    with pytest.raises(Problem) as problem:
        CliRunner().invoke(app, arguments, catch_exceptions=False)
    return str(problem.value)


def test_members_are_listed_with_masked_phones_and_all_their_roles(directory: Directory) -> None:
    directory.answers["members"] = {"members": [CARD], "next": "m1"}
    shown = run("members", "list", "--unit", "d", "--phone", "138 1234 5678", "--role", "auditor", "--limit", "1")
    assert "138****5678" in shown
    assert "reporter, auditor (Branch B)" in shown
    assert "Only the first 1" in shown
    assert directory.last == (
        "members",
        {"unit_id": "d", "wanted": {"role": "auditor", "phone": "138 1234 5678"}, "after": None, "limit": 1},
    )


def test_pages_are_asked_for_until_there_are_enough(directory: Directory) -> None:
    pages = iter([{"members": [CARD] * 200, "next": "m200"}, {"members": [CARD] * 10, "next": None}])
    directory.call = lambda *_a, **given: directory.asked.append(("members", given)) or next(pages)  # type: ignore[method-assign, func-returns-value]
    assert len(json.loads(run("members", "list", "--limit", "300", "--json"))) == 210
    assert [given["after"] for _, given in directory.asked] == [None, "m200"]
    assert [given["limit"] for _, given in directory.asked] == [300, 100]


def test_a_member_is_shown_with_what_is_past(directory: Directory) -> None:
    directory.answers["member"] = CARD
    past = {"unit_id": "z", "path": "/d/z", "since": None, "until": "2026-01-01T00:00:00+00:00", "cause": "registered"}
    directory.answers["member_units"] = [past, {**past, "unit_id": "a", "path": "/d/a", "until": None}]
    shown = run("members", "show", "m1")
    for part in ("2026-03-02", "sick", "/d/z", "2026-01-01", "organiser", "2011-07-01"):
        assert part in shown
    directory.answers["member"] = None
    assert "m9" in refused("members", "show", "m9")


def test_registering_leaves_what_is_not_given_as_it_is(directory: Directory) -> None:
    directory.answers |= {"member": CARD, "register_member_now": {"refused": None, "changed": True}}
    assert "m1 is registered at b" in run("members", "register", "m1", "--unit", "b", "--phone", "13812345678")
    sent = directory.last[1]["member"]
    assert (sent["unit_id"], sent["person"], sent["roles"], sent["status"]) == ("b", {"name": "Li Lei"}, None, None)
    assert sent["contacts"] == {"phone": "13812345678", "email": None}


def test_a_new_member_needs_a_unit_and_a_name(directory: Directory) -> None:
    directory.answers["member"] = None
    assert "unit_id" in refused("members", "register", "m2", "--name", "Han Mei", "--kind", "full")
    assert [method for method, _ in directory.asked] == ["member"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("unknown-member", "no member m1"),
        ("unknown-unit", "no unit b"),
        ("closed-unit", "closed"),
        ("has-left", "has left"),
    ],
)
def test_a_role_that_cannot_be_given_gets_one_sentence(directory: Directory, reason: str, said: str) -> None:
    directory.answers["grant_role"] = {"refused": reason, "changed": False}
    assert said in refused("members", "grant", "m1", "auditor", "b")


def test_roles_are_given_and_taken_and_a_status_is_set(directory: Directory) -> None:
    for method in ("grant_role", "revoke_role", "set_member_status"):
        directory.answers[method] = {"refused": None, "changed": True}
    assert "m1 now is auditor at b" in run("members", "grant", "m1", "auditor", "b")
    assert "m1 no longer is auditor" in run("members", "revoke", "m1", "auditor", "b")
    assert "retired" in run("members", "set-status", "m1", "retired")
    directory.answers["set_member_status"]["changed"] = False
    assert "so already" in run("members", "set-status", "m1", "retired")


def test_contacts_are_shown_in_the_clear_in_somebodys_name(directory: Directory) -> None:
    directory.answers["contacts"] = {"phone": "+8613812345678", "email": None}
    assert "+8613812345678" in run("members", "contacts", "m1", "--as", "sec-a")
    assert directory.last == ("contacts", {"member_id": "m1", "on_behalf_of": "sec-a"})
    directory.answers["contacts"] = Problem("rpc-failed", service="directory", method="contacts", error="UnknownMember")
    assert "no member m1" in refused("members", "contacts", "m1")


def test_a_transfer_is_asked_for_in_the_members_own_name(directory: Directory) -> None:
    directory.answers["request_transfer_now"] = {"refused": None}
    said = run("transfers", "request", "m1", "b", "--reason", "moved")
    method, given = directory.last
    assert (method, given["member_id"], given["actor_id"]) == ("request_transfer_now", "m1", "m1")
    assert given["transfer_id"] in said


def test_a_transfer_is_decided_in_somebodys_name_with_a_reason_where_it_is_refused(directory: Directory) -> None:
    directory.answers["decide_transfer_now"] = {"refused": None}
    run("transfers", "accept", "t1", "--as", "sec-b")
    assert directory.last[1]["accepted"] is True
    assert "--reason" in refused("transfers", "refuse", "t1", "--as", "sec-b", "--reason", " ")
    directory.answers["decide_transfer_now"] = {"refused": "over"}
    assert "was decided" in refused("transfers", "refuse", "t1", "--as", "sec-b", "--reason", "no room")


def test_leave_is_asked_for_with_days_that_are_days(directory: Directory) -> None:
    directory.answers["request_leave_now"] = {"refused": "overlaps"}
    assert "2026-3-1x" in refused("leave", "request", "m1", "2026-3-1x", "2026-03-03", "--reason", "sick")
    assert directory.asked == []
    assert "already" in refused("leave", "request", "m1", "2026-03-02", "2026-03-03", "--reason", "sick")
    assert directory.last[1]["actor_id"] == "m1"


def test_what_waits_for_somebody_is_shown(directory: Directory) -> None:
    leave = {"leave_id": "l1", "name": "Li Lei", "first_day": "2026-03-02", "last_day": "2026-03-03"}
    waiting = {**leave, "reason": "sick", "state": "requested", "cut_short": False}
    directory.answers["pending_for"] = {"transfers": [], "leaves": [waiting]}
    shown = run("members", "pending", "sec-a")
    assert "l1" in shown
    assert "waiting" in shown
    directory.answers["pending_for"] = {"transfers": [], "leaves": []}
    assert "Nothing waits" in run("members", "pending", "sec-a")


def test_keys_are_changed_portion_by_portion_and_what_is_left_is_said(directory: Directory) -> None:
    directory.answers["contacts_under_old_keys"] = 0
    directory.answers["rotate_contact_keys"] = [
        {"renewed": 200, "unreadable": 0, "next": "m200"},
        {"renewed": 5, "unreadable": 0, "next": None},
    ]
    assert "205 encrypted anew; 0 left" in run("people", "rotate-keys")


def test_contacts_that_no_key_opens_are_a_failure_that_is_named(directory: Directory) -> None:
    directory.answers["contacts_under_old_keys"] = 3
    directory.answers["rotate_contact_keys"] = [{"renewed": 1, "unreadable": 3, "next": None}]
    result = CliRunner().invoke(app, ["people", "rotate-keys"])
    assert result.exit_code == 1
    assert "3 left" in result.output
    assert "ZHIXING_DATA_KEYS" in result.output
