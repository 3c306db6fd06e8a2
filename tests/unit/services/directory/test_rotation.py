"""Keys are changed in portions that may be interrupted and repeated."""

from __future__ import annotations

from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from services.directory.members.contacts import Safe
from services.directory.members.rotation import rotate
from shared.events.directory import Contacts
from tests.unit.services.directory.memory import MemoryDirectory
from tests.unit.services.directory.tree import put

KEYS = [Fernet.generate_key().decode() for _ in range(3)]
LOOKUP = "a lookup key of thirty-two letters"
OLD, NEW = Safe(KEYS[:1], LOOKUP), Safe([KEYS[1], KEYS[0]], LOOKUP + " changed")
LOST = Safe(KEYS[2:], LOOKUP)


def phone(number: int) -> str:
    return f"138{number:08d}"


def filled(safes: list[Safe]) -> MemoryDirectory:
    directory = MemoryDirectory()
    for number, safe in enumerate(safes):
        contacts = safe.seal(f"m{number:03d}", Contacts(phone=phone(number)))
        put(directory, f"m{number:03d}", "a", contacts=contacts)
    return directory


@given(st.lists(st.sampled_from([OLD, NEW, LOST]), max_size=12), st.integers(1, 5), st.integers(0, 6))
def test_whatever_is_interrupted_all_that_a_key_opens_is_under_the_new_one(
    safes: list[Safe], limit: int, portions: int
) -> None:
    directory, after = filled(safes), None
    for _ in range(portions):
        after = rotate(directory, NEW, after, limit).next
        if after is None:
            break
    after, renewed, unreadable = None, 0, 0
    while True:
        portion = rotate(directory, NEW, after, limit)
        renewed, unreadable, after = renewed + portion.renewed, unreadable + portion.unreadable, portion.next
        if after is None:
            break
    assert unreadable == safes.count(LOST)
    left = directory.contacts_under_old_keys(NEW.names, None, 100)
    assert len(left) == unreadable
    alone = Safe(KEYS[1:2], LOOKUP + " changed")
    for number, safe in enumerate(safes):
        sealed = directory.members[f"m{number:03d}"].contacts
        assert sealed is not None
        if safe is not LOST:
            assert alone.open(f"m{number:03d}", sealed).phone == f"+86{phone(number)}"
            assert sealed.phone_hash == alone.phone_hash(phone(number))
    assert rotate(directory, NEW, None, 100).renewed == 0


def test_nothing_is_told_and_no_version_grows() -> None:
    directory = filled([OLD])
    rotate(directory, NEW, None, 10)
    assert directory.members["m000"].version == 1
