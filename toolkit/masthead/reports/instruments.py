"""What is measured and with which words: the feature catalogue and the lexicons."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from masthead.evaluation.agreement import figures_of, headline, limits_of
from masthead.evaluation.instruments import (
    ENTRY_FIELDS,
    FEATURE_FIELDS,
    LEXICON_FIELDS,
    choice_record,
    context_of,
    entry_record,
    feature_record,
    lexicon_record,
)
from masthead.numerals import count
from masthead.reports.titles import family_rows, metric_title
from masthead.reports.validity import figures_grid
from masthead.reports.view import Cell, Column, Grid, Report, Section, facts_told, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.features.base import Feature
    from masthead.lexicons import ChoiceSet, Entry, Lexicon

_MOST_COUNTS = 12
HEADER = ("version", "license", "source", "citation", "limits", "sha256")


def features_report(catalogue: Sequence[Feature], *, manifest: Mapping[str, Any] | None = None) -> Report:
    """The catalogue, family by family; primary features carry a star."""
    columns = (*wordings("feature"), Column("pooling, agreement"), *wordings("higher means"))
    primary = sum(feature.primary for feature in catalogue)
    return Report(
        title=f"{count(len(catalogue), 'feature')}, {primary} of them primary",
        blocks=(Grid.of("", columns, family_rows(catalogue, _feature_row)),),
        details=(_citations_grid(catalogue),),
        remarks=(
            "★ primary: tested and corrected for multiple comparisons; the others are exploratory.",
            "Agreement: with people who annotated news, on the corpus named; empty if nobody has.",
        ),
        hints=("One feature with all its figures: masthead features NAME. Citations: masthead features -v.",),
        rows=[feature_record(feature) for feature in catalogue],
        fields=FEATURE_FIELDS,
        manifest=manifest or {},
    )


def lexicons_report(
    lexicons: Sequence[Lexicon], choices: Sequence[ChoiceSet], *, manifest: Mapping[str, Any] | None = None
) -> Report:
    """The word lists and choice sets that take part, with version, size and source."""
    lists = tuple(
        (Cell(lexicon.name), Cell(lexicon.version), Cell(f"{len(lexicon.entries):,}"), Cell(lexicon.title))
        for lexicon in lexicons
    )
    sets = tuple(
        (
            Cell(choice.concept),
            Cell(choice.declaration.version),
            Cell(f"{len(choice.entries):,}"),
            Cell(choice.declaration.title, detail=", ".join(choice.wordings).replace("_", " ")),
        )
        for choice in choices
    )
    sections = (Section("Word lists", lists), Section("Choice sets", sets))
    columns = (Column("name"), *figures("version", "terms"), *wordings("what it is"))
    return Report(
        title=f"{count(len(lexicons), 'word list')}, {count(len(choices), 'choice set')}",
        blocks=(Grid("", columns, tuple(section for section in sections if section.rows)),),
        hints=("The words themselves: masthead lexicons show NAME.",),
        rows=[*(lexicon_record(lexicon) for lexicon in lexicons), *(choice_record(choice) for choice in choices)],
        fields=LEXICON_FIELDS,
        manifest=manifest or {},
    )


def lexicon_report(
    lexicon: Lexicon, *, figures: Sequence[Mapping[str, Any]] = (), manifest: Mapping[str, Any] | None = None
) -> Report:
    """One word list: its header, the validity ``figures`` of its instrument, and its entries by category."""
    header = {name: getattr(lexicon, name) for name in HEADER}
    return Report(
        title=f"{lexicon.name}: {lexicon.title}",
        lead=facts_told(header),
        blocks=(
            *((figures_grid(figures, "Agreement with annotators (masthead bench list)"),) if figures else ()),
            _entries_grid(lexicon.entries, lexicon.categories),
        ),
        remarks=(_sizes(lexicon.entries),),
        rows=[entry_record(entry) for entry in lexicon.entries],
        fields=ENTRY_FIELDS,
        manifest=manifest or {},
    )


def choice_set_report(choice: ChoiceSet, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """One choice set: its wordings with their terms, who tends to use them, and its referents."""
    declared = choice.declaration
    facts = {
        "slot": declared.slot,
        "version": declared.version,
        "citation": declared.citation,
        "note": declared.note,
        "referents": "; ".join(
            f"{name.replace('_', ' ')}: {', '.join(words)}" for name, words in declared.referents.items()
        ),
        "sha256": choice.sha256,
    }
    rows = tuple(
        (Cell(name.replace("_", " ")), Cell(", ".join(wording.terms)), Cell(wording.side))
        for name, wording in declared.wordings.items()
    )
    columns = (Column("wording"), *wordings("terms", "side"))
    return Report(
        title=f"{choice.concept}: {declared.title}",
        lead=facts_told(facts),
        blocks=(Grid.of("", columns, rows),),
        rows=[entry_record(entry) for entry in choice.entries],
        fields=ENTRY_FIELDS,
        manifest=manifest or {},
    )


def _feature_row(feature: Feature) -> tuple[Cell, ...]:
    name = f"{feature.name} ★" if feature.primary else feature.name
    return (
        Cell(name, detail=feature.unit),
        Cell(feature.pooling, detail=_headline(feature)),
        Cell(feature.title, detail=feature.higher),
    )


_UNMEASURED = "not measured"


def _headline(feature: Feature) -> str:
    row = headline(feature.name)
    return f"{metric_title(row['metric'])} {row['value']:.2f} {row['corpus']}" if row else _UNMEASURED


def feature_report(feature: Feature, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """One feature in full: what it is, what it is counted from, and how well it agrees with people, with limits."""
    facts = {
        "unit": f"{feature.unit}, {feature.pooling}",
        "higher means": feature.higher,
        "counted": _sum(feature.numerator),
        "over": _sum(feature.denominator),
        "rank": "primary" if feature.primary else "exploratory",
        "source": feature.citation,
    }
    figures = figures_of(feature.name)
    return Report(
        title=f"{feature.name}: {feature.title}",
        lead=facts_told(facts),
        blocks=(figures_grid(figures, "Agreement with annotators"),) if figures else (),
        remarks=tuple(limits_of(figures)) or ("Not measured: there is no figure for its agreement with people.",),
        hints=("By outlet, and compared with whom: masthead bench list, docs/validity.md.",) if figures else (),
        rows=[feature_record(feature)],
        fields=FEATURE_FIELDS,
        manifest=manifest or {},
    )


def _sum(counts: Sequence[str]) -> str:
    shown = " + ".join(counts[:_MOST_COUNTS])
    rest = len(counts) - _MOST_COUNTS
    return f"{shown} + {rest} more (all: --format json)" if rest > 0 else shown


def _citations_grid(catalogue: Iterable[Feature]) -> Grid:
    cited: dict[str, list[str]] = {}
    for feature in catalogue:
        cited.setdefault(feature.citation, []).append(feature.name)
    rows = tuple((Cell(citation), Cell(", ".join(names))) for citation, names in sorted(cited.items()))
    return Grid.of("Citations", wordings("work", "features"), rows)


def _entries_grid(entries: Sequence[Entry], categories: Sequence[str]) -> Grid:
    order = dict.fromkeys((*categories, *(entry.category for entry in entries)))
    sections = tuple(
        Section(
            category.replace("_", " "),
            tuple(
                (Cell(entry.term), Cell(f"{entry.weight:.2g}"), Cell(context_of(entry, ", ")), Cell(entry.note))
                for entry in entries
                if entry.category == category
            ),
        )
        for category in order
    )
    columns = (*wordings("term"), *figures("weight"), *wordings("context", "note"))
    return Grid("", columns, tuple(section for section in sections if section.rows))


def _sizes(entries: Sequence[Entry]) -> str:
    sizes = Counter(entry.category for entry in entries)
    return f"{count(len(entries), 'entry', 'entries')}: " + ", ".join(f"{name} {n}" for name, n in sizes.most_common())
