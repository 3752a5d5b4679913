"""A use of what a model relies on: for each of its reasons a line of an article with the label it pushes towards."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.classifiers.framing_terms import OWN
from masthead.classifiers.wordings import leanings
from masthead.comparisons.contexts import Line, first_uses, line_at
from masthead.comparisons.terms import Reader
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.reasons import Coefficient
    from masthead.features.base import Feature

    Key = tuple[str, str]
    Name = tuple[str, ...]

READ = 500
"""Articles of a label that are searched for its words, and whose hits are looked at together."""

_READ = ("article_id", "start", "end", "family", "category", "term", "canonical")


def own_voice_examples(
    reasons: Sequence[Coefficient],
    articles: pa.Table,
    hits: pa.Table | None,
    catalogue: Sequence[Feature],
    *,
    label: str,
    seed: int = 0,
) -> dict[Key, Line]:
    """For each (label, name) of ``reasons`` a use in the outlet's own voice, where one is found.

    ``articles`` (ARTICLES) hold the column ``label``; ``hits`` are their HITS. Words are searched in articles of the
    label, in a random order; wordings, framing terms and features that count terms are taken from the hits. Others,
    such as readability, have no example.
    """
    found: dict[Key, Line] = {}
    labels = np.array(articles[label].cast(pa.string()).to_pylist(), dtype=object)
    for towards in dict.fromkeys(reason.towards for reason in reasons):
        own = np.flatnonzero(labels == towards)
        mixed = own[generator(seed, "examples", towards).permutation(len(own))]
        asked = [reason for reason in reasons if reason.towards == towards]
        found |= _of_hits(asked, articles, mixed, hits, catalogue)
        found |= _of_words(asked, _taken(articles, mixed[:READ]))
    return found


def _taken(articles: pa.Table, rows: NDArray[np.intp]) -> pa.Table:
    """Some rows, in the order given. They are picked out first: to take rows of a table joins its parts, a copy."""
    picked = np.zeros(articles.num_rows, bool)
    picked[rows] = True
    return articles.filter(pa.array(picked)).take(np.argsort(np.argsort(rows)))


def _of_words(reasons: Sequence[Coefficient], articles: pa.Table) -> Iterator[tuple[Key, Line]]:
    """Uses of words and word pairs."""
    wanted = {reason.name: reason.towards for reason in reasons if reason.kind == "term"}
    for words in Reader("own").read(articles) if wanted else ():
        for term, line in first_uses(words, wanted):
            yield (wanted.pop(term), term), line
        if not wanted:
            return


def _of_hits(
    reasons: Sequence[Coefficient],
    articles: pa.Table,
    rows: NDArray[np.intp],
    hits: pa.Table | None,
    catalogue: Sequence[Feature],
) -> Iterator[tuple[Key, Line]]:
    """Uses of what was counted, in the articles in ``rows``, in this order."""
    if hits is None:
        return
    features = {feature.name: feature for feature in (*catalogue, *leanings())}
    wanted: dict[Name, list[Key]] = defaultdict(list)
    for reason in reasons:
        for name in _counted(reason, features):
            wanted[name].append((reason.towards, reason.name))
    ids = articles["id"].to_pylist()
    row_of = {ids[row]: int(row) for row in rows}
    every = {key for keys in wanted.values() for key in keys}
    done: set[Key] = set()
    for hit in _own_hits(hits, list(row_of)) if wanted else ():
        if done == every:
            return
        canonical = (hit["canonical"] or hit["term"]).lower()
        category = (hit["family"], hit["category"])
        names: tuple[Name, ...] = ((*category,), (hit["family"], canonical), (*category, canonical))
        keys = {key for name in names for key in wanted.get(name, ())} - done
        if keys:
            text = articles["text"][row_of[hit["article_id"]]].as_py()
            line = line_at(text, hit["article_id"], hit["start"], hit["end"])
            yield from ((key, line) for key in sorted(keys))
            done |= keys


def _counted(reason: Coefficient, features: Mapping[str, Feature]) -> list[Name]:
    """What hits to look for: (family, category), (family, canonical) or (family, category, canonical)."""
    if reason.kind == "feature" and reason.name in features:
        own = (name.rpartition(".") for name in features[reason.name].numerator)
        return [tuple(name.split(".", 2)) for name, _, voice in own if voice == "own"]
    if reason.kind == "wording":
        return [("choices", *reason.name.removeprefix("choices.").split(".", 1))]
    if reason.kind == "framing term":
        return [tuple(reason.name.removesuffix(OWN).split(".", 2 if reason.name.startswith("choices.") else 1))]
    return []


def _own_hits(hits: pa.Table, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Hits in own voice in the bodies of articles, in the order of their ``ids``; made as needed, since few are."""
    place = pc.index_in(hits["article_id"], pa.array(ids, pa.string()))
    own = pc.and_(pc.equal(hits["field"], "text"), pc.equal(hits["voice"], "own"))
    placed = hits.select(_READ).append_column("place", place).filter(pc.and_(pc.is_valid(place), own))
    for start in range(0, len(ids), READ):
        part = pc.and_(pc.greater_equal(placed["place"], start), pc.less(placed["place"], start + READ))
        yield from placed.filter(part).sort_by([("place", "ascending"), ("start", "ascending")]).to_pylist()
