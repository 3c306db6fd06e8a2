"""``zhixing triage``: how well the rules read labelled texts, and why they read one text the way they do."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from services.incidents.triage import Phrase, RuleFileError, Rules, Suggestion, built_in, load, suggest
from services.incidents.triage.evaluation import (
    EvaluationFileError,
    Figures,
    Share,
    judge,
    measure,
    read_labelled,
)
from shared.i18n import catalogue

app = typer.Typer(no_args_is_help=True, help="Check and explain the triage rules.")

RulesFile = Annotated[Path | None, typer.Option("--rules", help="Another rule file than the built-in one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Locale = Annotated[str, typer.Option("--locale", help="Language of the labels: zh-CN or en.")]

_SUMMARY = (
    ("category", "category right"),
    ("category_top_two", "category among the top two"),
    ("in_scope_category", "category right, where there is something to report"),
    ("severity_exact", "severity exact"),
    ("severity_within_one", "severity within one"),
    ("severe_recall", "recall of severity 3-4"),
    ("severe_alarm", "called 3-4 though it is not (of all called 3-4)"),
    ("unrecognised_in_scope", "not recognised though there is something to report"),
    ("over_trigger", "over-trigger on ordinary texts"),
    ("tone", "tone right"),
)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Tab-separated: category, severity, tone, text.")],
    rules: RulesFile = None,
    as_json: AsJson = False,
) -> None:
    """Compare suggestions with labelled texts."""
    chosen = _rules(rules)
    try:
        labelled = read_labelled(file)
    except EvaluationFileError as error:
        raise _refused(str(error)) from error
    figures = measure(judge(labelled, lambda text: suggest(text, chosen)))
    if as_json:
        typer.echo(json.dumps(_figures(figures, chosen), ensure_ascii=False, indent=2))
    else:
        _print(figures, chosen)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="The report's text.")],
    rules: RulesFile = None,
    as_json: AsJson = False,
    locale: Locale = "zh-CN",
) -> None:
    """Show what is suggested for one text and the phrases that led to it."""
    suggestion = suggest(text, _rules(rules))
    if as_json:
        typer.echo(json.dumps(asdict(suggestion), ensure_ascii=False, indent=2))
    else:
        _explain(suggestion, locale)


def _rules(path: Path | None) -> Rules:
    try:
        return load(path) if path else built_in()
    except RuleFileError as error:
        raise _refused(str(error)) from error


def _refused(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)


def _figures(figures: Figures, rules: Rules) -> dict[str, Any]:
    plain = asdict(figures)
    plain["rules"] = rules.version
    plain["confusion"] = [
        {"expected": expected, "answer": answer, "texts": count}
        for (expected, answer), count in sorted(figures.confusion.items())
    ]
    return plain


def _print(figures: Figures, rules: Rules) -> None:
    console = Console()
    summary = Table("figure", "share", "texts", title=f"{figures.texts} texts, rules {rules.version}")
    for name, label in _SUMMARY:
        share: Share = getattr(figures, name)
        summary.add_row(label, _percent(share), f"{share.part}/{share.whole}")
    summary.add_row("ms per text, mean", f"{figures.milliseconds_mean:.2f}", "")
    summary.add_row("ms per text, p99", f"{figures.milliseconds_p99:.2f}", "")
    console.print(summary)
    for title, shares in (
        ("category right, by category", figures.by_category),
        ("category right, by style", figures.by_style),
        ("recall of severity 3-4, by style", figures.severe_by_style),
    ):
        if set(shares) - {""}:
            console.print(_shares(title, shares))
    confusion = Table("expected", "answer", "texts", title="confusion (none = nothing to report / unrecognised)")
    for (expected, answer), count in sorted(figures.confusion.items()):
        if expected != answer:
            confusion.add_row(expected, answer, str(count))
    console.print(confusion)


def _shares(title: str, shares: dict[str, Share]) -> Table:
    table = Table("", "share", "texts", title=title)
    for name, share in shares.items():
        table.add_row(name, _percent(share), f"{share.part}/{share.whole}")
    return table


def _percent(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.1%}"


def _explain(suggestion: Suggestion, locale: str) -> None:
    words = catalogue("ops")
    console = Console()
    console.print(words.text(locale, f"triage-reason-{suggestion.reason}"))
    table = Table("", "", "rule", "phrase", "at", "weight")
    for candidate in suggestion.candidates:
        name = words.text(locale, f"triage-category-{candidate.category}")
        _rows(table, name, f"{candidate.score:g}", candidate.phrases)
    if suggestion.severity:
        level = words.text(locale, f"triage-severity-{suggestion.severity.level}")
        _rows(table, level, suggestion.severity.rule_id, suggestion.severity.phrases)
    else:
        _rows(table, words.text(locale, "triage-severity-unrecognised"), "", ())
    tone = words.text(locale, f"triage-tone-{suggestion.tone.value}")
    _rows(table, words.text(locale, "triage-tone-heading"), tone, suggestion.tone.phrases)
    for aside in suggestion.set_aside:
        why = words.text(locale, f"triage-why-{aside.why}")
        table.add_row("-", why, "", escape(aside.text), f"{aside.start}-{aside.end}", "")
    console.print(table)


def _rows(table: Table, name: str, value: str, phrases: tuple[Phrase, ...]) -> None:
    table.add_row(name, value, "", "", "", "")
    for phrase in phrases:
        place = f"{phrase.start}-{phrase.end}"
        table.add_row("", "", phrase.rule_id, escape(phrase.text), place, f"{phrase.weight:g}")
