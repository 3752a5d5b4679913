"""A word list of others as it was read: its categories, what was not read as it stands, what matches most and never."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.evaluation.imported import IMPORTED_FIELDS
from masthead.lexicons.entries import REMARKS, WILDCARDS, is_wild
from masthead.numerals import count, decimals, number
from masthead.reports.view import Cell, Grid, Report, amount, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.evaluation.imported import ImportedLexicon
    from masthead.lexicons import Entry, Lexicon
    from masthead.lexicons.entries import Remark

_MOST_ENTRIES, _MOST_REMARKS, _MOST_NAMED = 10, 12, 8


def imported_report(found: ImportedLexicon, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """What was read of a list, category by category, with the matches of a corpus."""
    lexicon = found.lexicon
    ordered = sorted(lexicon.entries, key=lambda entry: -found.counted[entry.term, entry.category])
    matched = [entry for entry in ordered if found.counted[entry.term, entry.category]]
    remarks = sorted(lexicon.remarks, key=lambda remark: (REMARKS.index(remark.kind), remark.line))
    shown, rest = remarks[:_MOST_REMARKS], remarks[_MOST_REMARKS:]
    on = f"{found.corpus}, {count(found.articles, 'article')}"
    return Report(
        title=f"{lexicon.name}: {count(len(lexicon.entries), 'entry', 'entries')} in "
        f"{count(len(lexicon.categories), 'category', 'categories')}, read as {lexicon.layout}",
        lead=tuple(_lead(lexicon)),
        blocks=(
            _categories_grid(lexicon, found, f"Matches in {on}"),
            *((_remarks_grid("Not read as written", shown),) if shown else ()),
            *((_entries_grid(matched[:_MOST_ENTRIES], found),) if matched else ()),
        ),
        details=(_remarks_grid("Not read as written, continued", rest),) if rest else (),
        remarks=tuple(_remarks_told(rest, ordered[len(matched) :])),
        hints=(
            f"Use it: masthead compare PATH --lexicon {lexicon.path}",
            "Edit it in masthead's layout: masthead lexicons import FILE -o OUT.tsv",
        ),
        rows=found.table,
        fields=IMPORTED_FIELDS,
        manifest=manifest or {},
    )


def _lead(lexicon: Lexicon) -> Iterable[str]:
    terms = {entry.term for entry in lexicon.entries}
    wild = [term for term in terms if is_wild(term)]
    kinds = ", ".join(f"{char} {sum(char in term for term in wild):,}" for char in WILDCARDS)
    facts = [
        count(len(terms), "different term"),
        f"{count(len(wild), 'of them with a wildcard', 'of them with wildcards')} ({kinds})"
        if wild
        else "no wildcards",
        count(sum(" " in term for term in terms), "phrase"),
    ]
    yield ", ".join(facts)
    if lexicon.scored:
        yield f"scores {_range(lexicon.entries)}; the mean score of the words listed is a feature"
    told = [f"{sum(remark.kind == kind for remark in lexicon.remarks):,} {kind}" for kind in REMARKS]
    kept = ", ".join(fact for fact in told if not fact.startswith("0 "))
    yield f"lines with remarks: {kept or 'none'}"


def _range(entries: Sequence[Entry]) -> str:
    scores = [entry.weight for entry in entries]
    places = decimals(scores)
    return f"{number(min(scores), places)} to {number(max(scores), places)}"


def _categories_grid(lexicon: Lexicon, found: ImportedLexicon, title: str) -> Grid:
    titles = ["entries", "wildcards", *(["scores"] if lexicon.scored else []), "matched", "matches"]
    return Grid.of(
        title,
        (*wordings("category"), *figures(*titles)),
        [_category_row(name, lexicon, found) for name in lexicon.categories],
    )


def _category_row(name: str, lexicon: Lexicon, found: ImportedLexicon) -> tuple[Cell, ...]:
    members = [entry for entry in lexicon.entries if entry.category == name]
    hits = [found.counted[entry.term, name] for entry in members]
    return (
        Cell(name),
        Cell(f"{len(members):,}"),
        amount(sum(is_wild(entry.term) for entry in members)),
        *((Cell(_range(members)),) if lexicon.scored else ()),
        amount(sum(n > 0 for n in hits)),
        amount(sum(hits)),
    )


def _remarks_grid(title: str, remarks: Sequence[Remark]) -> Grid:
    rows = [
        (Cell(f"{remark.line:,}" if remark.line else ""), Cell(remark.term), Cell(remark.kind), Cell(remark.what))
        for remark in remarks
    ]
    return Grid.of(title, (*figures("line"), *wordings("entry", "became", "why")), rows, stub=2)


def _entries_grid(entries: Sequence[Entry], found: ImportedLexicon) -> Grid:
    rows = [
        (Cell(entry.term), Cell(entry.category), amount(found.counted[entry.term, entry.category])) for entry in entries
    ]
    return Grid.of("Most often", (*wordings("term", "category"), *figures("matches")), rows)


def _remarks_told(rest: Sequence[Remark], never: Sequence[Entry]) -> Iterable[str]:
    if rest:
        yield f"{len(rest):,} more lines with remarks: -v, or all as rows: --format csv."
    if never:
        named = ", ".join(entry.term for entry in never[:_MOST_NAMED]) + (" ..." if len(never) > _MOST_NAMED else "")
        yield f"Never matched here: {count(len(never), 'entry', 'entries')} ({named})."
