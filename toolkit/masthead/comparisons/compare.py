"""Outlets compared: articles of any source, held at one mix where that is asked for, and what was found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from masthead.comparisons.corrected import correct_comparisons, correction_notes
from masthead.comparisons.coverage import Coverage, coverage
from masthead.comparisons.groups import compare_outlet_groups, told_members, under_groups
from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.own_limits import with_own_limits
from masthead.comparisons.ranks import rank_outlets
from masthead.comparisons.standard import Standard, standardise
from masthead.comparisons.summary import Compared, Trial
from masthead.comparisons.topics import Topics, find_topics
from masthead.engines import How, open_corpus
from masthead.errors import UsageError, options_of
from masthead.features.rows import compared, kept, shown
from masthead.profiles import correct_profiles, corrections, profile_outlets, read_codes
from masthead.profiles.facts import method_facts
from masthead.profiles.weighing import refuse_codes_by_article, weigh_articles
from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.engines import Corpus
    from masthead.features.base import Feature


TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Compared):
    """COMPARISONS: ``table`` has the rows of the families asked for, ``comparisons`` all that were tested.

    ``profiles`` are the outlets' own estimates, None where parts, pairs or shared events were compared; ``mix`` says
    what holding outlets at one mix did, ``corrected`` what correcting by codes did, in sentences.
    ``topics`` are those found in the texts where these are held at one mix; ``covered`` is when outlets write and of
    what, None where groups, parts or shared events were compared.
    ``members`` are the outlets of each group where groups were compared, which then stand in the place of outlets.
    """

    options: CompareOptions
    comparisons: pa.Table
    profiles: pa.Table | None
    mix: Standard | None
    corrected: tuple[str, ...] = ()
    members: Mapping[str, tuple[str, ...]] | None = None
    topics: Topics | None = None
    covered: Coverage | None = None


def compare(
    source: Any,
    options: CompareOptions | None = None,
    how: How | None = None,
    *,
    keep_wire: bool = False,
    codes: Any = None,
) -> Comparison:
    """Compare outlets: each against the rest, with intervals, effect sizes and false-discovery control.

    ``source`` is articles from two or more outlets, or what was measured from them. ``source``, ``how`` and
    ``keep_wire`` are those of ``masthead.engines.open_corpus``. ``compare_outlets`` has the estimator, the test and
    the errors raised. With ``codes`` (as accepted by ``masthead.profiles.read_codes``) the table is
    CORRECTED_COMPARISONS; ``corrections`` and ``correct_comparisons`` say how. Raises UsageError if codes are
    combined with ``by``, ``events``, ``stratify`` or ``topics``, and if ``topics`` are requested without texts.
    """
    options = options_of(options, CompareOptions)
    if codes is not None:
        _refuse_parts(options)
    if options.group is not None:
        return _of_groups(open_corpus(source, how, keep_wire=keep_wire), options)
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    features, catalogue = _weighed(corpus, options)
    topics = None if options.topics is None else find_topics(_texts(corpus), options.topics, options.seed)
    mix = standardise(features, catalogue, options.stratify) if options.stratify is not None else None
    if topics is not None:
        mix = standardise(features, catalogue, TOPIC, topics.of)
    texts = None if corpus.texts is None else corpus.articles_of
    covered = None if options.by or options.events else coverage(features, texts, mix)
    if mix is not None:
        features, catalogue = mix.features, mix.catalogue
    profiles = None
    if not (options.all_pairs or options.events or options.by):
        profiles = profile_outlets(features, catalogue, **options.intervals)
    found = with_own_limits(compare_outlets(features, catalogue, options, profiles=profiles), profiles)
    notes: list[str] = []
    coded: dict[str, int] = {}
    if codes is not None:
        correction = corrections(features, catalogue, read_codes(codes, catalogue))
        found = correct_comparisons(found, correction, catalogue, level=options.level)
        if profiles is not None:
            profiles = correct_profiles(profiles, correction, catalogue, level=options.level)
        notes, coded = correction_notes(found, correction, catalogue), correction.articles()
    held: dict[str, Any] = {} if covered is None else {"coverage": covered.told()}
    held |= {} if mix is None else {"mix": mix.told() | ({} if topics is None else topics.told())}
    return Comparison(
        table=kept(found, options.families),
        notes=(*(covered.cautions() if covered is not None else ()), *notes),
        details=held,
        manifest={
            **corpus.manifest,
            "kind": "comparison",
            **_facts(features, found, catalogue, options, coded=coded),
            **held,
        },
        corpus=corpus,
        features=features,
        catalogue=catalogue,
        options=options,
        comparisons=found,
        profiles=profiles,
        mix=mix,
        corrected=tuple(notes),
        topics=topics,
        covered=covered,
    )


def _texts(corpus: Corpus) -> pa.Table:
    articles = corpus.articles
    if articles is None:
        raise UsageError(
            "topics are found in the texts, which a file of counts does not contain",
            fix="Give the articles themselves; anything counted before is not counted again. A column of topics or "
            "sections needs no texts: --stratify NAME.",
        )
    return articles


def _weighed(corpus: Corpus, options: CompareOptions) -> tuple[pa.Table, tuple[Feature, ...]]:
    return weigh_articles(corpus.table, compared(corpus.catalogue, options.families), options.weigh)


def _facts(
    features: pa.Table,
    comparisons: pa.Table,
    catalogue: Sequence[Feature],
    options: CompareOptions,
    **more: Any,
) -> dict[str, Any]:
    """What was done, for a manifest: the seed and the facts that methods are stated from."""
    matched = comparisons["n_events"].null_count < len(comparisons)
    told = {**asdict(options), "matched": matched, **more}
    return {"seed": told.pop("seed"), **method_facts(features, comparisons, catalogue, told)}


def _refuse_parts(options: CompareOptions) -> None:
    refuse_codes_by_article(options.weigh)
    if options.by or options.events or options.stratify or options.topics or options.group:
        raise UsageError(
            "codes correct outlets over all their articles, not parts of them, shared events or groups of outlets",
            fix="Leave out --by, --events, --stratify, --topics and --group.",
        )


def _of_groups(corpus: Corpus, options: CompareOptions) -> Comparison:
    """The comparison of groups of outlets, whose articles then stand under the name of their group."""
    features, catalogue = _weighed(corpus, options)
    found = compare_outlet_groups(features, catalogue, options)
    features = under_groups(features, found.members)
    return Comparison(
        table=kept(found.comparisons, options.families),
        notes=(told_members(found.members),),
        manifest={
            **corpus.manifest,
            "kind": "comparison",
            "group": options.group,
            **_facts(features, found.comparisons, catalogue, options),
        },
        corpus=corpus,
        features=features,
        catalogue=catalogue,
        options=options,
        comparisons=found.comparisons,
        profiles=found.profiles,
        mix=None,
        members=found.members,
    )


def ranks(
    source: Any, options: CompareOptions | None = None, how: How | None = None, *, keep_wire: bool = False
) -> Trial:
    """Rank outlets on each feature with simultaneous intervals of the ranks (RANKS); ``rank_outlets`` has the method.

    ``source``, ``how`` and ``keep_wire`` as for ``compare``. Raises UsageError for options other than the weights of
    articles and the families to rank.
    """
    options = options_of(options, CompareOptions)
    if options.baseline or options.all_pairs or options.events or options.by or options.group or options.stratify:
        raise UsageError(
            "ranks need all outlets on all their articles",
            fix="Leave out --baseline, --all-pairs, --events, --by, --stratify and --group.",
        )
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    features, catalogue = _weighed(corpus, options)
    table = kept(rank_outlets(features, catalogue, options), options.families)
    told = asdict(options)
    return Trial(
        table=table,
        manifest={
            **corpus.manifest,
            "kind": "ranks",
            "seed": told.pop("seed"),
            **method_facts(features, table, catalogue, told),
        },
        corpus=corpus,
        features=features,
        catalogue=catalogue,
        tested=shown(catalogue, options.families),
    )


def demo(options: CompareOptions | None = None, how: How | None = None) -> Comparison:
    """Compare the bundled corpus: eight fictional outlets on the same fictional events. Needs no network."""
    return compare(bundled("corpora/demo"), options, how)
