"""A word list of others before it is used: what was read of it, what can never match, and how often each entry does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from masthead.engines import How, open_corpus
from masthead.errors import options_of
from masthead.features import MeasureOptions, load_instruments
from masthead.lexicons.entries import is_wild
from masthead.results import Result, table_of
from masthead.storage import bundled
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from masthead.engines import Corpus
    from masthead.lexicons import Entry, Lexicon
    from masthead.lexicons.entries import Remark

IMPORTED_FIELDS = ("line", "term", "category", "score", "wildcard", "status", "what", "hits")
USED = "used"
DEMO = "the bundled demo corpus"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedLexicon(Result):
    """A word list as it was read; ``table`` has a row of IMPORTED_FIELDS for each entry and each remark.

    ``status`` is "used" for an entry, else one of ``lexicons.entries.REMARKS``. ``counted`` are the matches in the
    bodies of the ``articles`` of ``corpus``, by term and category.
    """

    lexicon: Lexicon
    counted: Mapping[Key, int]
    corpus: str
    articles: int


def import_lexicon(path: str | Path, on: Any = None, how: How | None = None) -> ImportedLexicon:
    """Read a word list in any layout that ``--lexicon`` accepts, and count it once.

    ``on`` is articles as accepted by ``open_corpus``, by default the bundled ones. Raises UnreadableInput and
    UsageError if the list cannot be read, and what ``open_corpus`` raises.
    """
    options = MeasureOptions(lexicons=(str(path),))
    (lexicon,) = load_instruments(options).own
    corpus = open_corpus(bundled("corpora/demo") if on is None else on, replace(options_of(how, How), measure=options))
    counted = _counted(corpus, lexicon)
    rows = [*(_entry_row(entry, counted) for entry in lexicon.entries), *map(_remark_row, lexicon.remarks)]
    return ImportedLexicon(
        table=table_of(sorted(rows, key=lambda row: row["line"] or 0), IMPORTED_FIELDS),
        notes=corpus.notes[: len(corpus.notes) - len(load_instruments(options).notes)],
        manifest={
            "masthead": __version__,
            "kind": "lexicons",
            "lexicons": {lexicon.name: f"{lexicon.version} {lexicon.sha256}"},
            "inputs": corpus.manifest.get("inputs", []),
        },
        lexicon=lexicon,
        counted=counted,
        corpus=DEMO if on is None else ", ".join(str(each) for each in (on if isinstance(on, list | tuple) else [on])),
        articles=corpus.table.num_rows,
    )


def _counted(corpus: Corpus, lexicon: Lexicon) -> dict[Key, int]:
    counted = {(entry.term, entry.category): 0 for entry in lexicon.entries}
    if corpus.hits is None:
        return counted
    told = pc.and_(pc.equal(corpus.hits["family"], lexicon.name), pc.equal(corpus.hits["field"], "text"))
    found = corpus.hits.filter(told).group_by(["term", "category"]).aggregate([([], "count_all")])
    return counted | {(row["term"], row["category"]): row["count_all"] for row in found.to_pylist()}


def _entry_row(entry: Entry, counted: Mapping[Key, int]) -> dict[str, Any]:
    return {
        "line": line_of(entry),
        "term": entry.term,
        "category": entry.category,
        "score": entry.weight,
        "wildcard": is_wild(entry.term),
        "status": USED,
        "hits": counted[entry.term, entry.category],
    }


def line_of(entry: Entry) -> int:
    """The line of its file that an entry stands on."""
    return int(entry.where.rpartition(":")[2])


def _remark_row(remark: Remark) -> dict[str, Any]:
    return {"line": remark.line or None, "term": remark.term, "status": remark.kind, "what": remark.what}
