"""Contacts at rest: nothing of them can be read without a key, or for another member; phones are found and masked."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from services.directory.members.contacts import ContactsUnreadable, Safe, UnusablePhone, e164, mask_phone, masked
from shared.events.directory import Contacts

KEYS = [Fernet.generate_key().decode() for _ in range(3)]
LOOKUP = "a lookup key of thirty-two letters"
PHONE = "13812345678"

mobiles = st.from_regex(r"1(3[0-9]|5[0-35-9]|8[0-9])[0-9]{8}", fullmatch=True, alphabet="0123456789")
words = st.text(min_size=1, max_size=40)


@given(phone=mobiles, email=st.none() | words.map("{}@example.org".format))
def test_what_is_sealed_opens_again_and_shows_nothing(phone: str, email: str | None) -> None:
    safe = Safe(KEYS[:1], LOOKUP)
    given = Contacts(phone=phone, email=email)
    sealed = safe.seal("m1", given)
    assert sealed is not None
    assert safe.open("m1", sealed) == Contacts(phone=f"+86{phone}", email=email)
    assert phone not in repr(sealed)
    assert sealed.phone_hash == safe.phone_hash(phone)


def test_the_contacts_of_one_member_do_not_open_as_anothers() -> None:
    safe = Safe(KEYS[:1], LOOKUP)
    sealed = safe.seal("m1", Contacts(phone=PHONE))
    assert sealed is not None
    with pytest.raises(ContactsUnreadable):
        safe.open("m2", sealed)


def test_every_key_of_the_ring_opens_and_the_first_seals() -> None:
    old = Safe(KEYS[:1], LOOKUP).seal("m1", Contacts(phone=PHONE))
    assert old is not None
    ring = Safe([KEYS[1], KEYS[0]], LOOKUP)
    assert ring.open("m1", old) == Contacts(phone="+8613812345678")
    assert not ring.is_current(old)
    new = ring.seal("m1", ring.open("m1", old))
    assert new is not None
    assert ring.is_current(new)
    assert Safe(KEYS[1:2], LOOKUP).open("m1", new) == ring.open("m1", old)
    with pytest.raises(ContactsUnreadable):
        Safe(KEYS[2:], LOOKUP).open("m1", new)


def test_another_lookup_key_is_another_hash() -> None:
    assert Safe(KEYS[:1], LOOKUP).phone_hash(PHONE) != Safe(KEYS[:1], LOOKUP + "!").phone_hash(PHONE)


@pytest.mark.parametrize("written", [PHONE, "138 1234 5678", "+86 138-1234-5678", "0086 13812345678", "138-1234-5678"])
def test_a_phone_is_one_however_it_is_written(written: str) -> None:
    assert e164(written) == "+8613812345678"


@pytest.mark.parametrize("written", ["", "none", "12345", "138123456789", "1.38E+10", "13812345678 ext. 12"])
def test_what_is_no_phone_is_refused(written: str) -> None:
    with pytest.raises(UnusablePhone):
        e164(written)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+8613812345678", "138****5678"),
        ("+861062345678", "106****5678"),
        ("+442079460958", "+44 207****0958"),
        ("+85291234567", "+852 9****67"),
    ],
)
def test_a_phone_is_masked(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


def test_an_address_is_masked_and_what_is_not_there_stays_away() -> None:
    assert masked(Contacts(email="li.lei@example.org")) == {"phone": None, "email": "l***@example.org"}


def test_only_what_changed_is_sealed_anew() -> None:
    safe = Safe(KEYS[:1], LOOKUP)
    before = safe.seal("m1", Contacts(phone=PHONE, email="a@example.org"))
    assert before is not None
    assert safe.changed("m1", Contacts(phone="138 1234 5678"), before) is before
    cleared = safe.changed("m1", Contacts(phone=""), before)
    assert cleared is not None
    assert safe.open("m1", cleared) == Contacts(email="a@example.org")
    assert cleared.phone_hash is None
    assert safe.changed("m1", Contacts(phone="", email=""), before) is None
