"""Contacts at rest: encrypted under a ring of keys, found by a keyed hash, shown masked.

The ring is a list of Fernet keys: the first encrypts, all decrypt. The phone is hashed in its E.164 form (ITU-T E.164)
by HMAC-SHA256 under a key that HKDF (RFC 5869) derives from the lookup key. See docs/decisions/0015.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence

import phonenumbers
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.directory.members.model import SealedContacts
from shared.events.directory import Contacts

#: Phones without a country code are of this one.
REGION = "CN"


class UnusablePhone(ValueError):
    """What was given is no phone number."""


class ContactsUnreadable(Exception):
    """No key of the ring opens them, or they were sealed for another member."""


class Safe:
    """``keys`` are Fernet keys, the one to encrypt under first. Raises ValueError for what is no key."""

    def __init__(self, keys: Sequence[str], lookup_key: str) -> None:
        self._ring = MultiFernet([Fernet(key) for key in keys])
        self._key = key_name(keys[0])
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"zhixing/directory/phone")
        self._lookup_key = derived.derive(lookup_key.encode())
        self._lookup = key_name(lookup_key)

    def seal(self, member_id: str, contacts: Contacts) -> SealedContacts | None:
        """None where there is nothing to keep. Raises UnusablePhone."""
        phone = e164(contacts.phone) if contacts.phone else None
        if not phone and not contacts.email:
            return None
        # The member is part of it: what is copied to another member does not open.
        content = {"member_id": member_id, "phone": phone, "email": contacts.email or None}
        token = self._ring.encrypt(json.dumps(content).encode()).decode("ascii")
        return SealedContacts(token, self._key, self.phone_hash(phone) if phone else None, self._lookup)

    def open(self, member_id: str, sealed: SealedContacts) -> Contacts:
        """Raises ContactsUnreadable."""
        try:
            content = json.loads(self._ring.decrypt(sealed.token.encode("ascii")))
        except InvalidToken:
            raise ContactsUnreadable(member_id) from None
        if content["member_id"] != member_id:
            raise ContactsUnreadable(member_id)
        return Contacts(phone=content["phone"], email=content["email"])

    def changed(self, member_id: str, given: Contacts, before: SealedContacts | None) -> SealedContacts | None:
        """``before`` with what is given in its place: None leaves a field as it is, an empty text clears it.

        The very same object where nothing changed, for no two seals are alike. Raises UnusablePhone.
        """
        try:
            known = self.open(member_id, before) if before else Contacts()
        except ContactsUnreadable:
            known = Contacts()
        wanted = Contacts(
            phone=known.phone if given.phone is None else e164(given.phone) if given.phone else None,
            email=known.email if given.email is None else given.email.strip() or None,
        )
        return before if before and wanted == known else self.seal(member_id, wanted)

    def is_current(self, sealed: SealedContacts) -> bool:
        """Whether it was sealed and hashed under the present keys."""
        return sealed.key == self._key and sealed.lookup == self._lookup

    @property
    def names(self) -> tuple[str, str]:
        """Of the keys that seal and hash now, as SealedContacts has them."""
        return self._key, self._lookup

    def phone_hash(self, phone: str) -> str:
        """To find a phone by, however it is written. Raises UnusablePhone."""
        return hmac.new(self._lookup_key, e164(phone).encode(), hashlib.sha256).hexdigest()


def key_name(key: str) -> str:
    """Tells keys apart and tells nothing of them."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def e164(phone: str) -> str:
    """``+8613812345678`` for a phone as people write it. Raises UnusablePhone."""
    try:
        parsed = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        raise UnusablePhone from None
    if not phonenumbers.is_valid_number(parsed) or parsed.extension:
        raise UnusablePhone
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def masked(contacts: Contacts) -> dict[str, str | None]:
    """``{"phone": "138****5678", "email": "l***@example.org"}``; None for what there is not."""
    return {
        "phone": mask_phone(contacts.phone) if contacts.phone else None,
        "email": mask_email(contacts.email) if contacts.email else None,
    }


def mask_phone(phone: str) -> str:
    """Of a phone in E.164 form."""
    parsed = phonenumbers.parse(phone, REGION)
    country = "" if phonenumbers.region_code_for_number(parsed) == REGION else f"+{parsed.country_code} "
    digits = phonenumbers.national_significant_number(parsed)
    shown = f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 10 else f"{digits[:1]}****{digits[-2:]}"
    return country + shown


def mask_email(email: str) -> str:
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"
