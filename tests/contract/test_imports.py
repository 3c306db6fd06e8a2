"""Who may import whom: the rules of .importlinter bite, and those that it cannot express hold."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.events.catalogue.files import ROOT

PACKAGES = ("services", "bots", "shared", "ops")
_LINT = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"

#: By rule: where an import that breaks it is put.
BREACHES = {
    "services-apart": ("services/checkins/views.py", "import services.directory.units.model"),
    "services-below": ("services/checkins/views.py", "import bots"),
    "bots-below": ("bots/__init__.py", "import services.checkins.model"),
    "shared-lowest": ("shared/metrics.py", "import ops"),
    "green-at-the-edge": ("shared/aio/backoff.py", "import eventlet"),
    "asyncio-at-the-edge": ("services/directory/service.py", "import pika"),
    "timekeeper-apart": ("services/notifications/service.py", "import services.notifications.timekeeper.keeper"),
    "motor-in-one-module": ("shared/aio/rpc.py", "import motor"),
    "wire-format-pure": ("shared/topology.py", "import kombu"),
    "domain-pure": ("services/checkins/handlers.py", "import pymongo"),
    "nameko-in-service": ("services/checkins/repository.py", "import nameko"),
}


def lint(folder: Path, rule: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _LINT, "--no-cache", "--no-logo", "--contract", rule],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def rules() -> set[str]:
    lines = (ROOT / ".importlinter").read_text(encoding="utf-8").splitlines()
    return {line[len("[importlinter:contract:") : -1] for line in lines if line.startswith("[importlinter:contract:")}


def test_every_rule_is_tried() -> None:
    assert rules() == set(BREACHES)


@pytest.mark.parametrize("rule", BREACHES)
def test_a_rule_finds_its_breach(rule: str, tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "locales"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    place, breach = BREACHES[rule]
    with (tmp_path / place).open("a", encoding="utf-8") as file:
        file.write(f"\n{breach}\n")
    ran = lint(tmp_path, rule)
    assert ran.returncode == 1
    assert "0 kept, 1 broken" in ran.stdout, ran.stdout + ran.stderr


#: What is shared and does no input or output.
PURE = ("shared.events", "shared.access", "shared.away", "shared.codes")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def is_in(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def strangers(path: Path, *allowed: str) -> list[str]:
    """What a file imports beside the standard library and the packages that it may."""
    return [
        module
        for module in imported(path)
        if module.partition(".")[0] not in sys.stdlib_module_names and not is_in(module, *allowed)
    ]


def strangers_below(path: Path, *allowed: str) -> list[str]:
    """Also what the service's own modules import that the file imports: a model may be in several files."""
    own = ".".join(path.relative_to(ROOT).parts[:2])
    found = strangers(path, *allowed)
    mine = [module for module in found if is_in(module, own)]
    files = [ROOT / f"{module.replace('.', '/')}.py" for module in mine]
    return [module for module in found if module not in mine] + [
        stranger for file in files for stranger in strangers_below(file, *allowed)
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "services").glob("*/model.py")), ids=lambda path: path.parent.name)
def test_a_model_imports_the_standard_library_pydantic_and_its_events_only(path: Path) -> None:
    assert strangers_below(path, "pydantic", *PURE) == []


@pytest.mark.parametrize("path", sorted((ROOT / "services").glob("*/ports.py")), ids=lambda path: path.parent.name)
def test_ports_import_nothing_that_does_something(path: Path) -> None:
    own = f"services.{path.parent.name}"
    assert strangers_below(path, f"{own}.model", f"{own}.commands", "pydantic", *PURE) == []


def test_conversations_do_no_input_or_output() -> None:
    busy = ("asyncio", "socket", "ssl", "http", "urllib", "subprocess", "threading", "sqlite3")
    for path in sorted((ROOT / "bots").glob("conversations/*.py")):
        assert strangers(path, "pydantic", "dateutil", *PURE, "shared.i18n", "bots.conversations") == [], path
        assert [module for module in imported(path) if is_in(module, *busy)] == [], path


def test_motor_is_imported_in_one_module() -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    importers = {str(path.relative_to(ROOT)) for path in files if any(is_in(name, "motor") for name in imported(path))}
    assert importers == {"shared/aio/mongo.py"}


def test_the_telegram_library_is_imported_by_its_adapter_only() -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    importers = {path for path in files if any(is_in(name, "telegram") for name in imported(path))}
    assert [path for path in importers if not path.is_relative_to(ROOT / "bots/telegram")] == []
