"""Evidence: sentences behind a figure, drawn at random from the hits it was counted from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow.compute as pc

from masthead.features import read_text
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    Row = Mapping[str, Any]

LONGEST, SHORT = 320, 160
"""Characters of a sentence that are shown, and where there are many; of a longer one those around the hit."""
RULE = (
    "Sentences are drawn at random (seed {seed}) from all hits of a figure, {most} at most, from different "
    "articles as far as possible."
)
Piece = tuple[str, "Row | None"]


class Sentence(NamedTuple):
    """A sentence of an article: its offsets into ``field``, its text cut at the hits of the figure, those hits.

    ``pieces`` are stretches of text, each with the row of HITS that it is (None for what is between); ``hit`` is the
    one that was drawn. ``cut`` tells that the sentence goes on beyond what is shown, before it and after it.
    """

    article: str
    outlet: str
    date: str | None
    field: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    hit: Row
    cut: tuple[bool, bool]


class Drawn(NamedTuple):
    """Some sentences of a figure, and how many hits it has."""

    sentences: tuple[Sentence, ...]
    hits: int


class Evidence:
    """Draws sentences from the articles of one corpus."""

    def __init__(self, articles: pa.Table, seed: int, most: int, longest: int = LONGEST) -> None:
        self.seed, self.most, self.longest = seed, most, longest
        self._articles = articles
        self._place = {name: place for place, name in enumerate(articles["id"].to_pylist())}
        self._outlets = np.array(articles["outlet"].to_pylist(), object)
        self._sentences: dict[str, list[tuple[int, int]]] = {}

    @property
    def rule(self) -> str:
        """How sentences are drawn."""
        return RULE.format(seed=self.seed, most=self.most)

    def by_outlet(self, name: str, hits: pa.Table, *, most: int | None = None) -> dict[str, Drawn]:
        """Sentences of each outlet from the hits of one figure, called ``name``; ``most`` fewer than usual."""
        places = pc.index_in(hits["article_id"], value_set=self._articles["id"].combine_chunks()).to_numpy()
        outlets = self._outlets[places.astype(np.intp)]
        order = np.argsort(outlets.astype(str), kind="stable")
        names, first = np.unique(outlets[order].astype(str), return_index=True)
        parts = np.split(order, first[1:]) if len(names) else []
        return {
            str(outlet): self._drawn(
                hits.take(rows), generator(self.seed, "evidence", name, str(outlet)), most or self.most
            )
            for outlet, rows in zip(names, parts, strict=True)
        }

    def _drawn(self, hits: pa.Table, random: np.random.Generator, most: int) -> Drawn:
        order = random.permutation(hits.num_rows)
        articles = hits["article_id"].take(order).to_pylist()
        others: list[int] = []
        chosen: list[int] = []
        seen: set[str] = set()
        for place, article in zip(order.tolist(), articles, strict=True):
            (others if article in seen else chosen).append(place)
            seen.add(article)
            if len(chosen) == most:
                break
        rows_of = hits.take([*chosen, *others][:most])
        rows = rows_of.to_pylist()
        beside = hits.filter(pc.is_in(hits["article_id"], value_set=pc.unique(rows_of["article_id"])))
        own: dict[str, list[Row]] = {}
        for row in beside.to_pylist():
            own.setdefault(row["article_id"], []).append(row)
        found: dict[tuple[str, int], Sentence] = {}
        for row in rows:
            sentence = self._around(row, own[row["article_id"]])
            found.setdefault((sentence.article, sentence.start), sentence)
        return Drawn(tuple(found.values()), hits.num_rows)

    def _around(self, hit: Row, others: Sequence[Row]) -> Sentence:
        row = self._place[hit["article_id"]]
        text = str(self._articles[hit["field"]][row].as_py())
        start, end = self._sentence(hit, row, text)
        shown = max(start, min(hit["start"] - self.longest // 3, end - self.longest)), end
        shown = shown[0], min(end, max(shown[0] + self.longest, hit["end"]))
        inside = [other for other in others if other["field"] == hit["field"] and _within(other, *shown)]
        return Sentence(
            hit["article_id"],
            str(self._outlets[row]),
            self._articles["date"][row].as_py(),
            hit["field"],
            *shown,
            tuple(_pieces(text, *shown, _apart(hit, inside))),
            hit,
            (shown[0] > start, shown[1] < end),
        )

    def _sentence(self, hit: Row, row: int, text: str) -> tuple[int, int]:
        """The sentence or sentences that the hit stands in."""
        if hit["field"] == "title":
            return 0, len(text)
        if hit["article_id"] not in self._sentences:
            kept = self._articles["excluded"][row].as_py() or ()
            excluded = [(span["start"], span["end"]) for span in kept]
            found = read_text(text, excluded).sentences
            self._sentences[hit["article_id"]] = [(sentence.start, sentence.end) for sentence in found]
        touched = [
            span for span in self._sentences[hit["article_id"]] if span[0] < hit["end"] and span[1] > hit["start"]
        ]
        start = min((span[0] for span in touched), default=hit["start"])
        return min(start, hit["start"]), max([hit["end"], *(span[1] for span in touched)])


def _within(hit: Row, start: int, end: int) -> bool:
    return bool(start <= hit["start"] and hit["end"] <= end)


def _apart(hit: Row, others: Sequence[Row]) -> list[Row]:
    """The hit that was drawn, and others that neither overlap it nor each other, by where they stand."""
    kept = [hit]
    for other in sorted(others, key=lambda row: (row["start"], -row["end"])):
        if all(other["end"] <= one["start"] or other["start"] >= one["end"] for one in kept):
            kept.append(other)
    return sorted(kept, key=lambda row: int(row["start"]))


def _pieces(text: str, start: int, end: int, hits: Sequence[Row]) -> Iterator[Piece]:
    at = start
    for hit in hits:
        if hit["start"] > at:
            yield text[at : hit["start"]], None
        yield text[hit["start"] : hit["end"]], hit
        at = hit["end"]
    if at < end:
        yield text[at:end], None
