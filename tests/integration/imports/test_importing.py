"""A sheet on its way through the running directory."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from ops.importing import Import, export_sheet
from ops.rpc import Rpc
from shared.events.directory import MemberRegistered, UnitRegistered
from shared.events.imports import ImportFinished
from tests.support.district import DIRECTORY, District
from tests.support.process import Process, running, service
from tests.support.sheets import big, workbook
from tests.support.waiting import PATIENCE, eventually

UNITS = [
    ("unit id", "unit name", "kind", "parent"),
    ("d", "District", "district", None),
    ("b", "First branch", "branch", "District"),
]
HEADER = ("name", "unit", "phone", "employee number", "joined on")


@pytest.fixture
def rpc(district: District) -> Iterator[Rpc]:
    with Rpc(district.vhost.url) as rpc:
        yield rpc


@pytest.fixture
def directory(district: District) -> Iterator[Process]:
    with running(service(DIRECTORY, district.environment)) as (process,):
        yield process


def figures(status: dict[str, object]) -> list[object]:
    return [status[outcome] for outcome in ("state", "create", "update", "unchanged", "skip")]


def test_a_sheet_is_rehearsed_imported_imported_again_and_exported(
    district: District, rpc: Rpc, directory: Process
) -> None:
    heard = district.vhost.listen(MemberRegistered, UnitRegistered, ImportFinished)
    data = workbook(
        HEADER,
        ("Li Lei", "First branch", 13800000000, None, "2011.7"),
        ("Han Mei", "First branch", "1.38E+10", None, None),
        ("Jim Green", "First branch", None, "T7", None),
        units=UNITS,
    )
    rehearsal = Import.send(rpc, data, "sheet.xlsx", dry_run=True, spoken="en").wait()
    assert figures(rehearsal) == ["done", 4, 0, 0, 1]
    own = district.databases.of("directory")
    assert (own.units.count_documents({}), own.members.count_documents({})) == (0, 0)

    job = Import.send(rpc, data, "sheet.xlsx", spoken="en")
    assert figures(job.wait()) == ["done", 4, 0, 0, 1]
    [faulty] = [row for row in job.rows() if row["outcome"] == "skip"]
    assert (faulty["sheet"], faulty["row"]) == ("Sheet", 3)
    assert "digits" in faulty["remarks"][0]["text"]
    marked = load_workbook(io.BytesIO(job.workbook()))["Sheet"]
    assert marked["C3"].comment.text == faulty["remarks"][0]["text"]
    assert [marked.cell(row, 6).value for row in range(1, 5)] == ["import result", "new", "skipped", "new"]

    _kept_sealed(district)

    again = Import.send(rpc, data, "sheet.xlsx", spoken="en").wait()
    assert figures(again) == ["done", 0, 0, 4, 1]
    told = [message.data for message in eventually(lambda: len(heard.drain()) >= 7 and heard.heard)]
    assert sorted(each.type for each in told if not isinstance(each, ImportFinished)) == (
        ["member.registered.v1"] * 2 + ["unit.registered.v1"] * 2
    )

    exported = export_sheet(rpc, "d", form="xlsx", contacts=True, spoken="zh-CN")
    back = Import.send(rpc, exported, "export.xlsx").wait()
    assert figures(back) == ["done", 0, 0, 4, 0]


@pytest.mark.long
def test_the_directory_answers_while_twenty_thousand_rows_are_imported(district: District, rpc: Rpc) -> None:
    answered = {"reading": 0, "working": 0}
    with running(service(DIRECTORY, district.environment)):
        job = Import.send(rpc, big(20_000), "big.xlsx", dry_run=True, spoken="en")

        def both_were_answered() -> bool:
            state = rpc.call("directory", "import_status", timeout=30, job_id=job.job_id)["state"]
            rpc.call("directory", "list_members", timeout=30)
            # The state is that before the answer: an answer that waited for the end of it would come once only.
            answered[state] = answered.get(state, 0) + 1
            return answered["reading"] >= 5 and answered["working"] >= 5

        eventually(both_were_answered, within=120, what="answers while the file is read and its rows are planned")


@pytest.mark.long
def test_an_import_goes_on_where_a_killed_directory_left_it(district: District, rpc: Rpc) -> None:
    district.environment["ZHIXING_IMPORT_PORTION"] = "10"
    with running(service(DIRECTORY, district.environment)) as (first,):
        job = Import.send(rpc, big(200), "big.xlsx", spoken="en")
        eventually(lambda: rpc.call("directory", "import_status", job_id=job.job_id)["done"] >= 31)
        first.kill()
    own = district.databases.of("directory")
    assert own.members.count_documents({}) < 200
    with running(service(DIRECTORY, district.environment)):
        assert figures(job.wait(timeout=2 * PATIENCE)) == ["done", 221, 0, 0, 0]
    assert own.members.count_documents({}) == 200
    assert {member["version"] for member in own.members.find()} == {1}


def _kept_sealed(district: District) -> None:
    """What is kept of the files cannot be read without the key, and not for ever."""
    parts = list(district.databases.of("directory").import_parts.find())
    assert {part["_id"].split("/")[1] for part in parts} == {"file", "head", "rows", "planned", "result", "workbook"}
    assert not [part for part in parts if b"Li Lei" in bytes(part["data"]) or b"138000" in bytes(part["data"])]
    assert all(part["expires_at"] for part in parts)
