"""What a cell says, however it is written; and what is said of what was interpreted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from services.directory.imports.model import Cell
from services.directory.imports.values import Reading, read_value

EPOCH = date(1899, 12, 30)


def read(kind: str, cell: Cell, epoch: date = EPOCH) -> Reading:
    return read_value(kind, cell, "x", epoch)


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks]


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("2011.7", "2011-07-01", ["date-month"]),
        ("2011年7月", "2011-07-01", ["date-month"]),
        ("2011年7月1日", "2011-07-01", ["date-read"]),
        ("2011 年 7 月 1 号", "2011-07-01", ["date-read"]),
        ("20110701", "2011-07-01", ["date-read"]),
        (20110701.0, "2011-07-01", ["date-read"]),
        (201107.0, "2011-07-01", ["date-month"]),
        (40725.0, "2011-07-01", ["date-serial"]),
        ("40725", "2011-07-01", ["date-serial"]),
        (40725.5, "2011-07-01", ["date-serial"]),
        (2011.7, "2011-07-01", ["date-month"]),
        (2011.12, "2011-12-01", ["date-month"]),
        ("2011/7/1", "2011-07-01", ["date-read"]),
        ("2011/07/01 00:00:00", "2011-07-01", ["date-read"]),
        ("2011-07-01", "2011-07-01", []),
        ("２０１１．７．１", "2011-07-01", ["date-read"]),
        ("二〇一一年七月一日", "2011-07-01", ["date-read"]),
        ("二○一一年十二月二十一日", "2011-12-21", ["date-read"]),
        ("2011.10", "2011-10-01", ["date-month"]),
        ("2011.1", "2011-01-01", ["date-january-taken"]),
        ("2011.7（转正）", "2011-07-01", ["date-month", "rest-left-out"]),
        ("2011年7月1日转正", "2011-07-01", ["rest-left-out"]),
        (date(2011, 7, 1), "2011-07-01", []),
        (datetime(2011, 7, 1, 8), "2011-07-01", []),
    ],
)
def test_a_day_is_read_in_the_usual_ways(cell: Cell, value: str, said: list[str]) -> None:
    reading = read("day", cell)
    assert (reading.value, codes(reading)) == (value, said)


def test_the_interpreted_day_is_shown_beside_what_was_written() -> None:
    [remark] = read("day", "2011.7").remarks
    assert remark.args == {"said": "2011.7", "value": "2011-07-01"}


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (2011.1, "date-january-or-october"),
        ("2011", "date-year-only"),
        (2011.0, "date-year-only"),
        ("11.7.1", "date-year-unclear"),
        ("7/1/2011", "date-year-unclear"),
        ("2011年13月1日", "date-impossible"),
        ("2011-02-29", "date-impossible"),
        ("1899年1月1日", "date-out-of-range"),
        ("不详", "date-unreadable"),
        (True, "date-unreadable"),
        (-3.0, "date-unreadable"),
        (1e300, "date-unreadable"),
    ],
)
def test_a_day_that_cannot_be_told_is_explained_and_not_guessed(cell: Cell, why: str) -> None:
    reading = read("day", cell)
    assert (reading.value, codes(reading)) == (None, [why])


def test_serial_numbers_count_from_the_day_that_the_workbook_names() -> None:
    assert read("day", 39263.0, date(1904, 1, 1)).value == "2011-07-01"


@pytest.mark.parametrize(
    "cell",
    [
        13800000000.0,
        "13800000000.0",
        "１３８　００００　００００",
        "138-0000-0000",
        "+86 138 0000 0000",
        "008613800000000",
        "'13800000000",
        "电话：13800000000",
        "1.3800000000E+10",
    ],
)
def test_a_phone_is_read_in_the_usual_ways(cell: Cell) -> None:
    assert read("phone", cell).value == "+8613800000000"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1.38E+10", "phone-digits-lost"),
        ("1.38e10", "phone-digits-lost"),
        ("1380000000", "phone-invalid"),
        ("138000000001", "phone-invalid"),
        ("见备注", "phone-not-a-number"),
        (1.5, "phone-not-a-number"),
        (True, "phone-not-a-number"),
        (1e300, "phone-not-a-number"),
    ],
)
def test_a_phone_that_cannot_be_told_is_explained(cell: Cell, why: str) -> None:
    reading = read("phone", cell)
    assert (reading.value, codes(reading)) == (None, [why])


@pytest.mark.parametrize(
    ("cell", "rest"), [("13800000000（家属）", "家属"), ("13800000000/0571-88886666", "0571-88886666")]
)
def test_what_stands_beside_a_phone_is_said_to_be_left_out(cell: str, rest: str) -> None:
    reading = read("phone", cell)
    assert reading.value == "+8613800000000"
    assert [remark.args["rest"] for remark in reading.remarks] == [rest]


@pytest.mark.parametrize(
    ("cell", "name", "said"),
    [
        ("王伟", "王伟", []),
        ("王 伟", "王伟", ["name-spaces"]),
        ("王　伟", "王伟", ["name-spaces"]),
        ("王\n伟", "王伟", ["name-spaces"]),
        (" 王伟 ", "王伟", ["interpreted"]),
        ("王伟（预备）", "王伟", ["rest-left-out"]),
        ("阿依古丽•买买提", "阿依古丽·买买提", ["interpreted"]),
        ("John  Smith", "John Smith", ["interpreted"]),
    ],
)
def test_a_name_is_read_without_what_does_not_belong_to_it(cell: str, name: str, said: list[str]) -> None:
    reading = read("name", cell)
    assert (reading.value, codes(reading)) == (name, said)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("王伟1", "name-not-a-name"),
        ("——", "name-not-a-name"),
        (7.0, "name-not-text"),
        ("王" * 61, "too-long"),
    ],
)
def test_what_is_no_name_is_refused(cell: Cell, why: str) -> None:
    assert codes(read("name", cell)) == [why]


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("kinds", "中共党员", "full"),
        ("kinds", "预备党员", "probationary"),
        ("kinds", "入党积极分子", "activist"),
        ("kinds", "群众", "staff"),
        ("positions", "书记、组织委员", ["secretary", "organiser"]),
        ("positions", "党小组长 ", ["group-leader"]),
        ("positions", "无", []),
        ("roles", "信息员，学校管理员", [{"role": "reporter", "unit": None}, {"role": "school-admin", "unit": None}]),
        ("roles", "值班@第一中学", [{"role": "duty-officer", "unit": "第一中学"}]),
        ("statuses", "离退休", "retired"),
        ("number", 1024.0, "1024"),
        ("number", "0012", "0012"),
        ("number", "Ｔ００１", "T001"),
        ("email", "li@example.org", "li@example.org"),
    ],
)
def test_words_are_taken_for_what_they_mean(kind: str, cell: Cell, value: Any) -> None:
    assert read(kind, cell).value == value


def test_a_job_is_no_position_and_is_said_to_be_left_out() -> None:
    reading = read("positions", "教师")
    assert (reading.value, codes(reading)) == (None, ["position-left-out"])


def test_a_role_that_is_not_understood_keeps_the_row_out() -> None:
    reading = read("roles", "信息员、超级用户")
    assert (reading.value, codes(reading)) == (None, ["role-unknown"])
    assert reading.remarks[0].severity == "error"


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("kinds", "word-unknown"),
        ("statuses", "word-unknown"),
        ("email", "email-invalid"),
        ("number", "number-unreadable"),
    ],
)
def test_a_word_that_is_not_known_is_an_error(kind: str, why: str) -> None:
    assert codes(read(kind, "？什么！")) == [why]


@pytest.mark.parametrize("kind", ["name", "phone", "day", "kinds", "positions", "roles", "number", "email"])
@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\u200b"])
def test_an_empty_cell_says_nothing(kind: str, cell: Cell) -> None:
    reading = read(kind, cell)
    assert (reading.value, reading.remarks) == (None, [])
