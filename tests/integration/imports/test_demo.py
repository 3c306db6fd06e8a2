"""The demo district comes in by the import, and the command line takes it out and in again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from openpyxl import load_workbook

from ops.demo.load import load_district
from tests.support.district import CHECKINS, DIRECTORY, District
from tests.support.process import ROOT, running, service
from tests.support.waiting import PATIENCE

VOLUNTEERS = "services.volunteers.service:VolunteersService"


def zhixing(district: District, *arguments: str, folder: Path) -> str:
    """What the command prints."""
    environment = {
        **os.environ,
        **district.environment,
        "PYTHONPATH": str(ROOT),
        "ZHIXING_LOCALE": "en",
        "ZHIXING_RUN_DIRECTORY": str(folder / "run"),
    }
    command = [sys.executable, "-m", "ops", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, timeout=5 * PATIENCE, capture_output=True, text=True
    ).stdout


def test_the_demo_district_is_imported_once_exported_and_rehearsed_again(district: District, tmp_path: Path) -> None:
    own = district.databases.of("directory")
    services = [service(each, district.environment) for each in (DIRECTORY, CHECKINS, VOLUNTEERS)]
    with running(*services):
        loaded = load_district(district.vhost.url)
        assert (own.units.count_documents({}), own.members.count_documents({})) == (10, 60)
        assert own.members.find_one({"_id": "m001"})["positions"] == ["secretary"]  # type: ignore[index]
        assert load_district(district.vhost.url) == loaded
        assert {member["version"] for member in own.members.find()} == {1}
        zhixing(district, "people", "export-sheet", "--unit", "district", "out.xlsx", folder=tmp_path)
        arguments = ("people", "import", "out.xlsx", "--dry-run", "--report", "checked.xlsx")
        told = zhixing(district, *arguments, folder=tmp_path)
    assert "0 new, 0 changed, 70 unchanged, 0 skipped" in told
    assert (tmp_path / "checked.xlsx").stat().st_mode & 0o077 == 0
    assert load_workbook(tmp_path / "checked.xlsx").sheetnames[1:] == ["units", "members"]
