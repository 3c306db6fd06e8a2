"""What an entrypoint declares, and that the policy is not forgotten."""

from __future__ import annotations

import pytest

from shared.access import consultation
from shared.access.actor import Actor, operator, process
from shared.access.asker import Asker, UnknownActor
from shared.access.consultation import Unasked, deciding
from shared.access.copies import grants_in, grants_of, held_at, rows
from shared.access.errors import Forbidden, NoActor
from shared.access.permission import At, Fact, Permission, Process, Public, Self, Undeclared
from shared.access.policy import Grant, may
from shared.events.directory import GrantAt, MemberRegistered, PersonName

MEMBER, OTHER = Actor("m1", "web"), Actor("m2", "web")
CLOCK, WEB = process("timekeeper"), process("web")
OPERATOR = operator("root")
EVERYBODY = (MEMBER, OTHER, CLOCK, WEB, OPERATOR)


@pytest.mark.parametrize(
    ("permission", "admitted"),
    [
        (Self("member_id"), {MEMBER}),
        (At("see-figures"), {MEMBER, OTHER, OPERATOR}),
        (At("handle-incident", by="actor_id"), {OTHER}),
        (Process(), {CLOCK, WEB}),
        (Process("timekeeper"), {CLOCK}),
        (Self("member_id") | Process("web"), {MEMBER, WEB}),
        (Public("for a reason"), set(EVERYBODY)),
        (Fact(), set(EVERYBODY)),
        (Undeclared(), set()),
    ],
    ids=lambda value: str(value) if isinstance(value, Permission) else "",
)
def test_a_permission_admits(permission: Permission, admitted: set[Actor]) -> None:
    given = {"member_id": "m1", "actor_id": "m2"}
    assert {actor for actor in EVERYBODY if _admits(permission, actor, given)} == admitted


def _admits(permission: Permission, actor: Actor, given: dict[str, str]) -> bool:
    try:
        permission.admit(actor, given)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize(
    "permission", [Self("member_id"), At("see-figures"), Process(), Self("a") | Process()], ids=str
)
def test_whoever_has_to_sign_is_somebody(permission: Permission) -> None:
    with pytest.raises(NoActor):
        permission.admit(None, {})


def test_of_two_permissions_the_one_that_admits_says_whether_the_policy_is_asked() -> None:
    either = Process("console") | At("see-members")
    assert either.must_ask(MEMBER, {}) is True
    assert either.must_ask(process("console"), {}) is False


def test_an_entrypoint_that_forgets_the_policy_fails() -> None:
    with pytest.raises(Unasked, match="one did not ask"), deciding("one"):
        pass


def test_an_entrypoint_that_asks_or_finds_nothing_to_decide_about_does_not_fail() -> None:
    with deciding("one"):
        may([], "see-figures", "/d")
    with deciding("two"):
        consultation.nothing_to_decide()


def test_nothing_is_committed_before_the_policy_was_asked() -> None:
    with deciding("one"):
        with pytest.raises(Unasked):
            consultation.required()
        may([], "see-figures", "/d")
        consultation.required()
    consultation.required()


def test_who_asks_is_judged_by_the_grants_that_are_kept_now() -> None:
    kept = {"m1": (Grant("secretary", "/d/s"),)}
    assert Asker(MEMBER, kept.get).may("see-missing", "/d/s/b")
    kept["m1"] = (Grant("member", "/d/s"),)
    assert not Asker(MEMBER, kept.get).may("see-missing", "/d/s/b")
    with pytest.raises(Forbidden, match="m1 may not see-missing at /d/s"):
        Asker(MEMBER, kept.get).require("see-missing", "/d/s")


def test_about_themselves_a_member_may_more_than_about_others() -> None:
    asker = Asker(MEMBER, lambda _member_id: (Grant("member", "/d/s"),))
    asker.require_for("m1", "issue-link-code", "/d/s")
    with pytest.raises(Forbidden):
        asker.require_for("m2", "issue-link-code", "/d/s")


def test_a_member_whom_nobody_knows_yet_is_asked_about_again_later() -> None:
    with pytest.raises(UnknownActor):
        Asker(MEMBER, lambda _member_id: None).may("see-figures", "/d")


def test_an_operator_needs_no_grant_and_a_process_has_none() -> None:
    assert Asker(OPERATOR, lambda _member_id: None).may("change-tree", "/d")
    assert not Asker(CLOCK, lambda _member_id: None).may("change-tree", "/d")


def registered(**fields: object) -> MemberRegistered:
    told: dict[str, object] = {
        "member_id": "m1",
        "kind": "full",
        "unit_id": "s",
        "unit_path": "/d/s",
        "person": PersonName(name="Li Lei"),
        "locale": "en",
        "version": 1,
        "roles": ["secretary"],
        **fields,
    }
    return MemberRegistered.model_validate(told)


def test_grants_are_the_roles_at_the_unit_and_those_held_elsewhere() -> None:
    elsewhere = GrantAt(role="auditor", unit_id="d", unit_path="/d")
    own = GrantAt(role="secretary", unit_id="s", unit_path="/d/s")
    found = grants_of(registered(grants=[own, elsewhere]))
    assert found == (Grant("member", "/d/s"), Grant("secretary", "/d/s"), Grant("auditor", "/d"))


def test_who_left_has_no_grants_whatever_is_still_told() -> None:
    assert grants_of(registered(status="left")) == ()


def test_grants_are_kept_and_read_and_those_of_an_older_copy_are_its_roles() -> None:
    held = held_at("/d/s", ["secretary"])
    assert grants_in({"unit_path": "/d/s", "grants": rows(held)}) == held
    assert grants_in({"unit_path": "/d/s", "roles": ["secretary"]}) == held
    assert grants_in({"unit_path": "/d/s"}) == (Grant("member", "/d/s"),)
    assert grants_in({"unit_path": "/d/s", "roles": ["secretary"], "grants": []}) == ()
