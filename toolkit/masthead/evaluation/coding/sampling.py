"""``sample``: articles for people to code, drawn so that what they find corrects what masthead counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.engines import How, open_corpus
from masthead.errors import UsageError, options_of
from masthead.evaluation.coding.drawing import draw
from masthead.evaluation.coding.sheet import PLACE_COLUMNS, PROBABILITY, code_columns, codebook, sheet_rows
from masthead.features.rows import named_features
from masthead.numerals import count
from masthead.results import Result, table_of
from masthead.stats.correction import FEWEST_CODED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.evaluation.coding.drawing import Drawn
    from masthead.evaluation.options import SampleOptions
    from masthead.features.base import Feature

_OF_HEADLINES = {"headlines", "headline_words"}
DRAWN_FIELDS = ("outlet", "articles", "drawn", "sentences", "least_probability", "greatest_probability")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled(Result):
    """A coding sheet: ``table`` is its rows, ``outlets`` what was drawn (DRAWN_FIELDS), ``codebook`` its first page."""

    outlets: pa.Table
    codebook: tuple[tuple[str, str], ...]


def sample(source: Any, options: SampleOptions, how: How | None = None, *, keep_wire: bool = False) -> Sampled:
    """Draw whole articles of each outlet and make their coding sheet, one row per sentence.

    ``source``, ``how`` and ``keep_wire`` are those of ``masthead.engines.open_corpus``; articles are needed, not what
    was measured from them. ``compare --codes`` reads this sheet with its columns filled in. Raises UsageError for an
    unknown feature, for one that is a formula of several sums, and if there are no texts.
    """
    corpus = open_corpus(source, how := options_of(how, How), keep_wire=keep_wire)
    if corpus.texts is None:
        raise UsageError("a coding sheet needs the texts", fix="Give the articles, not what was measured of them.")
    asked = named_features(corpus.catalogue, options.features)
    _require_ratios(asked)
    drawn = draw(corpus.features, asked, options.n, options.seed, by_counts=options.by_counts)
    wanted = corpus.articles_of(pa.array([one.id for one in drawn], pa.string()))
    articles = {row["id"]: row for row in wanted.to_pylist()}
    columns = code_columns(asked, options.coders)
    rows = list(sheet_rows(drawn, articles, columns, options.seed, hidden=not options.show_outlets))
    told = _told(corpus.features, drawn)
    return Sampled(
        table=table_of(rows, (*PLACE_COLUMNS, *columns, PROBABILITY)),
        notes=(*corpus.notes, *_notes(told)),
        manifest={**corpus.manifest, "kind": "coding sheet", "seed": options.seed, "features": list(options.features)},
        outlets=table_of(told, DRAWN_FIELDS),
        codebook=tuple(codebook(asked)),
    )


def _require_ratios(asked: Sequence[Feature]) -> None:
    for feature in asked:
        if not feature.denominator or feature.kind == "mean" or _OF_HEADLINES & {*feature.denominator}:
            raise UsageError(
                f"{feature.name} is not counted in sentences and can't be coded in a sheet",
                fix="Choose a density or a share; masthead features lists them.",
            )
    if not asked:
        raise UsageError("nothing says what is to be coded", fix="Name a feature: --for attribution.sentence_share.")


def _told(features: pa.Table, drawn: Sequence[Drawn]) -> list[dict[str, Any]]:
    outlets = features.column("outlet").to_pylist()
    ids = features.column("id").to_pylist()
    sentences = dict(zip(ids, features.column("sentences").to_pylist(), strict=True))
    rows = []
    for outlet in sorted(set(outlets)):
        own = [one for one in drawn if one.outlet == outlet]
        chances = [one.probability for one in own]
        facts = (
            outlet,
            outlets.count(outlet),
            len(own),
            int(sum(sentences[one.id] or 0 for one in own)),
            min(chances, default=None),
            max(chances, default=None),
        )
        rows.append(dict(zip(DRAWN_FIELDS, facts, strict=True)))
    return rows


def _notes(told: Sequence[dict[str, Any]]) -> list[str]:
    few = [row["outlet"] for row in told if row["drawn"] < FEWEST_CODED]
    if not few:
        return []
    are = "has" if len(few) == 1 else "have"
    return [
        f"{', '.join(few[:5])}{f' and {len(few) - 5} more' if len(few) > 5 else ''} {are} fewer than "
        f"{count(FEWEST_CODED, 'article')} to code and will not be corrected"
    ]
