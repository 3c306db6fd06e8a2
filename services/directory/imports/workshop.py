"""The work on sheets that takes the processor for seconds, in a process of its own, so that the service stays awake:
``python -m services.directory.imports.workshop parse|mark|export``. Reads stdin, writes stdout.

``parse``: the file; JSON lines: ``{"refused": null or {"code", "args"}, "tables", "remarks", "count"}``, then lists of
rows, so many in each as asked. ``mark``: JSON lines, the first ``{"only", "summary", "locale"}``, then lists of rows of
the report; an empty line; the file. A workbook. ``export``: JSON of the tables; a workbook.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any, BinaryIO, get_args

from services.directory.imports.export import as_workbook
from services.directory.imports.marking import marked
from services.directory.imports.model import Profile, Unusable
from services.directory.imports.reading import read
from services.directory.imports.rows import parse

#: What the work may use; a file that needs more is refused.
MEMORY_BYTES = 2 * 1024**3
PROCESSOR_SECONDS = 300


def parse_file(source: BinaryIO, target: BinaryIO, only: Profile | None, portion: int) -> None:
    try:
        parsed = parse(read(source.read()), only)
    except Unusable as unusable:
        _line(target, {"refused": {"code": unusable.code, "args": unusable.args_shown}})
        return
    except (MemoryError, RecursionError):
        _line(target, {"refused": {"code": "file-corrupt", "args": {}}})
        return
    head = {
        "refused": None,
        "tables": [table.as_json() for table in parsed.tables],
        "remarks": [remark.as_json() for remark in parsed.remarks],
        "count": len(parsed.rows),
    }
    _line(target, head)
    # Units and members never share a portion: a member's unit is registered before.
    for profile in get_args(Profile)[::-1]:
        rows = [row.as_json() for row in parsed.of(profile)]
        for start in range(0, len(rows), portion):
            _line(target, rows[start : start + portion])


def mark_file(source: BinaryIO, target: BinaryIO) -> None:
    head = json.loads(source.readline())
    decisions: list[dict[str, Any]] = []
    while line := source.readline().strip():
        decisions += json.loads(line)
    book = read(source.read())
    tables = parse(book, head["only"]).tables
    target.write(marked(book, tables, decisions, head["summary"], head["locale"]))


def export_file(source: BinaryIO, target: BinaryIO) -> None:
    tables = json.load(source)
    target.write(as_workbook(tables["members"], tables["units"], tables["locale"]))


def _line(target: BinaryIO, document: Any) -> None:
    target.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")


def main(arguments: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    if arguments[0] == "parse":
        only: Any = arguments[1] if arguments[1] in get_args(Profile) else None
        parse_file(source, target, only, int(arguments[2]))
    elif arguments[0] == "mark":
        mark_file(source, target)
    else:
        export_file(source, target)
    target.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
