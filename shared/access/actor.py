"""Who acts, signed (itsdangerous, HMAC with SHA-256), and good for one message or one question only.

People are authenticated at the edges: the bots, the console and the command line. These sign; the service that
receives verifies, and decides by its own knowledge what the actor may do. Processes sign for themselves.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from itsdangerous import BadData, BadSignature, Signer, base64_decode, base64_encode

from shared.access.errors import ForgedActor, NoActor, StaleActor
from shared.settings import Settings, SettingsError

Via = Literal["web", "telegram", "console", "cli", "process"]

PROCESS = "process:"
OPERATOR = "operator:"
#: Seconds by which the clocks of two machines may differ.
SKEW = 60
#: As long as what SHA-256 makes of it.
_KEY_BYTES = 32


@dataclass(frozen=True)
class Actor:
    """``id``: a member's id, ``process:<name>`` or ``operator:<user of the operating system>``."""

    id: str
    via: Via
    #: The chat that they speak from, where it is one.
    chat_id: str | None = None
    #: Who really acts, when it is in somebody else's name (RFC 8693, 4.1).
    by: str | None = None

    @property
    def is_process(self) -> bool:
        return self.id.startswith(PROCESS)

    @property
    def is_operator(self) -> bool:
        return self.id.startswith(OPERATOR)

    @property
    def is_member(self) -> bool:
        return not self.is_process and not self.is_operator


def process(name: str) -> Actor:
    return Actor(PROCESS + name, "process")


def operator(user: str, *, on_behalf_of: str | None = None) -> Actor:
    """Somebody at the command line; they may act in a member's name, which is told."""
    own = OPERATOR + user
    return Actor(on_behalf_of, "cli", by=own) if on_behalf_of else Actor(own, "cli")


def for_message(message_id: str) -> str:
    """What the token of a command is good for."""
    return f"message:{message_id}"


def for_call(service: str, method: str) -> str:
    """What the token of a question is good for."""
    return f"rpc:{service}.{method}"


@dataclass(frozen=True)
class Keys:
    """The key ring: the first key signs, every key verifies."""

    by_id: dict[str, bytes]

    @cached_property
    def _signer(self) -> Signer:
        # It takes the newest key last. Keys are derived here once, and one signer serves for all: a serializer of
        # itsdangerous does both for each token, which is half of the time of verifying one.
        how: dict[str, Any] = {"salt": "zhixing.actor", "digest_method": hashlib.sha256}
        keys = [Signer(key, key_derivation="hmac", **how).derive_key() for key in reversed(self.by_id.values())]
        return Signer(keys, key_derivation="none", **how)

    @classmethod
    def of(cls, settings: Settings) -> Keys:
        """Raises SettingsError for no key, or what is none."""
        given = settings.actor_keys.get_secret_value() if settings.actor_keys else ""
        return cls.parse(given)

    @classmethod
    def parse(cls, given: str) -> Keys:
        """``kid:hex,kid:hex``. Raises SettingsError."""
        found: dict[str, bytes] = {}
        for number, part in enumerate(filter(None, (each.strip() for each in given.split(","))), start=1):
            kid, _, digits = part.partition(":")
            try:
                key = bytes.fromhex(digits)
            except ValueError:
                key = b""
            if not kid or len(key) < _KEY_BYTES or kid in found:
                raise SettingsError(f"ZHIXING_ACTOR_KEYS: key {number} is not <own name>:<at least 64 hex digits>")
            found[kid] = key
        if not found:
            raise SettingsError("ZHIXING_ACTOR_KEYS: not set; expected <name>:<64 hex digits>, the newest first")
        return cls(found)

    def sign(self, actor: Actor, good_for: str, *, now: float | None = None) -> str:
        """``good_for``: see ``for_message`` and ``for_call``."""
        claims: dict[str, Any] = {
            "sub": actor.id,
            "via": actor.via,
            "iat": int(time.time() if now is None else now),
            "aud": good_for,
        }
        if actor.chat_id:
            claims["chat_id"] = actor.chat_id
        if actor.by:
            claims["act"] = {"sub": actor.by}
        return self._signer.sign(base64_encode(json.dumps(claims, separators=(",", ":")))).decode()

    def verify(self, token: str | None, good_for: str, *, max_age: float, now: float | None = None) -> Actor:
        """``max_age`` in seconds. Raises NoActor, ForgedActor, StaleActor."""
        if not token:
            raise NoActor(f"nobody signed {good_for}")
        claims = self._claims(token)
        if claims["aud"] != good_for:
            raise ForgedActor(f"signed for something other than {good_for}")
        age = (time.time() if now is None else now) - claims["iat"]
        if age > max_age:
            raise StaleActor(f"signed {age:.0f} s ago; at most {max_age:.0f} s count")
        if age < -SKEW:
            raise StaleActor(f"signed {-age:.0f} s in the future")
        return _actor(claims)

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            claims = json.loads(base64_decode(self._signer.unsign(token)))
        except BadSignature:
            raise ForgedActor("not signed with a key that is in ZHIXING_ACTOR_KEYS") from None
        except (BadData, ValueError) as error:
            # Its text may quote what was given; its class says enough.
            raise ForgedActor(type(error).__name__) from None
        kinds = {"sub": str, "iat": int, "aud": str}
        if not isinstance(claims, dict) or not all(isinstance(claims.get(key), kinds[key]) for key in kinds):
            raise ForgedActor("claims of the wrong kind")
        return claims


def _actor(claims: dict[str, Any]) -> Actor:
    act = claims.get("act")
    by = act.get("sub") if isinstance(act, dict) else None
    actor = Actor(claims["sub"], claims.get("via"), claims.get("chat_id"), by)  # type: ignore[arg-type]
    told = (actor.chat_id, actor.by)
    if not actor.id or actor.via not in get_args(Via) or not all(isinstance(each, str | None) for each in told):
        raise ForgedActor("claims of the wrong kind")
    return actor


_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)


@contextlib.contextmanager
def acting(actor: Actor | None) -> Iterator[None]:
    """Whatever is asked of services inside the block is asked by this actor; None: by the process itself."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def current(process_name: str) -> Actor:
    """Who acts now; the process itself where nobody else does."""
    return _acting.get() or process(process_name)
