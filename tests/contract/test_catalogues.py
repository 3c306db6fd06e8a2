"""The message catalogues agree with each other and with the code."""

from __future__ import annotations

import pytest

from shared.i18n import LOCALES
from tests.contract.catalogues import entries, literals, packages, uses

PACKAGES = packages()
#: Messages that nothing says yet, and who will.
WAITING: dict[str, dict[str, str]] = {}
EACH = pytest.mark.parametrize("package", PACKAGES)


def test_the_catalogues_are_found() -> None:
    assert "services.notifications" in PACKAGES


@EACH
def test_every_language_has_the_same_messages(package: str) -> None:
    first, second = (entries(package, locale) for locale in LOCALES)
    assert sorted(first.keys() ^ second.keys()) == []


@EACH
def test_a_message_takes_the_same_arguments_in_every_language(package: str) -> None:
    first, second = (entries(package, locale) for locale in LOCALES)
    differing = {
        key: (first[key].variables, second[key].variables)
        for key in first.keys() & second.keys()
        if first[key].variables != second[key].variables
    }
    assert differing == {}


@EACH
@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_says_something(package: str, locale: str) -> None:
    assert [key for key, entry in entries(package, locale).items() if not entry.has_value] == []


@EACH
def test_every_message_is_used(package: str) -> None:
    whole, begun = literals(package)
    referred = {key for locale in LOCALES for entry in entries(package, locale).values() for key in entry.references}
    unused = [
        key
        for key in entries(package, LOCALES[0])
        if key not in whole and key not in referred and not any(key.startswith(prefix) for prefix in begun)
    ]
    assert sorted(unused) == sorted(WAITING.get(package, {}))


@EACH
def test_every_message_that_the_code_names_is_there(package: str) -> None:
    missing = [
        f"{use.where}: {use.key}"
        for use in uses(package)
        if not any(use.key in entries(named, LOCALES[0]) for named in use.packages)
    ]
    assert missing == []


@EACH
def test_the_code_gives_every_argument_that_a_message_takes(package: str) -> None:
    known = entries(package, LOCALES[0])
    lacking = [
        f"{use.where}: {use.key} lacks {sorted(known[use.key].variables - use.given)}"
        for use in uses(package)
        if use.key in known and use.given is not None and known[use.key].variables - use.given
    ]
    assert lacking == []
