"""Any sheet of mess either imports or explains: no row is lost without a word, and nothing raises."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.directory.imports import report
from services.directory.imports.model import Book, Remark, Sheet, Unusable
from services.directory.imports.reading import read
from services.directory.imports.rows import parse
from services.directory.imports.workshop import parse_file
from shared.i18n import LOCALES
from tests.support.properties import examples
from tests.support.sheets import workbook
from tests.unit.services.directory.imports.memory import Desk

LABELS = [
    "姓名",
    "姓 名",
    "所在支部",
    "党支部",
    "手机号",
    "联系电话",
    "入党时间",
    "工号",
    "职务",
    "备注",
    "编号",
    "名册",
    "民族",
    "角色",
    "name",
    None,
]
MESS = [
    "王 伟", "李雷", "云溪小学", "第一党支部", "2011.7", "2011年7月1日", "20110701", 40725.0, 2011.1, "1.38E+10",
    13800000000.0, "13800000000", "１３８００００００００", "=1+1", "@x", "无", "书记、教师", "管理员@第一党支部",
    "注：完", "合计", "T1", 0.0, -1.0, True, date(2011, 7, 1), datetime(2011, 7, 1, 8), time(8), "\u200b", "\u3000",
    "x" * 200, None, None, None,
]  # fmt: skip
cells = st.one_of(
    st.sampled_from(MESS),
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53), 2**53).map(float),
)
headers = st.lists(st.sampled_from(LABELS), min_size=1, max_size=7)
grids = st.tuples(
    st.lists(st.lists(cells, max_size=7), max_size=2), headers, st.lists(st.lists(cells, max_size=8), max_size=6)
).map(lambda parts: [*parts[0], parts[1], *parts[2]])
merges = st.lists(st.tuples(*[st.integers(0, 7)] * 4), max_size=3)
WHOLE = workbook(["姓名", "支部"], ["王伟", "支部"])


def explained(remark: Remark) -> None:
    for locale in LOCALES:
        assert report.sentence(remark, locale)


@given(grids, merges)
def test_every_row_is_read_or_explained(rows: list[list[Any]], merged: list[tuple[int, int, int, int]]) -> None:
    ranges = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in merged]
    try:
        found = parse(Book([Sheet("s", rows, merged=ranges)]))
    except Unusable as unusable:
        report.refusal(unusable.code, unusable.args_shown, "zh-CN")
        return
    table = found.tables[0]
    told = {row.number for row in found.rows}
    told |= {int(remark.args["row"]) for remark in table.remarks if remark.code == "row-left-out"}
    for number, row in enumerate(rows, 1):
        silent = number > table.last_header_row and number not in told
        says = [cell for cell in row if cell is not None and str(cell).strip(" \t\r\n'\u3000\u200b\u00a0\ufeff")]
        if silent and says:
            labels = {str(each) for each in rows[table.last_header_row - 1]}
            assert {str(cell) for cell in says} & labels, f"row {number} is lost"
    for each in found.rows:
        assert each.faulty or "name" in each.values
        for remark in each.remarks:
            explained(remark)
    json.dumps([each.as_json() for each in found.rows])


@settings(max_examples=examples(40))
@given(grids, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_every_text_file_is_imported_or_explained(rows: list[list[Any]], encoding: str) -> None:
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    _whole(text.encode(encoding, errors="ignore"))


@settings(max_examples=examples(40))
@given(st.binary(max_size=400))
def test_every_heap_of_bytes_is_explained(data: bytes) -> None:
    _whole(data)


@settings(max_examples=examples(40))
@given(st.data())
def test_every_damaged_workbook_is_imported_or_explained(data: st.DataObject) -> None:
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _whole(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


@settings(max_examples=examples(20))
@given(grids)
def test_importing_any_mess_again_creates_nobody_anew(rows: list[list[Any]]) -> None:
    data = ("\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)).encode(
        errors="ignore"
    )
    desk = Desk()
    desk.hand_in(workbook(["单位名称", "类别"], ["第一党支部", "党支部"]))
    if b"\n" not in data:
        return
    first, second = desk.hand_in(data), None
    members = dict(desk.directory.members)
    second = desk.hand_in(data)
    assert first.counts.get("create", 0) == second.counts.get("unchanged", 0) - first.counts.get("unchanged", 0)
    assert desk.directory.members == members


def _whole(data: bytes) -> None:
    target = io.BytesIO()
    parse_file(io.BytesIO(data), target, None, 10)
    head = json.loads(target.getvalue().splitlines()[0])
    if head["refused"]:
        assert report.refusal(head["refused"]["code"], head["refused"]["args"], "en")
    else:
        assert head["count"] > 0


def test_a_book_is_read_alike_from_text_and_workbook() -> None:
    rows = [["姓名", "支部", "入党时间"], ["王 伟", "支部", "2011.7"]]
    text = "\n".join(",".join(row) for row in rows).encode("gb18030")
    assert [row.values for row in parse(read(text)).rows] == [row.values for row in parse(read(workbook(*rows))).rows]


@pytest.mark.parametrize("only", ["members", "units"])
def test_only_what_was_asked_for_is_read(only: Any) -> None:
    data = workbook(["姓名", "支部"], ["王伟", "支部"], units=[["单位名称", "上级单位"], ["支部", "学校"]])
    assert {row.profile for row in parse(read(data), only).rows} == {only}
