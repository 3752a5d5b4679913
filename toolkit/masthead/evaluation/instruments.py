"""What is measured and with which words, as tables: the feature catalogue and the lexicons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.errors import UsageError, did_you_mean
from masthead.evaluation.agreement import figures_of
from masthead.features import MeasureOptions, catalogue, load_instruments
from masthead.features.rows import compared, shown
from masthead.lexicons import BUNDLED, ChoiceSet, Lexicon, bundled_choices, bundled_lexicon
from masthead.results import Result, table_of
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.features import Feature
    from masthead.lexicons import Entry

FEATURE_FIELDS = (
    "feature",
    "family",
    "title",
    "primary",
    "kind",
    "pooling",
    "unit",
    "low",
    "high",
    "higher",
    "numerator",
    "denominator",
    "voice_aware",
    "version",
    "citation",
    "agreement",
)
AGREEMENT_FIELDS = ("task", "metric", "value", "low", "high", "n")
LEXICON_FIELDS = ("name", "version", "kind", "entries", "categories", "license", "source", "citation", "sha256")
ENTRY_FIELDS = ("term", "category", "canonical", "weight", "forms", "context", "note")
_LEANING = "leaning."


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureList(Result):
    """Features as rows of FEATURE_FIELDS, and themselves."""

    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconList(Result):
    """Word lists and choice sets: rows of LEXICON_FIELDS, or of one list its entries (ENTRY_FIELDS)."""

    lexicons: tuple[Lexicon, ...] = ()
    choices: tuple[ChoiceSet, ...] = ()


def list_features(
    name: str | None = None, *, families: Sequence[str] = (), options: MeasureOptions | None = None
) -> FeatureList:
    """List every feature, those of ``families``, or the one with a ``name`` or title: what it is and how it is pooled.

    Each row says how well the feature agrees with people (``agreement``). ``options`` name the user's own word lists.
    Raises UsageError for an unknown feature or family.
    """
    rows = catalogue(options)
    if name is None:
        chosen = shown(compared(rows, families), families, everything=True)
        count = sum(feature.family == "choices" for feature in rows)
        notes = (
            ()
            if families
            else (
                "classifiers read leanings too: masthead features leaning.share.own",
                f"{count} shares of rival wordings are left out: --family choices, or masthead lexicons",
            )
        )
    else:
        chosen, notes = (_named(name, (*rows, *(_leanings() if name.startswith(_LEANING) else ()))),), ()
    records = [feature_record(feature) for feature in chosen]
    manifest = {"masthead": __version__, "kind": "catalogue"}
    return FeatureList(table=table_of(records, FEATURE_FIELDS), notes=notes, manifest=manifest, features=chosen)


def list_lexicons() -> LexiconList:
    """List the word lists and choice sets in use, with version, size and source."""
    lists, sets = tuple(bundled_lexicon(name) for name in BUNDLED), tuple(bundled_choices())
    rows = [*map(lexicon_record, lists), *map(choice_record, sets)]
    manifest = {"masthead": __version__, "kind": "lexicons"}
    return LexiconList(table=table_of(rows, LEXICON_FIELDS), manifest=manifest, lexicons=lists, choices=sets)


def show_lexicon(name: str | Path) -> LexiconList:
    """Return every entry of one word list or choice set, or of a user's own word list; UsageError for another name."""
    sets = {choice.concept: choice for choice in bundled_choices()}
    lists: tuple[Lexicon, ...] = ()
    chosen: tuple[ChoiceSet, ...] = ()
    if name in BUNDLED:
        lists = (bundled_lexicon(str(name)),)
    elif name in sets:
        chosen = (sets[str(name)],)
    elif Path(name).is_file():
        lists = load_instruments(MeasureOptions(lexicons=(str(name),))).own
    else:
        known = (*BUNDLED, *sets)
        raise UsageError(
            f"there is no lexicon or choice set {str(name)!r}.{did_you_mean(str(name), known)}",
            fix="List them: masthead lexicons.",
        )
    entries = lists[0].entries if lists else chosen[0].entries
    rows = [entry_record(entry) for entry in entries]
    manifest = {"masthead": __version__, "kind": "lexicons"}
    return LexiconList(table=table_of(rows, ENTRY_FIELDS), manifest=manifest, lexicons=lists, choices=chosen)


def _named(name: str, rows: Sequence[Feature]) -> Feature:
    known = {feature.name: feature for feature in rows}
    titles = {feature.title.casefold(): feature for feature in rows}
    found = titles.get(name.casefold()) or known.get(name)
    if found is None:
        said = did_you_mean(name, (*known, *(feature.title for feature in rows)))
        raise UsageError(f"there is no feature {name!r}.{said}", fix="List them: masthead features.")
    return found


def _leanings() -> tuple[Feature, ...]:
    """What classifiers read beside the catalogue."""
    from masthead.classifiers.wordings import leanings  # noqa: PLC0415 - slow to load, and seldom asked for

    return leanings()


def feature_record(feature: Feature) -> dict[str, Any]:
    """A row of FEATURE_FIELDS."""
    record = {name: getattr(feature, name) for name in FEATURE_FIELDS if hasattr(feature, name)}
    return {
        **record,
        "feature": feature.name,
        "numerator": list(feature.numerator),
        "denominator": list(feature.denominator),
        "agreement": [{name: row[name] for name in AGREEMENT_FIELDS} for row in figures_of(feature.name)],
    }


def lexicon_record(lexicon: Lexicon) -> dict[str, Any]:
    """A row of LEXICON_FIELDS."""
    record = {name: getattr(lexicon, name, None) for name in LEXICON_FIELDS}
    return {
        **record,
        "kind": "word list",
        "entries": len(lexicon.entries),
        "categories": list(lexicon.categories),
    }


def choice_record(choice: ChoiceSet) -> dict[str, Any]:
    """A row of LEXICON_FIELDS."""
    return {
        "name": choice.concept,
        "version": choice.declaration.version,
        "kind": "choice set",
        "entries": len(choice.entries),
        "categories": list(choice.wordings),
        "citation": choice.declaration.citation,
        "sha256": choice.sha256,
    }


def entry_record(entry: Entry) -> dict[str, Any]:
    """A row of ENTRY_FIELDS."""
    record = {name: getattr(entry, name, None) for name in ENTRY_FIELDS}
    return {**record, "forms": list(entry.forms), "context": context_of(entry)}


def context_of(entry: Entry, between: str = "|") -> str:
    """The conditions, by default as they are written in the file."""
    return "; ".join(
        f"{'only' if condition.wanted else 'unless'} {condition.place}:{between.join(sorted(condition.values))}"
        for condition in entry.conditions
    )
