"""``zhixing triage`` and the words it shows."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ops.commands.triage import app
from services.incidents.triage import Category, Reason, ToneValue, Why
from shared.i18n import LOCALES, catalogue

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "triage" / "examples.tsv"
RUN = CliRunner()


def test_evaluate_prints_the_table() -> None:
    result = RUN.invoke(app, ["evaluate", str(EXAMPLES)])
    assert result.exit_code == 0
    for label in (
        "category right",
        "recall of severity 3-4",
        "over-trigger",
        "ms per text, p99",
        "confusion",
    ):
        assert label in result.output


def test_evaluate_gives_json() -> None:
    result = RUN.invoke(app, ["evaluate", str(EXAMPLES), "--json"])
    figures = json.loads(result.output)
    assert figures["texts"] == 55
    assert figures["severe_recall"]["whole"] == 19


def test_evaluate_refuses_a_file_it_cannot_read(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["evaluate", str(tmp_path / "none.tsv")])
    assert result.exit_code == 1
    assert "cannot be read" in result.output


def test_a_bad_rule_file_is_refused(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("version: 9\n", encoding="utf-8")
    result = RUN.invoke(app, ["explain", "x", "--rules", str(rules)])
    assert result.exit_code == 1
    assert "rules.yaml: version" in result.output


def test_explain_shows_category_rule_and_phrase() -> None:
    result = RUN.invoke(app, ["explain", "食堂午饭后20名学生食物中毒住院", "--json"])
    shown = json.loads(result.output)
    assert shown["candidates"][0]["category"] == "food_safety"
    assert shown["severity"]["level"] >= 3


def test_explain_says_that_an_unrecognised_text_needs_a_person() -> None:
    result = RUN.invoke(app, ["explain", "今天天气不错"])
    assert result.exit_code == 0
    assert "未识别" in result.output


@pytest.mark.parametrize("locale", LOCALES)
def test_every_answer_has_words_in_every_locale(locale: str) -> None:
    words = catalogue("ops")
    keys = [f"triage-category-{one}" for one in (*Category, "unrecognised")]
    keys += [f"triage-reason-{one}" for one in Reason] + [f"triage-why-{one}" for one in Why]
    keys += [f"triage-tone-{one}" for one in (*ToneValue, "heading")]
    keys += [f"triage-severity-{one}" for one in (1, 2, 3, 4, "unrecognised")]
    for key in keys:
        assert words.text(locale, key)
