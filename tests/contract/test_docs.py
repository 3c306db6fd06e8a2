"""The pages about settings, metrics and reasons say what the code says; links lead somewhere."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from ops.processes import NAMES
from shared import metrics
from shared.access.errors import Refused
from shared.events.catalogue.files import ROOT
from shared.events.codec import InvalidMessage
from shared.failures import OWN_HEADERS, PERMANENT, RETRIES_EXHAUSTED
from shared.settings import PREFIX, Settings

OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
MESSAGING = (ROOT / "docs/messaging.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def settings_classes() -> list[type[Settings]]:
    for path in sorted(ROOT.glob("*/settings.py")) + sorted(ROOT.glob("*/*/settings.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return [Settings, *Settings.__subclasses__()]


def shown(default: Any) -> str:
    if default is PydanticUndefined:
        return "required"
    if default is None:
        return "none"
    if isinstance(default, SecretStr):
        return f"`{default.get_secret_value()}`"
    if isinstance(default, tuple):
        return f"`{','.join(f'{item:g}' for item in default)}`"
    return f"`{default}`"


def in_code() -> dict[str, str]:
    fields: dict[str, str] = {}
    for cls in settings_classes():
        for name, field in cls.model_fields.items():
            fields.setdefault(PREFIX + name.upper(), shown(field.get_default()))
    return fields


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the tables between a heading and the next of its kind."""
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return [row for row in cells if row[0].startswith("`")]


def test_the_table_of_settings_is_that_of_the_code() -> None:
    documented = {row[0].split(",")[0].strip("`"): row[1] for row in rows(OPERATIONS, "Settings")}
    assert documented == in_code()


def test_the_table_of_metrics_is_that_of_the_code() -> None:
    declared = {}
    for value in vars(metrics).values():
        if isinstance(value, MetricWrapperBase):
            name = value._name + ("_total" if value._type == "counter" else "")
            declared[name] = ", ".join(f"`{label}`" for label in value._labelnames)
    assert {row[0].strip("`"): row[1] for row in rows(OPERATIONS, "Metrics")} == declared


def test_every_reason_of_a_dead_letter_is_explained() -> None:
    assert InvalidMessage.__doc__
    listed = InvalidMessage.__doc__.partition("one of:")[2].replace(".", "")
    reasons = {reason.strip() for reason in listed.split(",")} | {PERMANENT, RETRIES_EXHAUSTED}
    reasons |= {refused.reason for refused in Refused.__subclasses__()}
    explained = {
        name for row in rows(MESSAGING, "Reasons of dead letters") for name in re.findall(r"`([a-z-]+)`", row[0])
    }
    assert explained == reasons


def test_the_headers_of_a_dead_letter_are_named() -> None:
    assert [header for header in OWN_HEADERS if f"`{header}`" not in MESSAGING] == []


def test_the_table_of_processes_is_that_of_the_code() -> None:
    assert [row[0].strip("`") for row in rows(OPERATIONS, "Processes")] == list(NAMES)


def test_the_pages_name_targets_that_make_knows() -> None:
    rules = re.findall(r"^([a-z0-9 -]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    targets = {target for rule in rules for target in rule.split()}
    named = {name for page in PAGES for name in re.findall(r"(?:`|^)make ([a-z0-9-]+)", page.read_text(), re.MULTILINE)}
    assert named - targets == set()
    assert {"up", "test", "docs"} <= named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if not target.startswith("http")]
    broken = []
    for target in targets:
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        headings = file.read_text(encoding="utf-8") if file.is_file() else ""
        if not file.exists() or (anchor and anchor not in anchors(headings)):
            broken.append(target)
    assert broken == []


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_both_readmes_point_to_the_same_places() -> None:
    english, chinese = (
        re.findall(r"\]\(([^)]+)\)", (ROOT / name).read_text()) for name in ("README.md", "README.zh-CN.md")
    )
    assert set(english) ^ set(chinese) == {"README.md", "README.zh-CN.md"}


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers
