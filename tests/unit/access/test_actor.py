"""A signature is good for one thing, for a while, and made with one of our keys."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import Signer, base64_encode

from shared.access.actor import Actor, Keys, acting, current, for_call, for_message, operator, process
from shared.access.errors import ForgedActor, NoActor, StaleActor
from shared.settings import Settings, SettingsError

NOW = 1_800_000_000.0
OLD, NEW = "old:" + "0a" * 32, "new:" + "0b" * 32
RING = Keys.parse(f"{NEW},{OLD}")
MEMBER = Actor("m1", "telegram", "chat-1")
GOOD_FOR = for_message("c1")


def verify(token: str | None, good_for: str = GOOD_FOR, *, ring: Keys = RING, after: float = 0) -> Actor:
    return ring.verify(token, good_for, max_age=100, now=NOW + after)


def token(actor: Actor = MEMBER, ring: Keys = RING) -> str:
    return ring.sign(actor, GOOD_FOR, now=NOW)


def forged(claims: Any, *, salt: str = "zhixing.actor", derivation: str = "hmac", digest: Any = hashlib.sha256) -> str:
    """With the key that signs, but otherwise; without arguments, as it is signed."""
    signer = Signer(RING.by_id["new"], salt=salt, digest_method=digest, key_derivation=derivation)
    return signer.sign(base64_encode(json.dumps(claims))).decode()


@pytest.mark.parametrize(
    "actor",
    [MEMBER, Actor("m1", "console"), process("timekeeper"), operator("root"), operator("root", on_behalf_of="m1")],
    ids=lambda actor: actor.id,
)
def test_who_signed_is_who_is_read(actor: Actor) -> None:
    assert verify(token(actor)) == actor


def test_a_member_a_process_and_an_operator_are_told_apart() -> None:
    kinds = [(each.is_member, each.is_process, each.is_operator) for each in (MEMBER, process("web"), operator("root"))]
    assert kinds == [(True, False, False), (False, True, False), (False, False, True)]
    assert operator("root", on_behalf_of="m1").is_member


def test_the_first_key_signs_and_every_key_verifies() -> None:
    assert verify(token(), ring=Keys.parse(NEW)) == MEMBER
    assert verify(token(ring=Keys.parse(OLD))) == MEMBER
    assert verify(token(), ring=Keys.parse(f"{OLD},{NEW}")) == MEMBER


@pytest.mark.parametrize("nothing", [None, ""])
def test_without_a_signature_nobody_acts(nothing: str | None) -> None:
    with pytest.raises(NoActor):
        verify(nothing)


def test_a_signature_for_one_message_is_none_for_another() -> None:
    with pytest.raises(ForgedActor, match="something other"):
        verify(token(), for_message("c2"))
    with pytest.raises(ForgedActor, match="something other"):
        verify(token(), for_call("checkins", "standing"))


def test_a_signature_for_one_question_is_none_for_another() -> None:
    asked = RING.sign(MEMBER, for_call("checkins", "standing"), now=NOW)
    assert verify(asked, for_call("checkins", "standing")) == MEMBER
    with pytest.raises(ForgedActor):
        verify(asked, for_call("checkins", "participation"))


@pytest.mark.parametrize(("after", "stale"), [(100, False), (101, True), (-60, False), (-61, True)])
def test_a_signature_that_is_too_old_or_from_the_future_is_stale(after: float, stale: bool) -> None:
    if not stale:
        assert verify(token(), after=after) == MEMBER
        return
    with pytest.raises(StaleActor):
        verify(token(), after=after)


def test_a_key_that_was_taken_out_signs_nothing_any_more() -> None:
    with pytest.raises(ForgedActor, match="ZHIXING_ACTOR_KEYS"):
        verify(token(ring=Keys.parse(OLD)), ring=Keys.parse(NEW))


def test_another_key_under_a_known_name_is_forged() -> None:
    with pytest.raises(ForgedActor):
        verify(token(ring=Keys.parse("new:" + "0c" * 32)))


@pytest.mark.parametrize("other", [{"salt": "itsdangerous"}, {"derivation": "none"}, {"digest": hashlib.sha1}], ids=str)
def test_what_is_signed_in_another_way_is_forged(other: dict[str, Any]) -> None:
    claims = {"sub": "m1", "via": "web", "iat": int(NOW), "aud": GOOD_FOR}
    assert verify(forged(claims)) == Actor("m1", "web")
    with pytest.raises(ForgedActor):
        verify(forged(claims, **other))


def test_another_name_put_into_a_signed_token_is_forged() -> None:
    _, signature = token().rsplit(".", 1)
    other, _ = RING.sign(Actor("m2", "telegram", "chat-1"), GOOD_FOR, now=NOW).rsplit(".", 1)
    with pytest.raises(ForgedActor):
        verify(f"{other}.{signature}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"via": "carrier-pigeon"},
        {"via": None},
        {"sub": ""},
        {"sub": 7},
        {"chat_id": 7},
        {"act": {"sub": 7}},
        {"aud": [GOOD_FOR]},
        {"iat": "soon"},
    ],
    ids=str,
)
def test_claims_of_another_kind_are_forged(wrong: dict[str, object]) -> None:
    claims = {"sub": "m1", "via": "web", "iat": int(NOW), "aud": GOOD_FOR, **wrong}
    with pytest.raises(ForgedActor):
        verify(forged(claims))


@pytest.mark.parametrize("missing", ["sub", "iat", "aud", "via"])
def test_a_claim_that_is_missing_is_forged(missing: str) -> None:
    claims = {"sub": "m1", "via": "web", "iat": int(NOW), "aud": GOOD_FOR}
    del claims[missing]
    with pytest.raises(ForgedActor):
        verify(forged(claims))


@pytest.mark.parametrize("claims", [None, "m1", ["m1"], 7], ids=str)
def test_what_is_signed_and_no_claims_at_all_is_forged(claims: object) -> None:
    with pytest.raises(ForgedActor):
        verify(forged(claims))


@given(st.text(max_size=400))
def test_whatever_is_no_token_is_refused_and_breaks_nothing(text: str) -> None:
    with pytest.raises((ForgedActor, NoActor)):
        verify(text)


@pytest.mark.parametrize(
    "given_keys", ["", ",", "new", "new:", ":" + "0a" * 32, "new:zz", "new:0a0a", f"{NEW},new:" + "0c" * 32]
)
def test_keys_that_are_none_are_one_clear_line_without_the_key(given_keys: str) -> None:
    with pytest.raises(SettingsError, match="ZHIXING_ACTOR_KEYS") as refused:
        Keys.parse(given_keys)
    assert "0a0a" not in str(refused.value)


def test_a_process_without_keys_does_not_start() -> None:
    with pytest.raises(SettingsError, match="not set"):
        Keys.of(Settings(actor_keys=None))


def test_who_acts_is_whoever_is_said_to_act_and_else_the_process() -> None:
    assert current("web") == process("web")
    with acting(MEMBER):
        assert current("web") == MEMBER
        with acting(None):
            assert current("web") == process("web")
    assert current("web") == process("web")
