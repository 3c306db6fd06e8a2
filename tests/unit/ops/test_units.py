"""``zhixing units``: what it asks of the directory, and what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ops.commands import units
from ops.texts import Problem
from shared.events.units import TreeChangeRefused
from shared.i18n import LOCALES, catalogue
from tests.unit.ops.standing import Standing

CODES = re.findall(r"\b[a-z]+(?:-[a-z]+)+\b", (TreeChangeRefused.__doc__ or "").partition(":")[2])

SCHOOL = {
    "unit_id": "s1",
    "kind": "school",
    "name": "First School",
    "parent_id": "d",
    "path": "/d/s1",
    "code": "17",
    "status": "active",
    "opened_on": None,
    "closed_on": None,
    "merged_into": None,
    "version": 2,
    "members": 3,
}
DISTRICT = {
    **SCHOOL,
    "unit_id": "d",
    "kind": "district",
    "name": "District",
    "parent_id": None,
    "path": "/d",
    "code": None,
}


class Directory(Standing):
    def call(self, service: str, method: str, *, timeout: float = 10, **given: Any) -> Any:
        assert service == "directory"
        return super().call(service, method, timeout=timeout, **given)


class Where:
    amqp_url = "amqp://nowhere"


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Directory:
    stand_in = Directory({"change_tree": {"refused": None, "unit_id": None}, "tree": [DISTRICT, SCHOOL]})
    monkeypatch.setattr("ops.rpc.Rpc", stand_in)
    monkeypatch.setattr(units, "addresses", Where)
    return stand_in


def run(*arguments: str) -> str:
    """What it printed. Raises what it raised."""
    result = CliRunner().invoke(units.app, list(arguments), env={"COLUMNS": "200"}, catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_the_tree_is_shown_with_each_unit_below_its_parent(directory: Directory) -> None:
    lines = [line for line in run("list").splitlines() if "s1" in line or "District" in line]
    assert lines[0].index("District") + 2 == lines[1].index("First School")
    assert json.loads(run("list", "--json")) == [DISTRICT, SCHOOL]


def test_a_change_is_one_question_to_the_directory(directory: Directory) -> None:
    directory.answers["unit"] = SCHOOL
    assert "/d/s1" in run("move", "s1", "--to", "z2", "--reason", "zones drawn anew")
    assert directory.asked[0] == (
        "change_tree",
        {
            "command_type": "directory.move-unit.v1",
            "data": {"unit_id": "s1", "parent_id": "z2", "reason": "zones drawn anew"},
        },
    )


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_is_one_sentence_in_either_language(directory: Directory, code: str) -> None:
    directory.answers["change_tree"] = {"refused": code, "unit_id": "s1"}
    with pytest.raises(Problem) as problem:
        run("close", "s1", "--reason", "-", "--yes")
    assert problem.value.key == f"units-refused-{code}"
    for locale in LOCALES:
        assert "s1" in catalogue("ops").text(locale, problem.value.key, {"unit": "s1"})


def test_a_value_that_cannot_be_used_is_named_and_nothing_is_asked(directory: Directory) -> None:
    with pytest.raises(Problem) as problem:
        run("register", "s1", "--kind", "castle", "--name", "Castle")
    assert problem.value.args_shown == {"field": "kind"}
    assert directory.asked == []


def test_nothing_is_closed_without_a_yes(directory: Directory) -> None:
    for arguments in (("close", "s1"), ("merge", "s1", "--into", "s2")):
        with pytest.raises(Problem) as problem:
            run(*arguments, "--reason", "-")
        assert problem.value.key == "needs-yes"
    assert directory.asked == []


def test_the_parts_of_a_split_come_from_a_file(directory: Directory, tmp_path: Path) -> None:
    file = tmp_path / "parts.yaml"
    file.write_text("- {unit_id: b3, kind: branch, name: Third Branch, member_ids: [m1, m2]}\n", encoding="utf-8")
    assert "b3" in run("split", "b1", str(file), "--reason", "too large")
    (asked,) = directory.asked
    assert asked[1]["data"]["parts"] == [
        {"unit_id": "b3", "kind": "branch", "name": "Third Branch", "code": None, "member_ids": ["m1", "m2"]}
    ]


@pytest.mark.parametrize("content", ["unit_id: b3", "- 7", ": :", None])
def test_a_file_that_is_no_list_is_refused_in_a_sentence(
    directory: Directory, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "parts.yaml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(Problem) as problem:
        run("split", "b1", str(file), "--reason", "-")
    assert problem.value.key == "units-bad-file"


def test_a_chain_is_set_and_shown_in_its_order(directory: Directory, tmp_path: Path) -> None:
    file = tmp_path / "duties.yaml"
    file.write_text("- {member_id: m1, deputy_ids: [m2], valid_from: 2026-03-01}\n", encoding="utf-8")
    deputy = {"member_id": "m2", "name": None}
    directory.answers["duties"] = [
        {"member_id": "m1", "name": "Li Lei", "deputies": [deputy], "valid_from": "2026-03-01", "valid_until": None}
    ]
    shown = run("duties", "s1", "--set", str(file))
    assert directory.asked[0][1]["data"] == {
        "unit_id": "s1",
        "duties": [{"member_id": "m1", "deputy_ids": ["m2"], "valid_from": "2026-03-01", "valid_until": None}],
    }
    assert "Li Lei (m1)" in shown


def test_what_a_unit_was_is_asked_by_day(directory: Directory) -> None:
    directory.answers.update(unit_on=SCHOOL, tree_on=[SCHOOL])
    assert "First School" in run("show", "s1", "--on", "2026-03-31")
    run("list", "s1", "--on", "2026-03-31")
    assert directory.asked[-1] == ("tree_on", {"unit_path": "/d/s1", "day": "2026-03-31"})
    with pytest.raises(Problem) as problem:
        run("show", "s1", "--on", "yesterday")
    assert problem.value.key == "units-bad-value"
