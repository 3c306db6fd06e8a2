"""The rule file: its shape, its checks, and what the engine works with once it is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from services.incidents.triage.model import Category
from services.incidents.triage.numbers import Numbers
from services.incidents.triage.patterns import BadPatternError, Pattern, Scanner, parse
from services.incidents.triage.text import Folding

BUILT_IN = "triage_rules.v1.yaml"
COUNTED = {
    "people": (1, 2, 3, 10, 30, 100),
    "classes": (1, 2),
    "money": (1, 1_000_000),
    "spread": (1, 10_000, 100_000),
}


class RuleFileError(ValueError):
    """The rule file cannot be used; the message is one sentence naming the place and the fault."""


def _split(words: str) -> str:
    if not words.split():
        raise ValueError("holds no word")
    return words


Words = Annotated[str, AfterValidator(_split)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ConceptSpec(_Strict):
    """Words separated by blanks. ``negatable``: a negation before it takes it away. ``outcome``: harm
    that happened, unless the text says it was a drill, a rumour, elsewhere or only possible. ``fuzzy``: also
    found with one character replaced by one that sounds or looks alike."""

    words: Words
    includes: tuple[str, ...] = ()
    negatable: bool = False
    outcome: bool = False
    fuzzy: bool = False


class CategoryRuleSpec(_Strict):
    """``grounds``: tells of something that happened, so a drill or a notice does not explain it away.
    ``most``: how many different phrases count."""

    weight: Annotated[float, Field(ge=-10, le=10)]
    any: Annotated[tuple[str, ...], Field(min_length=1)]
    grounds: bool = True
    most: Annotated[int, Field(ge=1, le=9)] = 1


class SeverityRuleSpec(_Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)*$")]
    level: Literal[1, 2, 3, 4]
    any: Annotated[tuple[str, ...], Field(min_length=1)]
    categories: tuple[Category, ...] = ()


class NegationSpec(_Strict):
    """``far`` words reach ``far_window`` characters ahead in their clause, ``near`` words ``near_window``."""

    far: Words
    near: Words
    far_window: Annotated[int, Field(ge=1, le=40)]
    near_window: Annotated[int, Field(ge=0, le=40)]
    breakers: Words


class NumberSpec(_Strict):
    digits: dict[str, int]
    powers: dict[str, int]
    several: str
    about: str
    myriad: str
    measures: dict[Literal["people", "classes", "money", "spread"], Words]
    loose: str
    not_after_loose: Words


class ContextSpec(_Strict):
    """Names of concepts that set words aside: see docs/triage.md for what each does."""

    preventive: str
    practice: str
    occurred: str
    everyday: str
    strong_praise: str
    simulated: str
    conditional: str
    elsewhere: str
    denied: str
    complaint: str
    setting: str
    foreign: str
    praise: str
    harm: str


class ToneSpec(_Strict):
    negative: dict[str, float]
    positive: dict[str, float]


class RuleFile(_Strict):
    version: Literal[1]
    revision: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}(\.\d+)?$")]
    threshold: Annotated[float, Field(gt=0, le=20)]
    threshold_when_told: Annotated[float, Field(gt=0, le=20)]
    substitutes: dict[str, str]
    lookalikes: tuple[str, ...]
    not_lookalikes: str
    masks: Words
    concepts: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], ConceptSpec]
    negation: NegationSpec
    numbers: NumberSpec
    contexts: ContextSpec
    categories: dict[Category, dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], CategoryRuleSpec]]
    severity: tuple[SeverityRuleSpec, ...]
    severity_default: dict[Category, Literal[1, 2, 3, 4]]
    tone: ToneSpec


@dataclass(frozen=True, slots=True)
class CategoryRule:
    id: str
    category: Category
    weight: float
    grounds: bool
    most: int
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class SeverityRule:
    id: str
    level: int
    categories: frozenset[Category]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """A checked rule file, ready to run."""

    version: str
    file: RuleFile
    folding: Folding
    scanner: Scanner
    numbers: Numbers
    category_rules: tuple[CategoryRule, ...]
    severity_rules: tuple[SeverityRule, ...]
    outcomes: frozenset[str]
    literals: frozenset[str]
    negatable: frozenset[str]


@cache
def built_in() -> Rules:
    """The rules that ship with the package."""
    source = files("services.incidents.triage") / "rules" / BUILT_IN
    return compile_rules(source.read_text(encoding="utf-8"), BUILT_IN)


def load(path: Path) -> Rules:
    """Rules from a file. Raises RuleFileError."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleFileError(f"{path.name}: cannot be read: {error}") from error
    return compile_rules(source, path.name)


def compile_rules(source: str, name: str) -> Rules:
    """Rules from YAML text. Raises RuleFileError."""
    try:
        file = RuleFile.model_validate(yaml.safe_load(source))
    except yaml.YAMLError as error:
        raise RuleFileError(f"{name}: not valid YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise RuleFileError(f"{name}: {place}: {first['msg']}") from error
    try:
        return _compile(file)
    except BadPatternError as error:
        raise RuleFileError(f"{name}: {error}") from error


def _compile(file: RuleFile) -> Rules:
    counted = {f"{kind}{least}" for kind, steps in COUNTED.items() for least in steps}
    known = set(file.concepts) | counted
    category_rules = tuple(
        CategoryRule(
            id=f"{category}.{rule_id}",
            category=category,
            weight=spec.weight,
            grounds=spec.grounds,
            most=spec.most,
            patterns=tuple(_parse(pattern, known, f"{category}.{rule_id}") for pattern in spec.any),
        )
        for category, rules in file.categories.items()
        for rule_id, spec in rules.items()
    )
    severity_rules = tuple(
        SeverityRule(
            id=spec.id,
            level=spec.level,
            categories=frozenset(spec.categories),
            patterns=tuple(_parse(pattern, known, spec.id) for pattern in spec.any),
        )
        for spec in file.severity
    )
    _check(file, known, severity_rules)
    return Rules(
        version=f"v{file.version} {file.revision}",
        file=file,
        folding=Folding(file.substitutes),
        scanner=Scanner(_words(file, category_rules, severity_rules, known), file.masks.split()),
        numbers=_numbers(file.numbers),
        category_rules=category_rules,
        severity_rules=severity_rules,
        literals=frozenset(
            name
            for rule in (*(one.patterns for one in category_rules), *(one.patterns for one in severity_rules))
            for pattern in rule
            for term in pattern.terms
            for name in term
            if name not in known
        ),
        outcomes=frozenset(name for name, concept in file.concepts.items() if concept.outcome),
        negatable=frozenset(name for name, concept in file.concepts.items() if concept.negatable),
    )


def _numbers(spec: NumberSpec) -> Numbers:
    measures = {str(kind): words.split() for kind, words in spec.measures.items()}
    return Numbers(
        spec.digits,
        spec.powers,
        spec.several,
        spec.about,
        spec.myriad,
        measures,
        spec.loose,
        spec.not_after_loose.split(),
    )


def _parse(source: str, known: set[str], rule_id: str) -> Pattern:
    try:
        return parse(source, known)
    except BadPatternError as error:
        raise BadPatternError(f"{rule_id}: {error}") from error


def _check(file: RuleFile, known: set[str], severity_rules: tuple[SeverityRule, ...]) -> None:
    for context, concept in file.contexts.model_dump().items():
        if concept not in file.concepts:
            raise BadPatternError(f"contexts.{context}: no concept is called <{concept}>")
    for name, concept_spec in file.concepts.items():
        for included in concept_spec.includes:
            if included not in file.concepts:
                raise BadPatternError(f"concepts.{name}.includes: no concept is called <{included}>")
    for side, weights in (("negative", file.tone.negative), ("positive", file.tone.positive)):
        for concept in weights:
            if concept not in known:
                raise BadPatternError(f"tone.{side}: no concept is called <{concept}>")
    levels = [rule.level for rule in severity_rules]
    if levels != sorted(levels, reverse=True):
        raise BadPatternError("severity: rules must stand from level 4 down to level 1, as the first that fits decides")
    identifiers = [rule.id for rule in severity_rules]
    if len(set(identifiers)) != len(identifiers):
        raise BadPatternError("severity: two rules have the same id")
    if missing := [category for category in Category if category not in file.severity_default]:
        raise BadPatternError(f"severity_default: no level for {missing[0]}")


def _words(
    file: RuleFile,
    category_rules: tuple[CategoryRule, ...],
    severity_rules: tuple[SeverityRule, ...],
    known: set[str],
) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for name, words in (
        ("_far", file.negation.far),
        ("_near", file.negation.near),
        ("_breakers", file.negation.breakers),
    ):
        for word in words.split():
            _own(owners, word, name)
    for name in file.concepts:
        for word in _members(file, name, ()):
            _own(owners, word, name)
    patterns = [pattern for category_rule in category_rules for pattern in category_rule.patterns]
    patterns += [pattern for severity_rule in severity_rules for pattern in severity_rule.patterns]
    for pattern in patterns:
        for literal in (one for term in pattern.terms for one in term if one not in known):
            _own(owners, literal, literal)
    exact = set(owners)
    refused = set(file.not_lookalikes.split())
    for concept in file.concepts.values():
        if concept.fuzzy:
            for word in concept.words.split():
                for variant in _variants(word, file.lookalikes):
                    if variant not in exact and variant not in refused:
                        for owner in list(owners[word]):
                            _own(owners, variant, owner)
    return owners


def _own(owners: dict[str, list[str]], word: str, name: str) -> None:
    names = owners.setdefault(word, [])
    if name not in names:
        names.append(name)


def _members(file: RuleFile, name: str, seen: tuple[str, ...]) -> list[str]:
    if name in seen:
        raise BadPatternError(f"concepts.{name}.includes: goes round in a circle")
    words = file.concepts[name].words.split()
    for included in file.concepts[name].includes:
        words += _members(file, included, (*seen, name))
    return words


def _variants(word: str, groups: tuple[str, ...]) -> list[str]:
    """The word with one character replaced by another of its group; words of one character have none."""
    if len(word) < 2:
        return []
    return [
        word[:position] + other + word[position + 1 :]
        for position, character in enumerate(word)
        for group in groups
        if character in group
        for other in group
        if other != character
    ]
