"""What the code says of settings and queues, read without importing it."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.deploy.processes import PACKAGES
from tests.contract.deploy.rendering import ROOT


@functools.cache
def _trees(path: Path) -> tuple[ast.AST, ...]:
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in files)


def _fields(path: Path) -> Iterator[str]:
    for tree in _trees(path):
        for node in ast.walk(tree):
            bases = [ast.unparse(base) for base in node.bases] if isinstance(node, ast.ClassDef) else []
            if isinstance(node, ast.ClassDef) and any(base.endswith("Settings") for base in bases):
                for line in node.body:
                    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                        yield line.target.id


def package_of(process: str) -> Path:
    """Where the code of a process is. Skips the test while there is none."""
    package = ROOT / PACKAGES[process]
    if not package.is_dir():
        pytest.skip(f"{PACKAGES[process]} does not exist yet")
    return package


def variables_of(process: str) -> set[str]:
    """The environment variables that a process understands."""
    fields = {*_fields(ROOT / "shared" / "settings.py"), *_fields(package_of(process))}
    return {f"ZHIXING_{field.upper()}{end}" for field in fields for end in ("", "_FILE")}


def texts_of(process: str) -> set[str]:
    """Every string in the code of a process."""
    return {
        node.value
        for tree in _trees(package_of(process))
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
