"""Outlets compared, and what the comparison is worth: the A/A test, and what other choices would make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from masthead.comparisons import alarms, alternatives
from masthead.comparisons.options import AlarmOptions, CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.standard import Standard, standardise
from masthead.comparisons.summary import Compared
from masthead.engines import How, open_corpus
from masthead.features.rows import compared, kept, shown
from masthead.profiles import profile_outlets
from masthead.storage import bundled

if TYPE_CHECKING:
    import pyarrow as pa

    from masthead.features import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Compared):
    """COMPARISONS: ``table`` has the rows of the families asked for, ``comparisons`` all that were tested.

    ``profiles`` are the outlets' own estimates, None where parts, pairs or shared events were compared; ``mix`` says
    what holding outlets at one mix did.
    """

    options: CompareOptions
    comparisons: pa.Table
    profiles: pa.Table | None
    mix: Standard | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(Compared):
    """ALARMS or SENSITIVITY of the features ``tested``, among those of ``catalogue``."""

    tested: tuple[Feature, ...]


def compare(
    source: Any, options: CompareOptions | None = None, how: How | None = None, *, keep_wire: bool = False
) -> Comparison:
    """Compare outlets: each against the rest, with intervals, effect sizes and false-discovery control.

    ``source`` are articles of two outlets or more, or what was measured of them; it, ``how`` and ``keep_wire`` are
    those of ``masthead.engines.open_corpus``. ``compare_outlets`` has the estimator, the test and the errors raised.
    """
    options = options or CompareOptions()
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    features, catalogue = corpus.features, compared(corpus.catalogue, options.families)
    mix = standardise(features, catalogue, options.stratify) if options.stratify is not None else None
    if mix is not None:
        features, catalogue = mix.features, mix.catalogue
    profiles = None
    if not (options.all_pairs or options.events or options.by):
        profiles = profile_outlets(features, catalogue, seed=options.seed, draws=options.draws)
    found = compare_outlets(features, catalogue, profiles=profiles, **options.tested())
    held = {} if mix is None else {"mix": mix.told()}
    return Comparison(
        table=kept(found, options.families),
        details=held,
        manifest={**corpus.manifest, "kind": "comparison", "seed": options.seed, **held},
        corpus=corpus,
        features=features,
        catalogue=catalogue,
        options=options,
        comparisons=found,
        profiles=profiles,
        mix=mix,
    )


def demo(options: CompareOptions | None = None, how: How | None = None) -> Comparison:
    """Compare the bundled corpus: eight fictional outlets on the same fictional events. Needs no network."""
    return compare(bundled("corpora/demo"), options, how)


def false_alarms(
    source: Any,
    options: AlarmOptions | None = None,
    how: How | None = None,
    *,
    keep_wire: bool = False,
) -> Trial:
    """Try the test where nothing differs: random halves of each outlet compared like two outlets (ALARMS).

    ``source``, ``how`` and ``keep_wire`` as for ``compare``; its ``progress`` is called with the outlets done and their
    number too. Raises ``UsageError`` where no outlet is large enough.
    """
    options, how = options or AlarmOptions(), how or How()
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    catalogue = compared(corpus.catalogue, options.families)
    tested = shown(catalogue, options.families, everything=options.every_feature)
    table = alarms.false_alarms(
        corpus.features,
        tested,
        splits=options.splits,
        events=options.events,
        ignore_clusters=options.ignore_clusters,
        seed=options.seed,
        progress=how.progress,
    )
    more = {"kind": "false alarms", "seed": options.seed, "splits": options.splits}
    return Trial(
        table=table,
        manifest={**corpus.manifest, **more},
        corpus=corpus,
        features=corpus.features,
        catalogue=catalogue,
        tested=tested,
    )


def sensitivity(
    source: Any,
    options: CompareOptions | None = None,
    how: How | None = None,
    *,
    keep_wire: bool = False,
    every_feature: bool = False,
) -> Trial:
    """What other choices would make of the differences: agency copy, quotations, headlines, faint words (SENSITIVITY).

    ``source``, ``how`` and ``keep_wire`` as for ``compare``; the features are the primary ones, those of the families
    asked for, or all with ``every_feature``. Thresholds of weight need hits, which a FEATURES file has not. Raises
    ``UsageError`` with ``by`` or ``stratify``.
    """
    options = options or CompareOptions()
    options.refuse_parts()
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    catalogue = compared(corpus.catalogue, options.families)
    tested = shown(catalogue, options.families, everything=every_feature)
    choices = {name: value for name, value in options.tested().items() if name != "by"}
    table = alternatives.sensitivity(corpus.features, tested, hits=corpus.hits, otherwise=corpus.otherwise, **choices)
    return Trial(
        table=table,
        manifest={**corpus.manifest, "kind": "sensitivity", "seed": options.seed},
        corpus=corpus,
        features=corpus.features,
        catalogue=catalogue,
        tested=tested,
    )
