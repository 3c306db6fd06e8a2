"""The figures rules must keep. Files and what their figures are worth: docs/triage.md."""

import time
from functools import cache
from pathlib import Path

import pytest

from services.incidents.triage import suggest
from services.incidents.triage.evaluation import (
    EvaluationFileError,
    Figures,
    judge,
    measure,
    read_labelled,
)

FIXTURES = Path(__file__).parents[2] / "fixtures" / "triage"


@cache
def figures(name: str) -> Figures:
    return measure(judge(read_labelled(FIXTURES / f"{name}.tsv")))


@pytest.mark.parametrize(
    ("name", "least"), [("held_back", 0.92), ("fresh", 0.75), ("development", 0.94), ("examples", 0.95)]
)
def test_severe_cases_are_called_severe(name: str, least: float) -> None:
    share = figures(name).severe_recall.value
    assert share is not None
    assert share >= least


@pytest.mark.parametrize(
    ("name", "least"), [("held_back", 0.90), ("fresh", 0.78), ("development", 0.92), ("examples", 0.92)]
)
def test_categories_are_mostly_right(name: str, least: float) -> None:
    share = figures(name).category.value
    assert share is not None
    assert share >= least


@pytest.mark.parametrize(("name", "most"), [("held_back", 0.20), ("fresh", 0.20), ("development", 0.10)])
def test_ordinary_notices_seldom_get_a_category(name: str, most: float) -> None:
    share = figures(name).over_trigger.value
    assert share is not None
    assert share <= most


def test_texts_written_after_the_rules_do_no_worse_than_when_first_measured() -> None:
    category, severe = figures("last").category.value, figures("last").severe_recall.value
    assert category is not None
    assert severe is not None
    assert category >= 0.35
    assert severe >= 0.40


def test_what_is_called_severe_mostly_is() -> None:
    share = figures("held_back").severe_alarm.value
    assert share is not None
    assert share <= 0.12


def test_a_report_of_500_characters_is_read_within_milliseconds() -> None:
    texts = [one.text for one in read_labelled(FIXTURES / "development.tsv")]
    long_texts = ["".join(texts[start::41])[:500] for start in range(41)]
    suggest(long_texts[0])
    times = sorted(min(_milliseconds(text) for _ in range(4)) for text in long_texts)
    # The aim is 2 ms at p99; the bound leaves room for a test machine whose cores are all taken.
    assert times[len(times) // 2] < 4
    assert times[-1] < 8


def _milliseconds(text: str) -> float:
    began = time.process_time()
    suggest(text)
    return (time.process_time() - began) * 1000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "the first line must be"),
        ("category\tseverity\ttone\ttext\n", "holds no text"),
        ("category\tseverity\ttone\ttext\nfood\t2\tneg\t饭\n", "line 2: 'food' is no category"),
        ("category\tseverity\ttone\ttext\nfees\t5\tneg\t饭\n", "line 2: severity is 1 to 4"),
        ("category\tseverity\ttone\ttext\nfees\t2\tbad\t饭\n", "line 2: tone is neg, neu or pos"),
        ("category\tseverity\ttone\ttext\nfees\t2\tneg\n", "line 2: 3 columns"),
    ],
)
def test_a_bad_file_of_labelled_texts_is_refused_with_its_line(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "texts.tsv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationFileError, match=sentence):
        read_labelled(file)


def test_figures_count_what_they_say(tmp_path: Path) -> None:
    file = tmp_path / "texts.tsv"
    file.write_text(
        "category\tseverity\ttone\ttext\n"
        "food_safety\t3\tneg\t食堂午饭后二十多名学生呕吐腹泻,已送医院。\n"
        "fees\t2\tneg\t天气很好。\n"
        "none\t1\tneu\t明天带美术工具箱。\n",
        encoding="utf-8",
    )
    found = measure(judge(read_labelled(file)))
    assert (found.category.part, found.category.whole) == (2, 3)
    assert (found.severe_recall.part, found.severe_recall.whole) == (1, 1)
    assert (found.unrecognised_in_scope.part, found.over_trigger.part) == (1, 0)
    assert found.confusion[("fees", "none")] == 1
