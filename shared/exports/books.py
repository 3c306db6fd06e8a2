"""Workbooks of what was gathered, in a language: ``BOOKS`` by kind. Loads openpyxl: import it where one is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from shared.exports.wording import Say, forecast, sayer
from shared.workbooks.writing import Cell, Writer, cell, printed

Row = dict[str, Any]

_WHOLE, _SHARE, _DAY = "#,##0", "0.0%", "yyyy-mm-dd"
_MARK_FILLS = {"missing": "error", "late": "warning", "made-up": "note", "excused": "note"}
_SUMS = ("sessions", "expected", "done", "on-time", "late", "made-up", "excused", "minutes")
#: Rows above the table: what it is of, and its header.
_HEAD = 2


def roster(found: Row, locale: str) -> bytes:
    """A sheet for each unit whose members meet together: a line for each member, a column for each session."""
    say = sayer(locale)
    writer = Writer()
    for part in found["parts"]:
        sessions = part["occurrences"]
        widths = [14, 16, *([9] * len(sessions)), 8, 8, 10, 9]
        sheet = writer.sheet(part["unit"]["name"] or part["unit"]["unit_id"], widths, frozen="C4")
        printed(sheet, 3, footer=_title(say, "roster", part["unit"], found["month"]))
        sheet.append([cell(sheet, _title(say, "roster", part["unit"], found["month"]), bold=True)])
        sums = [say(f"column-{name}") for name in ("expected", "done", "participation", "minutes")]
        days = [date.fromisoformat(each["day"]) for each in sessions]
        sheet.append(
            [
                *_headers(sheet, ["", say("column-day")]),
                *(cell(sheet, day, fill="header", bold=True, centred=True, format="mm-dd") for day in days),
                *_headers(sheet, [""] * len(sums)),
            ]
        )
        titles = [each["title"] for each in sessions]
        sheet.append(_headers(sheet, [say("column-member"), say("column-unit"), *titles, *sums]))
        for row in part["members"]:
            sheet.append(_member(sheet, row, sessions, say))
        legend = "  ".join(f"{say(f'mark-{mark}')} {say(f'mark-{mark}-means')}" for mark in _MARKS)
        sheet.append([])
        sheet.append([cell(sheet, legend)])
    if not found["parts"]:
        _nothing(writer, say, found["unit"])
    return writer.bytes()


def summary(found: Row, locale: str) -> bytes:
    """A line for the unit and for each below it."""
    say = sayer(locale)
    writer = Writer()
    sheet = writer.sheet(say("sheet-summary"), [28, 10, *([10] * len(_SUMS)), 10], frozen="B3")
    _head(sheet, say, "summary", found, ["unit", "kind", *_SUMS, "participation"])
    top = found["unit"]["path"].count("/")
    for row in found["rows"]:
        indent = "  " * (row["unit_path"].count("/") - top)
        sums = [cell(sheet, row[name.replace("-", "_")], format=_WHOLE) for name in _SUMS]
        kind = say(f"unit-kind-{row['kind']}")
        sheet.append(
            [*_texts(sheet, [indent + row["name"], kind]), *sums, cell(sheet, row["participation"], format=_SHARE)]
        )
    return writer.bytes()


def policies(found: Row, locale: str) -> bytes:
    """A line for each policy of each unit: what it asks, what is there, and who or what is lacking."""
    say = sayer(locale)
    writer = Writer()
    sheet = writer.sheet(say("sheet-policies"), [22, 36, 12, 12, 11, 10, 10, 10, 10, 40, 40, 40], frozen="C3")
    columns = ("unit", "policy", "first", "last", "state", "numerator", "denominator", "threshold", "needed")
    _head(sheet, say, "policies", found, [*columns, "forecast", "missing", "source"])
    language = "en" if locale == "en" else "zh"
    for row in found["rows"]:
        window = [date.fromisoformat(row["window"][end]) for end in ("first", "last")]
        counted = row["metric"] == "sessions"
        rest = row["missing_count"] - len(row["missing_names"])
        named = say("names-and", names=say("separator").join(row["missing_names"]), rest=rest)
        sheet.append(
            [
                *_texts(sheet, [row["unit_name"], row["name"][language]]),
                *(cell(sheet, day, format=_DAY) for day in window),
                cell(sheet, say(f"state-{row['state']}"), fill="error" if row["state"] == "not-met" else None),
                cell(sheet, row["numerator"], format=_WHOLE),
                cell(sheet, row["denominator"], format=_WHOLE),
                cell(sheet, row["threshold"], format=_WHOLE if counted else _SHARE),
                cell(sheet, row["needed"], format=_WHOLE),
                *_texts(sheet, [forecast(row, locale), named, row["source"][language]]),
            ]
        )
    return writer.bytes()


BOOKS: dict[str, Callable[[Row, str], bytes]] = {"roster": roster, "summary": summary, "policies": policies}
_MARKS = ("on-time", "late", "made-up", "excused", "missing", "open")


def _member(sheet: Any, row: Row, sessions: list[Row], say: Say) -> list[Any]:
    marks = [row["marks"].get(each["occurrence_id"]) for each in sessions]
    share = row["done"] / row["expected"] if row["expected"] else None
    return [
        *_texts(sheet, [row["name"] or row["member_id"], row["unit_name"]]),
        *(
            cell(sheet, say(f"mark-{mark}") if mark else "", fill=_MARK_FILLS.get(mark or ""), centred=True)
            for mark in marks
        ),
        cell(sheet, row["expected"], format=_WHOLE),
        cell(sheet, row["done"], format=_WHOLE),
        cell(sheet, share, format=_SHARE),
        cell(sheet, row["minutes"], format=_WHOLE),
    ]


def _head(sheet: Any, say: Say, kind: str, found: Row, columns: Iterable[str]) -> None:
    title = _title(say, kind, found["unit"], found["month"])
    printed(sheet, _HEAD, footer=title)
    sheet.append([cell(sheet, title, bold=True)])
    sheet.append(_headers(sheet, [say(f"column-{name}") for name in columns]))


def _headers(sheet: Any, texts: Iterable[str]) -> list[Any]:
    return [cell(sheet, each, fill="header", bold=True, centred=True) for each in texts]


def _texts(sheet: Any, values: Iterable[Cell]) -> list[Any]:
    return [cell(sheet, value) for value in values]


def _nothing(writer: Writer, say: Say, unit: Row) -> None:
    sheet = writer.sheet(unit["name"], [40])
    sheet.append([cell(sheet, say("nobody"))])


def _title(say: Say, kind: str, unit: Row, month: str) -> str:
    return say(f"title-{kind}", unit=unit["name"] or unit["unit_id"], month=month)
