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
from tests.support.waiting import eventually

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

    again = Import.send(rpc, data, "sheet.xlsx", spoken="en").wait()
    assert figures(again) == ["done", 0, 0, 4, 1]
    told = [message.data for message in eventually(lambda: len(heard.drain()) >= 7 and heard.heard)]
    assert sorted(each.type for each in told if not isinstance(each, ImportFinished)) == (
        ["member.registered.v1"] * 2 + ["unit.registered.v1"] * 2
    )

    exported = export_sheet(rpc, "d", form="xlsx", contacts=True, spoken="zh-CN")
    back = Import.send(rpc, exported, "export.xlsx").wait()
    assert figures(back) == ["done", 0, 0, 4, 0]


def test_what_is_kept_of_a_file_cannot_be_read_without_the_key(
    district: District, rpc: Rpc, directory: Process
) -> None:
    data = workbook(HEADER, ("Li Lei", "First branch", 13800000000, None, None), units=UNITS)
    Import.send(rpc, data, "sheet.xlsx").wait()
    own = district.databases.of("directory")
    parts = list(own.import_parts.find())
    assert {part["_id"].split("/")[1] for part in parts} == {"file", "head", "rows", "result", "workbook"}
    assert not [part for part in parts if b"Li Lei" in bytes(part["data"]) or b"138000" in bytes(part["data"])]
    assert all(part["expires_at"] for part in parts)


def test_nothing_is_written_of_a_file_that_cannot_be_used(district: District, rpc: Rpc, directory: Process) -> None:
    status = Import.send(rpc, b"PK\x03\x04 and nothing of a workbook", "sheet.xlsx", spoken="en").wait()
    assert status["state"] == "refused"
    assert "damaged" in status["why"]
    assert district.databases.of("directory").members.count_documents({}) == 0


def test_the_directory_answers_while_twenty_thousand_rows_are_imported(district: District, rpc: Rpc) -> None:
    district.environment["ZHIXING_IMPORT_PORTION"] = "400"
    answered = {"reading": 0, "working": 0}
    with running(service(DIRECTORY, district.environment)):
        job = Import.send(rpc, big(20_000), "big.xlsx", dry_run=True, spoken="en")

        def ask(status: dict[str, object]) -> None:
            state = str(status["state"])
            if state in answered:
                rpc.call("directory", "list_members", timeout=5)
                answered[state] += 1

        assert figures(job.wait(ask, timeout=150)) == ["done", 20_021, 0, 0, 0]
    assert answered["reading"] >= 5, "the directory was silent while the file was read"
    assert answered["working"] >= 5, "the directory was silent while rows were planned"


def test_an_import_goes_on_where_a_killed_directory_left_it(district: District, rpc: Rpc) -> None:
    district.environment["ZHIXING_IMPORT_PORTION"] = "5"
    with running(service(DIRECTORY, district.environment)) as (first,):
        job = Import.send(rpc, big(60), "big.xlsx", spoken="en")
        eventually(lambda: rpc.call("directory", "import_status", job_id=job.job_id)["done"] >= 31)
        first.kill()
    own = district.databases.of("directory")
    assert own.members.count_documents({}) < 60
    with running(service(DIRECTORY, district.environment)):
        assert figures(job.wait(timeout=60)) == ["done", 81, 0, 0, 0]
    assert own.members.count_documents({}) == 60
    assert {member["version"] for member in own.members.find()} == {1}
