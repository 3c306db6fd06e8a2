"""What the remarks of an import say, in the reader's language."""

from __future__ import annotations

from typing import Any

from services.directory.imports.model import Remark
from services.directory.imports.vocabulary import vocabulary
from shared.i18n import Catalogue, catalogue


def words() -> Catalogue:
    return catalogue("services.directory")


def sentence(remark: Remark, locale: str) -> str:
    """One sentence, after the column that it is about."""
    args = dict(remark.args)
    if "kind" in args:
        args["kind"] = vocabulary().word("unit_kinds", args["kind"], locale)
    told = words().text(locale, f"import-{remark.code}", args)
    if not remark.field:
        return told
    return words().text(locale, "import-of-column", {"column": column(remark.field, locale), "told": told})


def refusal(code: str, args: dict[str, str], locale: str) -> str:
    """Why a file cannot be used."""
    shown = dict(args)
    if shown.get("column"):
        shown["column"] = column(shown["column"], locale)
    return words().text(locale, f"import-{code}", shown)


def column(field: str, locale: str) -> str:
    for table in ("members", "units"):
        if field in vocabulary().fields(table):
            return vocabulary().word(table, field, locale)
    return field


def outcome(code: str, locale: str) -> str:
    return words().text(locale, f"import-outcome-{code}")


def in_words(decision: dict[str, Any], locale: str) -> dict[str, Any]:
    """A row of a report (Decision.as_json) with each remark's ``text``."""
    remarks = [{**each, "text": sentence(Remark.of(each), locale)} for each in decision["remarks"]]
    return {**decision, "remarks": remarks}
