"""Workbooks that LibreOffice wrote: one that is kept here, and where it is installed what it writes today."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from services.directory.imports.model import Book
from services.directory.imports.reading import read
from services.directory.imports.rows import parse
from tests.support.process import ROOT

KEPT = ROOT / "tests/fixtures/sheets/libreoffice.xlsx"

EXPECTED = [
    {
        "name": "王伟",
        "employee_number": "L0001",
        "unit": "第一支部",
        "phone": "+8613800000001",
        "joined_on": "2011-07-01",
        "positions": ["secretary"],
    },
    {"name": "李娜", "employee_number": "L0002", "unit": "第一支部", "joined_on": "2012-07-01"},
    {"name": "欧阳修远", "employee_number": "L0003", "unit": "第二支部", "joined_on": "2012-07-01"},
]


def values(book: Book) -> list[dict[str, object]]:
    return [dict(row.values) for row in parse(book).rows]


def test_a_workbook_of_libreoffice_is_read_like_any_other() -> None:
    book = read(KEPT.read_bytes())
    assert values(book) == EXPECTED
    assert book.sheets[0].merged == [(0, 0, 0, 6)]
    lost, invalid = (
        [remark.code for remark in row.remarks if remark.severity == "error"] for row in parse(book).rows[1:]
    )
    assert (lost, invalid) == (["phone-digits-lost"], ["phone-invalid"])


#: The second is text in UTF-8, with commas.
FORMATS = {"xlsx": "xlsx", "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1"}


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", FORMATS)
def test_what_libreoffice_writes_today_says_the_same(kind: str, tmp_path: Path) -> None:
    # A copy by way of its own format: what comes out is all its own.
    for step in ("ods", FORMATS[kind]):
        source = KEPT if step == "ods" else tmp_path / "libreoffice.ods"
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", step, "--outdir", str(tmp_path), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert values(read((tmp_path / f"libreoffice.{kind}").read_bytes())) == EXPECTED
