from __future__ import annotations

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bots.web.page import QUICK, SCRIPT_STRINGS
from shared.i18n import LOCALES, catalogue

BOTS = Path(__file__).resolve().parents[3] / "bots"
_USED = re.compile(r'(?:Reply|Choice|Line|Fault)\(\s*(?:\d+,\s*)?"([a-z-]+)"|\bt\(\'([a-z-]+)\'\)|"(fault-[a-z-]+)"')


def messages(locale: str) -> dict[str, set[str]]:
    """The variables of every message, those of the messages that it refers to included."""
    found: dict[str, set[str]] = {}
    references: dict[str, set[str]] = {}
    for path in sorted((BOTS / "locales" / locale).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} is said twice in {locale}"
                variables = _Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.names
                references[entry.id.name] = variables.messages
    return {name: own.union(*(found[other] for other in references[name])) for name, own in found.items()}


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)


def test_both_languages_say_the_same_with_the_same_variables() -> None:
    chinese, english = (messages(locale) for locale in LOCALES)
    assert chinese == english


@pytest.mark.parametrize("locale", LOCALES)
def test_every_key_that_the_code_uses_is_in_the_catalogue(locale: str) -> None:
    used = {f"web-{name}" for name in SCRIPT_STRINGS} | {key for key, _ in QUICK}
    used |= {f"link-{outcome}" for outcome in ("unknown-code", "expired-code", "too-many-attempts")}
    for path in [*BOTS.rglob("*.py"), *BOTS.rglob("*.html")]:
        used |= {next(filter(None, groups)) for groups in _USED.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 60
    assert used - messages(locale).keys() == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_can_be_shown(locale: str) -> None:
    for key, variables in messages(locale).items():
        assert catalogue("bots").text(locale, key, dict.fromkeys(variables, 2))
