"""A rule file that cannot work is refused before it is used."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.incidents.triage import RuleFileError, built_in, load
from services.incidents.triage.rules import BUILT_IN, compile_rules


@pytest.fixture
def content() -> dict[str, Any]:
    source = files("services.incidents.triage") / "rules" / BUILT_IN
    loaded: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return loaded


def refused(content: dict[str, Any]) -> str:
    with pytest.raises(RuleFileError) as error:
        compile_rules(yaml.safe_dump(content, allow_unicode=True), "mine.yaml")
    return str(error.value)


def test_the_built_in_rules_compile() -> None:
    assert built_in().version.startswith("v1 ")


def test_yaml_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(RuleFileError, match=r"mine\.yaml: not valid YAML"):
        compile_rules("a: [", "mine.yaml")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="cannot be read"):
        load(tmp_path / "none.yaml")


def test_an_unknown_key_is_refused_by_name(content: dict[str, Any]) -> None:
    content["colour"] = 1
    assert "colour" in refused(content)


def test_another_version_is_refused(content: dict[str, Any]) -> None:
    content["version"] = 2
    assert refused(content).startswith("mine.yaml: version:")


def test_a_pattern_naming_an_unknown_concept_is_refused_with_its_rule(content: dict[str, Any]) -> None:
    content["categories"]["fees"]["fee"]["any"] = ["<nosuch>"]
    assert refused(content) == "mine.yaml: fees.fee: pattern '<nosuch>': no concept is called <nosuch>"


@pytest.mark.parametrize("pattern", ["~3 钱", "钱 ~3", "钱 ~3 &4 费", "<钱", "", "钱 | 费"])
def test_a_pattern_that_cannot_be_read_is_refused(content: dict[str, Any], pattern: str) -> None:
    content["categories"]["fees"]["fee"]["any"] = [pattern]
    assert "fees.fee: pattern" in refused(content)


def test_severity_rules_out_of_order_are_refused(content: dict[str, Any]) -> None:
    content["severity"].reverse()
    assert "severity: rules must stand from level 4 down" in refused(content)


def test_two_severity_rules_of_one_name_are_refused(content: dict[str, Any]) -> None:
    content["severity"].insert(0, content["severity"][0])
    assert "same id" in refused(content)


def test_a_category_without_a_default_severity_is_refused(content: dict[str, Any]) -> None:
    del content["severity_default"]["fees"]
    assert "severity_default: no level for fees" in refused(content)


def test_concepts_that_include_each_other_are_refused(content: dict[str, Any]) -> None:
    content["concepts"]["pupil"]["includes"] = ["setting"]
    assert "goes round in a circle" in refused(content)


def test_an_unknown_category_is_refused(content: dict[str, Any]) -> None:
    content["categories"]["weather"] = {"a": {"weight": 1, "any": ["雨"]}}
    assert "categories" in refused(content)
