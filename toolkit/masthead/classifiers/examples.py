"""A use of what a model relies on: for each of its reasons a line of an article with the label it pushes towards."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from masthead.classifiers.framing_terms import OWN
from masthead.classifiers.wordings import leanings
from masthead.comparisons.contexts import Line, first_uses, line_at
from masthead.comparisons.terms import Reader, rows_of
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from masthead.classifiers.reasons import Coefficient
    from masthead.features.base import Feature

    Key = tuple[str, str]
    Name = tuple[str, ...]

READ = 500
"""Articles of a label that are searched for its words."""


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
    for towards in dict.fromkeys(reason.towards for reason in reasons):
        own = articles.filter(pc.equal(articles[label].cast(pa.string()), towards))
        mixed = own.take(generator(seed, "examples", towards).permutation(own.num_rows))
        asked = [reason for reason in reasons if reason.towards == towards]
        found |= _of_hits(asked, mixed, hits, catalogue)
        found |= _of_words(asked, mixed)
    return found


def _of_words(reasons: Sequence[Coefficient], articles: pa.Table) -> Iterator[tuple[Key, Line]]:
    """Uses of words and word pairs."""
    wanted = {reason.name: reason.towards for reason in reasons if reason.kind == "term"}
    reader = Reader("own")
    for article in rows_of(articles.slice(0, READ)) if wanted else ():
        for term, line in first_uses(reader.read(article), article["id"], wanted):
            yield (wanted.pop(term), term), line
        if not wanted:
            return


def _of_hits(
    reasons: Sequence[Coefficient], articles: pa.Table, hits: pa.Table | None, catalogue: Sequence[Feature]
) -> Iterator[tuple[Key, Line]]:
    """Uses of what was counted."""
    if hits is None:
        return
    features = {feature.name: feature for feature in (*catalogue, *leanings())}
    wanted: dict[Name, list[Key]] = defaultdict(list)
    for reason in reasons:
        for name in _counted(reason, features):
            wanted[name].append((reason.towards, reason.name))
    texts = dict(zip(articles["id"].to_pylist(), articles["text"], strict=True))
    done: set[Key] = set()
    for row in _own_hits(hits, texts).to_pylist() if wanted else ():
        canonical = (row["canonical"] or row["term"]).lower()
        category = (row["family"], row["category"])
        names: tuple[Name, ...] = ((*category,), (row["family"], canonical), (*category, canonical))
        keys = {key for name in names for key in wanted.get(name, ())} - done
        if keys:
            line = line_at(texts[row["article_id"]].as_py(), row["article_id"], row["start"], row["end"])
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


def _own_hits(hits: pa.Table, texts: Mapping[str, object]) -> pa.Table:
    """Hits in own voice in the bodies of the articles, in the order of these."""
    place = pc.index_in(hits["article_id"], pa.array(list(texts), pa.string()))
    kept = pc.and_(pc.is_valid(place), pc.and_(pc.equal(hits["field"], "text"), pc.equal(hits["voice"], "own")))
    return hits.append_column("place", place).filter(kept).sort_by([("place", "ascending"), ("start", "ascending")])
