"""Several logs as one stream."""

from __future__ import annotations

from pathlib import Path

from ops.supervision.logs import Logs


def test_lines_carry_the_process_name_and_come_once_and_whole(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("before\n")
    logs = Logs({"web": log}, tmp_path / "supervisord.log", width=30)
    logs.skip()
    with log.open("a") as file:
        file.write("one\n\nhalf")
    assert list(logs.new_lines()) == ["web        | one"]
    with log.open("a") as file:
        file.write(" a line\n" + "x" * 100 + "\n")
    shown = list(logs.new_lines())
    assert shown[0] == "web        | half a line"
    assert len(shown[1]) == 30
    logs.close()


def test_a_rotated_log_is_followed(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("one\n")
    logs = Logs({"web": log}, tmp_path / "supervisord.log")
    assert len(list(logs.new_lines())) == 1
    with log.open("a") as file:
        file.write("two\n")
    log.rename(tmp_path / "web.log.1")
    log.write_text("three\n")
    assert [line.split("| ")[1] for line in logs.new_lines()] == ["two", "three"]
    logs.close()


def test_of_the_supervisor_only_comings_and_goings_are_shown(tmp_path: Path) -> None:
    own = tmp_path / "supervisord.log"
    own.write_text("INFO exited: web (terminated by SIGKILL)\nCRIT running as root\n")
    logs = Logs({}, own)
    assert list(logs.new_lines()) == ["supervisor | INFO exited: web (terminated by SIGKILL)"]
    logs.close()
