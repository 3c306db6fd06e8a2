"""From a file to the directory: created, changed, left as it is, or skipped with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.directory.imports import handlers
from services.directory.imports.jobs import BadPart, JobStarted, UnknownJob
from services.directory.members.handlers import register
from shared.events.directory import MemberRegistered, PersonName, RegisterMember
from shared.events.imports import ImportFinished
from tests.support.sheets import workbook
from tests.unit.services.directory.imports.memory import NOW, SAFE, Desk, MemoryImports
from tests.unit.services.emitted import Emitted

UNITS = [
    ["单位名称", "类别", "上级单位"],
    ["第二党支部", "党支部", "云溪小学"],
    ["云溪小学", "学校", "云溪区教育工委"],
    ["云溪区教育工委", "区", None],
    ["第一党支部", None, "云溪小学"],
]
HEADER = ["姓名", "所在支部", "手机号", "工号", "入党时间"]
WANG = ["王伟", "第一党支部", 13800000000, "T1", "2011.7"]


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.hand_in(workbook(*UNITS))
    return desk


def sheet(*rows: list[Any], header: list[str] | None = None) -> bytes:
    return workbook(header or HEADER, *rows)


def outcomes(job: Any) -> dict[str, int]:
    return dict(job.counts)


def unit(desk: Desk, name: str) -> str:
    [found] = [each.unit_id for each in desk.directory.units.values() if each.name == name]
    return found


def member(desk: Desk, name: str) -> Any:
    [found] = [each for each in desk.directory.members.values() if each.name == name]
    return found


def test_units_are_registered_below_parents_that_stand_below_them_in_the_sheet(desk: Desk) -> None:
    paths = {each.name: each.path.count("/") for each in desk.directory.units.values()}
    assert paths == {"云溪区教育工委": 1, "云溪小学": 2, "第一党支部": 3, "第二党支部": 3}
    kinds = {each.name: each.kind for each in desk.directory.units.values()}
    assert kinds["第一党支部"] == "branch"


def test_units_in_a_circle_are_all_skipped() -> None:
    desk = Desk()
    job = desk.hand_in(workbook(UNITS[0], ["甲支部", "党支部", "乙支部"], ["乙支部", "党支部", "甲支部"]))
    assert outcomes(job) == {"skip": 2}
    assert desk.directory.units == {}


def test_a_member_is_registered_with_all_that_the_sheet_says(desk: Desk) -> None:
    job = desk.hand_in(sheet(WANG))
    found = member(desk, "王伟")
    assert outcomes(job) == {"create": 1}
    assert (found.unit_id, found.employee_number, str(found.joined_on)) == (
        unit(desk, "第一党支部"),
        "T1",
        "2011-07-01",
    )
    assert SAFE.open(found.member_id, found.contacts).phone == "+8613800000000"
    assert "date-month" in desk.codes(job)


def test_a_rehearsal_says_the_same_and_writes_nothing() -> None:
    desk = Desk()
    data = workbook(HEADER, WANG, ["李雷", "第九党支部", None, None, None], 单位=UNITS)
    rehearsal = desk.hand_in(data, dry_run=True)
    assert (desk.directory.units, desk.directory.members) == ({}, {})
    assert [each for each in desk.emitted.payloads if isinstance(each, MemberRegistered)] == []
    real = desk.hand_in(data)
    assert outcomes(rehearsal) == outcomes(real) == {"create": 5, "skip": 1}
    rehearsed, done = desk.report(rehearsal), desk.report(real)
    assert [(each["outcome"], each["id"]) for each in rehearsed[-2:]] == [
        (each["outcome"], each["id"] if each["outcome"] == "skip" else rehearsed[-2]["id"]) for each in done[-2:]
    ]


def test_importing_again_changes_nothing_and_tells_nothing(desk: Desk) -> None:
    data = sheet(WANG, ["李雷", "第一党支部", None, None, None], ["韩梅", "第二党支部", 13900000000, None, None])
    desk.hand_in(data)
    before = dict(desk.directory.members)
    told = len([each for each in desk.emitted.payloads if isinstance(each, MemberRegistered)])
    assert outcomes(desk.hand_in(data)) == {"unchanged": 3}
    assert desk.directory.members == before
    assert len([each for each in desk.emitted.payloads if isinstance(each, MemberRegistered)]) == told


@pytest.mark.parametrize(
    ("again", "said"),
    [
        (["王伟", "第一党支部", 13900000000, "T1", None], []),
        (["王巍", "第一党支部", None, "T1", None], ["name-changes"]),
        (["王伟", "第二党支部", None, "T1", None], ["moves"]),
        (["王伟", "第二党支部", 13800000000, None, None], ["moves"]),
        (["王伟", "第一党支部", 13900000000, None, None], ["matched-by-name-new-phone"]),
    ],
)
def test_a_member_is_known_again_and_what_is_remarkable_is_said(desk: Desk, again: list[Any], said: list[str]) -> None:
    desk.hand_in(sheet(WANG))
    job = desk.hand_in(sheet(again))
    assert outcomes(job) == {"update": 1}
    assert len(desk.directory.members) == 1
    assert desk.codes(job) == said


def test_who_is_known_by_name_and_unit_only_is_taken_with_a_warning(desk: Desk) -> None:
    desk.hand_in(sheet(WANG))
    job = desk.hand_in(sheet(["王伟", "第一党支部", None, None, None]))
    assert outcomes(job) == {"unchanged": 1}
    assert desk.codes(job) == ["matched-by-name"]


def test_an_empty_cell_leaves_a_thing_as_it_is(desk: Desk) -> None:
    desk.hand_in(sheet(WANG))
    desk.hand_in(sheet(["王伟", "第一党支部", None, "T1", None]))
    found = member(desk, "王伟")
    assert (str(found.joined_on), found.version) == ("2011-07-01", 1)
    assert SAFE.open(found.member_id, found.contacts).phone == "+8613800000000"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["李雷", "第一党支部", 13800000000, None, None], "belongs-to-another"),
        (["王伟", "第一党支部", 13800000000, "T9", None], "belongs-to-another"),
        (["李雷", "第一党支部", 13900000001, "T1", None], "belongs-to-another"),
        (["李雷", "第三党支部", None, None, None], "unit-unknown-near"),
        (["李雷", "天上人间", None, None, None], "unit-unknown"),
    ],
)
def test_a_row_that_cannot_be_meant_so_is_skipped_and_said(desk: Desk, row: list[Any], why: str) -> None:
    desk.hand_in(sheet(WANG, ["韩梅", "第二党支部", 13900000001, "T2", None]))
    before = dict(desk.directory.members)
    job = desk.hand_in(sheet(row))
    assert outcomes(job) == {"skip": 1}
    assert why in desk.codes(job)
    assert desk.directory.members == before


def test_a_namesake_with_another_number_is_somebody_else(desk: Desk) -> None:
    desk.hand_in(sheet(WANG))
    assert outcomes(desk.hand_in(sheet(["王伟", "第一党支部", None, "T2", None]))) == {"create": 1}
    assert len(desk.directory.members) == 2


def test_an_id_of_ones_own_is_kept(desk: Desk) -> None:
    header = ["系统编号", *HEADER]
    desk.hand_in(sheet(["m001", *WANG], header=header))
    assert set(desk.directory.members) == {"m001"}
    job = desk.hand_in(sheet(["m002", *WANG], header=header))
    assert (outcomes(job), desk.codes(job)[-1]) == ({"skip": 1}, "belongs-to-another")


def test_the_good_rows_of_a_file_are_written_though_others_are_faulty(desk: Desk) -> None:
    faulty = ["李雷", "第一党支部", "1.38E+10", None, None]
    job = desk.hand_in(sheet(WANG, faulty, ["韩梅", "第二党支部", None, None, "2012年"]))
    assert outcomes(job) == {"create": 1, "skip": 2}
    assert [each.name for each in desk.directory.members.values()] == ["王伟"]
    assert desk.codes(job, 3) == ["phone-digits-lost"]


def test_nothing_is_written_of_a_file_that_cannot_be_used(desk: Desk) -> None:
    before = (dict(desk.directory.units), dict(desk.directory.members))
    job = desk.hand_in(b"PK\x03\x04 broken")
    assert (job.state, job.refused) == ("refused", ("file-corrupt", {}))
    assert (desk.directory.units, desk.directory.members) == before
    assert desk.emitted.payloads[-1] == ImportFinished(job_id=job.job_id, dry_run=False, refused=True)


def test_branches_of_one_name_are_told_apart_by_their_school(desk: Desk) -> None:
    desk.hand_in(workbook(UNITS[0], ["云溪中学", "学校", "云溪区教育工委"], ["第一党支部", "党支部", "云溪中学"]))
    header = ["姓名", "学校", "所在支部"]
    job = desk.hand_in(sheet(["王伟", "云溪中学", "第一党支部"], ["李雷", None, "第一党支部"], header=header))
    assert desk.directory.units[member(desk, "王伟").unit_id].path.startswith(
        desk.directory.units[unit(desk, "云溪中学")].path
    )
    assert desk.codes(job, 3) == ["unit-ambiguous"]


def test_a_unit_named_without_its_school_is_found_and_said(desk: Desk) -> None:
    desk.hand_in(workbook(UNITS[0], ["云溪小学退休党支部", "党支部", "云溪小学"]))
    job = desk.hand_in(sheet(["王伟", "云溪小学", "退休党支部"], header=["姓名", "学校", "所在支部"]))
    assert "unit-taken-for" in desk.codes(job)
    assert member(desk, "王伟").unit_id == unit(desk, "云溪小学退休党支部")


def test_a_unit_is_not_moved_by_a_sheet(desk: Desk) -> None:
    job = desk.hand_in(workbook(["编码", "单位名称", "上级单位"], ["B1", "第三党支部", "云溪小学"]))
    assert outcomes(job) == {"create": 1}
    job = desk.hand_in(workbook(["编码", "单位名称", "上级单位"], ["B1", "第三党支部", "云溪区教育工委"]))
    assert desk.report(job)[0]["remarks"][-1]["code"] == "unit-moves"


def test_roles_may_be_held_elsewhere_and_nothing_clears_them(desk: Desk) -> None:
    header = ["姓名", "所在支部", "角色", "职务"]
    desk.hand_in(sheet(["王伟", "第一党支部", "书记、审计@云溪小学", "书记"], header=header))
    found = member(desk, "王伟")
    assert (found.roles, found.positions) == (("secretary",), ("secretary",))
    assert [(grant.role, grant.unit_id) for grant in found.grants] == [("auditor", unit(desk, "云溪小学"))]
    desk.hand_in(sheet(["王伟", "第一党支部", "无", None], header=header))
    found = member(desk, "王伟")
    assert (found.roles, found.grants, found.positions) == ((), (), ("secretary",))


def test_an_id_that_somebody_else_has_by_now_is_not_taken_over(desk: Desk) -> None:
    desk.hand_in(sheet(["王伟", "第一党支部", None, None, None]))
    first = member(desk, "王伟")
    desk.directory.keep_member(replace(first, unit_id=unit(desk, "第二党支部")))
    desk.hand_in(sheet(["王伟", "第一党支部", None, None, None]))
    assert len(desk.directory.members) == 2
    assert desk.directory.members[first.member_id].unit_id == unit(desk, "第二党支部")


def test_the_language_chosen_in_chat_is_no_change(desk: Desk) -> None:
    asked = RegisterMember(
        member_id="m1", kind="full", unit_id=unit(desk, "第一党支部"), person=PersonName(name="王伟")
    )
    register(asked, desk.directory, Emitted())
    desk.directory.keep_member(replace(desk.directory.members["m1"], locale="en", chose_locale=True))
    header = ["系统编号", "姓名", "所在支部", "语言"]
    assert outcomes(desk.hand_in(sheet(["m1", "王伟", "第一党支部", "中文"], header=header))) == {"unchanged": 1}


def test_a_part_is_taken_while_the_file_is_received_only() -> None:
    directory = MemoryImports()
    with pytest.raises(UnknownJob):
        handlers.receive("unknown", 0, b"x", directory, bytes)
    desk = Desk(directory)
    desk.hand_in(workbook(*UNITS))
    with pytest.raises(JobStarted):
        handlers.receive("job-1", 0, b"x", directory, bytes)


@pytest.mark.parametrize(("number", "size"), [(-1, 1), (10_000, 1), (0, 2**21)])
def test_a_part_that_cannot_be_is_refused(number: int, size: int) -> None:
    desk = Desk()
    handlers.begin("job", "x", None, desk.directory, dry_run=False, locale="en", now=NOW, days=1)
    with pytest.raises(BadPart):
        handlers.receive("job", number, bytes(size), desk.directory, bytes)


def test_an_import_whose_parts_are_not_all_there_does_not_start() -> None:
    desk = Desk()
    handlers.begin("job", "x", None, desk.directory, dry_run=False, locale="en", now=NOW, days=1)
    with pytest.raises(BadPart):
        handlers.start("job", 2, desk.directory, desk.emitted)
    assert desk.emitted.payloads == []
