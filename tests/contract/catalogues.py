"""Reads the message catalogues and, from the code, which of their messages are used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from shared.events.catalogue.files import ROOT

#: Calls whose first text argument is a key, with the place of their arguments: a position, or None for keywords.
CALLS: dict[str, int | None] = {"Wording": 1, "Reply": 1, "Line": 1, "Choice": 2, "Problem": None}
#: Calls that look a key up directly; the arguments may come from anywhere.
LOOKUPS = frozenset({"text", "sentence"})

_CATALOGUE = re.compile(r"""\bcatalogue\("([\w.]+)"\)""")
_SHELL_KEY = re.compile(r"\b(?:say|stop) ([a-z][a-z0-9-]+)")
_TEMPLATE_KEY = re.compile(r"""["']([a-z][a-z0-9-]+)["']""")


@dataclass
class Entry:
    variables: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    has_value: bool = True


@dataclass(frozen=True)
class Use:
    """A call that names a key; ``given`` is None when its arguments cannot be told from the source."""

    where: str
    key: str
    given: frozenset[str] | None
    #: The package whose code it is, and those whose catalogues the file names.
    packages: tuple[str, ...]


class _Reader(Visitor):
    def __init__(self) -> None:
        self.entry = Entry()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the library's names
        self.entry.variables.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802
        self.entry.references.add(node.id.name)


def packages() -> list[str]:
    """Every package with catalogues, dotted."""
    found = [folder.parent for top in ("services", "bots", "shared", "ops") for folder in (ROOT / top).rglob("locales")]
    return sorted(".".join(folder.relative_to(ROOT).parts) for folder in found)


@cache
def entries(package: str, locale: str) -> dict[str, Entry]:
    """By key. Raises ValueError for what is no Fluent, or declared twice."""
    found: dict[str, Entry] = {}
    for path in sorted((folder_of(package) / "locales" / locale).glob("*.ftl")):
        for item in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(item, ftl.Junk):
                raise ValueError(f"{path.relative_to(ROOT)}: not Fluent: {item.content!r}")
            if isinstance(item, ftl.Message):
                if item.id.name in found:
                    raise ValueError(f"{path.relative_to(ROOT)}: {item.id.name} is declared twice")
                reader = _Reader()
                reader.visit(item)
                reader.entry.has_value = item.value is not None
                found[item.id.name] = reader.entry
    return found


def folder_of(package: str) -> Path:
    return ROOT / package.replace(".", "/")


def readers(package: str) -> list[Path]:
    """The files that may use the package's catalogue: its own, and those elsewhere that name it."""
    files = {path for path in folder_of(package).rglob("*") if path.is_file()}
    for top in ("services", "bots", "ops"):
        files.update(path for path in (ROOT / top).rglob("*.py") if package in _named(path))
    return sorted(files)


def _named(path: Path) -> list[str]:
    return _CATALOGUE.findall(path.read_text(encoding="utf-8"))


def literals(package: str) -> tuple[set[str], set[str]]:
    """Every string in its readers that could be a key, and every beginning of one that is completed later."""
    whole: set[str] = set()
    begun: set[str] = set()
    for path in readers(package):
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    whole.add(node.value)
                elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                    begun.add(str(node.values[0].value))
        elif path.suffix in (".html", ".js"):
            whole.update(_TEMPLATE_KEY.findall(path.read_text(encoding="utf-8")))
        elif path.suffix == ".sh":
            whole.update(f"bootstrap-{key}" for key in _SHELL_KEY.findall(path.read_text(encoding="utf-8")))
    return whole, {prefix for prefix in begun if re.fullmatch(r"[a-z][a-z0-9-]*-", prefix)}


def uses(package: str) -> Iterator[Use]:
    for path in sorted(folder_of(package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (found := _use(node)):
                yield Use(f"{path.relative_to(ROOT)}:{node.lineno}", *found, (package, *_named(path)))


def _use(call: ast.Call) -> tuple[str, frozenset[str] | None] | None:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in CALLS and call.args and (key := _text(call.args[0])):
        return key, _given(call, CALLS[name])
    if name in LOOKUPS:
        keys = [key for argument in call.args[:2] if (key := _text(argument))]
        return (keys[-1], None) if keys else None
    return None


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _given(call: ast.Call, position: int | None) -> frozenset[str] | None:
    if position is None:
        names = [keyword.arg for keyword in call.keywords]
        return None if None in names else frozenset(name for name in names if name)
    named = [keyword.value for keyword in call.keywords if keyword.arg == "args"]
    node = named[0] if named else call.args[position] if len(call.args) > position else None
    if node is None:
        return frozenset()
    if isinstance(node, ast.Dict) and all(key is not None and _text(key) for key in node.keys):
        return frozenset(str(_text(key)) for key in node.keys if key is not None)
    return None
