"""The sentences behind figures as the page shows them: with their words, or where they stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.reports.explain import told_hit
from masthead.reports.study.view import Hit, Piece, Proof, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from masthead.studies.evidence import Drawn, Evidence, Sentence
    from masthead.studies.running import StudyResult


class Proofs:
    """Draws what may be shown; nothing where the study has no evidence."""

    def __init__(self, found: StudyResult) -> None:
        self._evidence: Evidence | None = found.evidence
        self._words = found.options.evidence == "full"
        self.hits = found.corpus.hits

    @property
    def rule(self) -> str:
        """How sentences were drawn; empty where there are none."""
        return "" if self._evidence is None else self._evidence.rule

    def of(self, name: str, hits: pa.Table | None, *, most: int | None = None) -> dict[str, Drawn]:
        """Sentences of each outlet for the figure called ``name``, counted from ``hits``."""
        if self._evidence is None or hits is None or not hits.num_rows:
            return {}
        return self._evidence.by_outlet(name, hits, most=most)

    def proof(self, key: str, *drawn: Drawn) -> Proof | None:
        """What opens below a figure; None for no sentence."""
        sentences = tuple(self._shown(sentence) for one in drawn for sentence in one.sentences)
        return Proof(key, sentences, sum(one.hits for one in drawn)) if sentences else None

    def _shown(self, sentence: Sentence) -> Shown:
        hits = {id(row): _hit(row) for _, row in sentence.pieces if row is not None}
        pieces = tuple(Piece(text, None if row is None else hits[id(row)]) for text, row in sentence.pieces)
        return Shown(
            sentence.article,
            sentence.outlet,
            (sentence.date or "")[:10],
            sentence.field,
            sentence.start,
            sentence.end,
            pieces if self._words else (),
            tuple(hits.values()),
            *sentence.cut,
        )


def _hit(row: Mapping[str, Any]) -> Hit:
    return Hit(row["start"], row["end"], row["family"], row["voice"] or "own", told_hit(row))
