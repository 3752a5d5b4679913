"""Distinctive words: which terms an outlet's articles use more than the other outlets' articles do, or less.

What is counted is articles: an article that uses a word ten times is one article. Articles differ in length, so the
size of each side is taken word by word, from how many of its articles would use the word if length alone mattered.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.comparisons.contexts import concordance, with_lines, words_shown
from masthead.comparisons.kept_terms import kept_terms
from masthead.comparisons.options import WordsOptions
from masthead.comparisons.outlets import require_outlets
from masthead.comparisons.ratios import log_rate, ratio_intervals
from masthead.comparisons.summary import THRESHOLD, Compared
from masthead.comparisons.terms import read_terms, require_voice
from masthead.comparisons.usage import Usage
from masthead.engines import How, open_corpus
from masthead.engines.later import Later
from masthead.engines.reading import is_articles
from masthead.errors import UsageError, options_of
from masthead.profiles import clusters
from masthead.profiles.facts import method_facts
from masthead.schema import WORDS
from masthead.sources import read_articles
from masthead.stats import (
    design_effect,
    equal_rates_p,
    false_discovery_rates,
    log_likelihood_ratio,
    log_odds_difference,
    on_one_thread,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.contexts import Line

    Floats = NDArray[np.float64]

MIN_DOCS = 5
_IDENTITY = ("id", "outlet", "date", "event")
RARE = 0.001
"""A term must be in this share of the articles, however many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Compared):
    """WORDS of the articles in ``features``; ``lines`` are uses of the words that stand out, by outlet and term."""

    options: WordsOptions
    lines: Mapping[tuple[str, str], Sequence[Line]]


def words(
    source: Any, options: WordsOptions | None = None, how: How | None = None, *, keep_wire: bool = False
) -> Words:
    """Find the words that an outlet uses in more of its articles than the others do, in its own voice (WORDS).

    ``source``, ``how`` and ``keep_wire`` as for ``compare``, with texts: a FEATURES file has none. With
    ``concordance`` the table has a column with the lines. ``compare_words`` has the methods and the other errors.
    """
    options, how = options_of(options, WordsOptions), options_of(how, How)
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    if corpus.texts is None:
        raise UsageError("a FEATURES file holds no words", fix="Give the articles themselves.")
    table = compare_words(corpus.texts, options, cache=how.cache)
    terms: dict[str, list[str]] = {}
    for row in (row for rows in words_shown(table, options.top).values() for row in rows):
        terms.setdefault(row["outlet"], []).append(row["term"])
    lines: Mapping[tuple[str, str], Sequence[Line]] = {}
    if options.concordance:
        lines = concordance(corpus.texts, terms, options)
    features, done = chosen_articles(corpus.table, options.outlets), asdict(options)
    seed = done.pop("seed")
    return Words(
        table=with_lines(table, lines) if lines else table,
        manifest={**corpus.manifest, "kind": "words", "seed": seed, **method_facts(features, table, (), done)},
        corpus=corpus,
        features=features,
        catalogue=(),
        options=options,
        lines=lines,
    )


@on_one_thread
def compare_words(articles: Any, options: WordsOptions | None = None, *, cache: bool = False) -> pa.Table:
    """Words and pairs of words by outlet, against the other outlets' articles taken together: a WORDS table.

    ``articles`` is an ARTICLES table, in memory or in parts (``Later``), or anything ``read_articles`` takes. With
    ``cache`` what is read of them is kept and taken up again (``masthead.comparisons.kept_terms``).

    ``z`` is the z score of the log odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008) on
    numbers of articles; the prior is worth ``prior`` average articles. ``log_ratio`` is the binary log of the ratio
    of rates, half an article added to both; ``low`` and ``high`` its cluster-bootstrap interval
    (``masthead.comparisons.usage``). ``g2`` is Dunning's (1993). ``q`` is Benjamini and Hochberg's, over the
    terms of all outlets, from the exact test of equal rates with counts divided by their design effect (Rao and Scott
    1992); ``marked`` where it is below 0.05. Rows are of terms that the outlet uses, or would be expected to, in
    ``min_docs`` articles, ordered by outlet, then z, the highest first. Raises ``UsageError`` for an unknown outlet or
    voice, or fewer than two outlets.
    """
    options = options_of(options, WordsOptions)
    outlets, voice = options.outlets, options.voice
    require_voice(voice)
    if not isinstance(articles, Later) and not is_articles(articles):
        articles = read_articles(articles)
    texts = Later.of(articles)
    known = chosen_articles(texts.columns(_IDENTITY), outlets)
    if len(outlets) > 1:
        texts = texts.where("outlet", pa.array(outlets))
    fewest = max(MIN_DOCS, int(np.ceil(RARE * known.num_rows)))
    if options.min_docs is not None:
        fewest = max(1, options.min_docs)
    asked: dict[str, Any] = {"voice": voice, "pairs": options.bigrams, "names": options.names, "min_docs": fewest}
    table = kept_terms(texts.parts, **asked) if cache else read_terms(texts.parts(), **asked)
    usage = Usage.of(table, known["outlet"].combine_chunks(), clusters(known).labels)
    if len(usage.outlets) < 2 or not set(outlets) <= set(usage.outlets):
        raise UsageError(
            f"Only {' and '.join(usage.outlets) or 'no outlet'} has words in the voice {voice!r}.",
            fix="Compare all words: voice 'all'.",
        )
    shown = [at for at, name in enumerate(usage.outlets) if len(outlets) != 1 or name == outlets[0]]
    options = replace(options, min_clusters=max(2, options.min_clusters))
    worth = {at: np.maximum(usage.used[at], usage.expected[at]) >= fewest for at in shown}
    limits = ratio_intervals(usage, worth, options)
    together = usage.sums.sum(axis=1)
    sides = partial(_sides, usage, together)
    q = _false_discovery(((at, sides(at)) for at in shown), options.min_clusters)
    return pa.concat_tables(
        [_outlet_rows(usage, at, (sides(at), q.get(at)), limits[at], worth[at], options) for at in shown]
    )


def chosen_articles(articles: pa.Table, outlets: Sequence[str]) -> pa.Table:
    """The articles of ``outlets``, or all where at most one is named; UsageError for an unknown or lonely one."""
    known = sorted(articles["outlet"].unique().to_pylist())
    require_outlets(outlets, known)
    if len(known) < 2 or (len(outlets) > 1 and len(set(outlets)) < 2):
        found = f"one: {known[0]}" if len(known) == 1 else "none" if not known else f"{outlets[0]} twice"
        raise UsageError(f"words needs two outlets or more; found {found}.", fix="Give articles of another outlet too.")
    if len(outlets) < 2:
        return articles
    return articles.filter(pc.is_in(articles["outlet"], value_set=pa.array(outlets)))


class Side(NamedTuple):
    """An outlet or the rest: articles that use each term, those expected, sums over clusters, number of clusters.

    The sums are those of ``Usage``.
    """

    used: Floats
    expected: Floats
    used_squared: Floats
    product: Floats
    expected_squared: Floats
    clusters: int


def _sides(usage: Usage, together: Floats, outlet: int) -> tuple[Side, Side]:
    """An outlet and the rest; ``together`` are the sums of all outlets."""
    own = usage.sums[:, outlet]
    return _side(own, int(usage.clusters[outlet])), _side(together - own, _others(usage.clusters, outlet))


def _side(sums: Floats, clusters: int) -> Side:
    return Side(sums[0], sums[1], sums[2], sums[3], sums[4], clusters)


def _others(numbers: NDArray[np.intp], outlet: int) -> int:
    """The sum over all outlets but one."""
    return int(numbers.sum() - numbers[outlet])


def _outlet_rows(
    usage: Usage,
    outlet: int,
    tested: tuple[tuple[Side, Side], Floats | None],
    limits: Floats,
    worth: NDArray[np.bool_],
    options: WordsOptions,
) -> pa.Table:
    """The rows of one outlet for the terms that are ``worth`` one; ``limits`` are those of its log ratios.

    ``tested`` are its sides and q by term, None where there are too few clusters.
    """
    sides, q = tested
    used = sides[0].used, sides[1].used
    total = sides[0].expected + sides[1].expected
    sizes = usage.mass * sides[0].expected / total, usage.mass * sides[1].expected / total
    weight = options.prior / usage.articles.sum()
    _, z = log_odds_difference(used, sizes, (used[0] + used[1]) * weight, usage.mass * weight)
    short = _shortage(sides[0].clusters, sides[1].clusters, options.min_clusters)
    kept = np.flatnonzero(worth)
    kept = kept[np.argsort(-z[kept], kind="stable")]
    found = pa.nulls(len(kept), pa.float64()) if q is None else pa.array(q[kept])
    columns = {
        "term": [usage.terms[at] for at in kept],
        "outlet": [usage.outlets[outlet]] * len(kept),
        "z": z[kept],
        "log_ratio": (log_rate(used[0], sides[0].expected) - log_rate(used[1], sides[1].expected))[kept],
        "low": _known(limits[kept, 0]),
        "high": _known(limits[kept, 1]),
        "n_docs": used[0][kept].astype(np.int64),
        "n_docs_rest": used[1][kept].astype(np.int64),
        "g2": log_likelihood_ratio(used, sizes)[kept],
        "q": found,
        "marked": pc.fill_null(pc.less(found, THRESHOLD), False),  # noqa: FBT003 - what null becomes
        "articles": np.full(len(kept), usage.articles[outlet]),
        "articles_rest": np.full(len(kept), _others(usage.articles, outlet)),
        "n_clusters": np.full(len(kept), sides[0].clusters),
        "reason": [short or _one_sided(used[0][at], used[1][at]) for at in kept],
    }
    return pa.table({field.name: pa.array(columns[field.name], field.type) for field in WORDS}, schema=WORDS)


def _p(own: Side, rest: Side) -> Floats:
    """P of each term, from counts divided by how much their clusters inflate the variance.

    A side that never uses a term shows nothing of that; it is taken to be like the other.
    """
    effects = [_inflation(side) for side in (own, rest)]
    first = np.where(own.used > 0, effects[0], effects[1])
    second = np.where(rest.used > 0, effects[1], effects[0])
    return equal_rates_p((own.used / first, rest.used / second), (own.expected / first, rest.expected / second))


def _inflation(side: Side) -> Floats:
    rate = side.used / side.expected
    spread = side.used_squared - 2 * rate * side.product + rate**2 * side.expected_squared
    return design_effect(side.used, spread, side.clusters)


def _shortage(own: int, rest: int, needed: int) -> str | None:
    if own < needed:
        return f"too few clusters ({own} < {needed})"
    return f"the rest has too few clusters ({rest} < {needed})" if rest < needed else None


def _one_sided(own: float, rest: float) -> str | None:
    if not own:
        return "not used by the outlet: the ratio has no lower limit"
    return None if rest else "not used by the rest: the ratio has no upper limit"


def _false_discovery(sides: Iterable[tuple[int, tuple[Side, Side]]], needed: int) -> dict[int, Floats]:
    """Benjamini-Hochberg q by outlet, over the terms of all outlets with enough clusters on either side."""
    p = {at: _p(*both) for at, both in sides if not _shortage(both[0].clusters, both[1].clusters, needed)}
    found = np.concatenate([*p.values(), np.empty(0)])
    q = false_discovery_rates(found)
    return dict(zip(p, np.split(q, len(p)), strict=True)) if p else {}


def _known(limits: Floats) -> pa.Array:
    return pa.array(limits, mask=~np.isfinite(limits))
