"""What people read in Chinese stands in catalogues, fixtures, data and docs; never in code."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from shared.events.catalogue.files import ROOT

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CODE = {".py", ".js", ".mjs", ".html", ".css", ".sh", ".toml", ".cfg", ".ini", ".tf"}
_CODE_NAMES = {"Makefile", "Dockerfile", "run"}
_ROOTS = ("services", "bots", "shared", "ops", "deploy", "tests", ".ci")

#: Code that may hold Chinese, and why.
EXEMPT = {
    "services/incidents/triage/*.py": "reads Chinese: its numerals and words are what it looks for",
    "tests/fixtures/*": "fixtures",
    "tests/chaos/*": "types what a member does, word for word",
    "tests/integration/tracing/*": "types what a member does, word for word",
    "tests/e2e/*": "types and reads what a member does, word for word",
    "tests/integration/telegram/*": "types and reads what a member does, word for word",
    "tests/unit/services/directory/imports/*": "sheets as people write them, whose mess is what is tested",
    "tests/unit/bots/*": "types and reads what a member does, word for word",
    "tests/unit/triage/*": "reports, whose Chinese wording is what is tested",
    "tests/unit/telegram/*": "types and reads what a member does, word for word",
    "tests/integration/aio/*": "sends text beyond ASCII through the broker",
}


def code_files() -> list[Path]:
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for root in _ROOTS:
        found += [path for path in (ROOT / root).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return sorted(path for path in found if path.suffix in _CODE or path.name in _CODE_NAMES)


def chinese_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if _HAN.search(line)]


def is_exempt(path: Path) -> bool:
    return any(fnmatch(str(path.relative_to(ROOT)), pattern) for pattern in EXEMPT)


def test_no_code_holds_chinese() -> None:
    files = [path for path in code_files() if not is_exempt(path)]
    assert len(files) > 50
    found = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if (lines := chinese_lines(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("text", ["greet('\u4f60\u597d')", "# \u6ce8\u91ca", "<p>\u6253\u5361</p>", "x\ny = '\u5b66'"])
def test_chinese_is_found_in_strings_comments_and_markup(text: str) -> None:
    assert chinese_lines(text) == [text.count("\n") + 1]


def test_punctuation_is_not_taken_for_words() -> None:
    assert chinese_lines("separators = '\uff1a\uff0c\u3002\u300a\u300b'") == []
