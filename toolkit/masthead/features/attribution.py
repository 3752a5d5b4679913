"""Attribution: how much of the text is reported from others, by what cues, and from whom."""

from __future__ import annotations

from collections import Counter
from math import nan
from typing import TYPE_CHECKING

from masthead.features.article import WORD_COLUMNS, Article, Counts, Field, voice_of
from masthead.features.base import Feature, Hit

if TYPE_CHECKING:
    from masthead.plain_text.relations import Attribution
    from masthead.plain_text.voice import Reading

STANCES = {
    "neutral": ("Neutral cues", "more neutral cues (said, according to)"),
    "doubt": ("Doubting cues", "more cues that doubt the source (claimed, alleged)"),
    "endorsement": ("Endorsing cues", "more cues that vouch for the source (revealed, pointed out)"),
    "attitude": ("Attitude cues", "more cues of what others think, want, fear or oppose (believes, wants)"),
    "speech_act": ("Speech-act cues", "more cues that name what the source does (warned, vowed)"),
}
KINDS = {
    "named": "a proper name",
    "official": "an office or institution of the state",
    "anonymous": "nobody who can be checked",
    "collective": "an unnamed group (residents, critics)",
}
MIN_FOR_TOP_SOURCE = 3

_NEWELL = "Newell, E., Margolin, D. and Ruths, D. (2018). An Attribution Relations Corpus for Political News. LREC"
_STANCE = "Hooper, J. B. (1975). On Assertive Predicates. Syntax and Semantics 4, 91-124"
_SOURCING = (
    "Carpenter, S. (2008). How Online Citizen Journalism Publications and Online Newspapers Utilize the Objectivity "
    "Standard and Rely on External Sources. Journalism & Mass Communication Quarterly 85(3), 531-548"
)

COLUMNS = (
    "attribution.sentences",
    *(f"attribution.cues.{stance}" for stance in STANCES),
    "attribution.sources",
    *(f"attribution.sources.{kind}" for kind in KINDS),
    "attribution.unsourced_claims",
    "attribution.unbalanced",
    "attribution.distinct_sources",
    "attribution.distinct_sources.n",
    "attribution.top_source_share",
    "attribution.top_source_share.n",
)


def _feature(name: str, title: str, kind: str, numerator: tuple[str, ...], higher: str, **row: object) -> Feature:
    return Feature(
        **{
            "name": f"attribution.{name}",
            "family": "attribution",
            "title": title,
            "kind": kind,
            "numerator": numerator,
            "higher": higher,
            "citation": _NEWELL,
            "voice_aware": True,
            **row,
        }  # type: ignore[arg-type]
    )


def _share(
    name: str,
    title: str,
    numerator: tuple[str, ...],
    of: tuple[str, ...],
    unit: str,
    higher: str,
    **row: object,
) -> Feature:
    return _feature(
        name,
        title,
        "share",
        numerator,
        higher,
        denominator=of,
        scale=100.0,
        unit=f"% of {unit}",
        high=100.0,
        **row,
    )


def _per_thousand(name: str, title: str, numerator: tuple[str, ...], higher: str, **row: object) -> Feature:
    return _feature(
        name,
        title,
        "density",
        numerator,
        higher,
        denominator=WORD_COLUMNS,
        scale=1000.0,
        unit="per 1,000 words",
        **row,
    )


FEATURES = (
    _share(
        "sentence_share",
        "Attributed sentences",
        ("attribution.sentences",),
        ("sentences",),
        "sentences",
        "more sentences that hold a cue, a quotation or reported content",
        primary=True,
    ),
    _share(
        "word_share",
        "Attributed words",
        ("words.attributed", "words.quoted"),
        WORD_COLUMNS,
        "words",
        "more of the text quotes or paraphrases others",
    ),
    _share(
        "quoted_share",
        "Quoted words",
        ("words.quoted",),
        WORD_COLUMNS,
        "words",
        "more of the text is direct quotation",
        primary=True,
    ),
    _per_thousand(
        "cues",
        "Attribution cues",
        tuple(f"attribution.cues.{stance}" for stance in STANCES),
        "more cues of any stance",
    ),
    *(
        _per_thousand(f"cues_{stance}", title, (f"attribution.cues.{stance}",), higher, citation=_STANCE)
        for stance, (title, higher) in STANCES.items()
    ),
    *(
        _share(
            f"{kind}_share",
            f"{kind.capitalize()} sources",
            (f"attribution.sources.{kind}",),
            ("attribution.sources",),
            "attributions",
            f"more attributions whose source is {words}",
            citation=_SOURCING,
            primary=kind in ("official", "anonymous"),
        )
        for kind, words in KINDS.items()
    ),
    _feature(
        "distinct_sources",
        "Distinct sources",
        "mean",
        ("attribution.distinct_sources",),
        "more different sources an article",
        denominator=("attribution.distinct_sources.n",),
        unit="per article",
        citation=_SOURCING,
    ),
    _feature(
        "top_source_share",
        "Share of the most used source",
        "mean",
        ("attribution.top_source_share",),
        "articles lean more on one source",
        denominator=("attribution.top_source_share.n",),
        scale=100.0,
        unit=f"% of attributions, articles with {MIN_FOR_TOP_SOURCE} or more",
        high=100.0,
        citation=_SOURCING,
    ),
    _per_thousand(
        "unsourced",
        "Claims ascribed to nobody",
        ("attribution.unsourced_claims",),
        "more reportedly, allegedly, it is believed: hearsay that is marked as such; bare assertion is not counted",
        primary=True,
    ),
    _per_thousand(
        "unbalanced",
        "Unbalanced quotation marks",
        ("attribution.unbalanced",),
        "more quotation marks that never close: a sign of damaged text, which blurs voice",
    ),
)


def count(article: Article) -> tuple[Counts, list[Hit]]:
    """Attributions of one article. Counts are of the body; hits of body and headline."""
    hits: list[Hit] = []
    for field, reading in article.fields:
        hits += _hits(reading, field, first_group=len(hits))
    return _counts(article.body), hits


def _counts(reading: Reading) -> Counts:
    relations = reading.attributions.relations
    counts: Counts = {
        "attribution.sentences": float(_attributed_sentences(reading)),
        "attribution.unsourced_claims": float(len(reading.attributions.unsourced)),
        "attribution.unbalanced": float(
            sum(not quote.closed and not quote.continued for quote in reading.document.quotes)
        ),
    }
    for relation in relations:
        if relation.cue is not None:
            _add(counts, f"attribution.cues.{relation.stance}")
    sources = [relation.speaker for relation in relations if relation.speaker is not None]
    counts["attribution.sources"] = float(len(sources))
    for speaker in sources:
        for kind in speaker.kind.split():
            if kind in KINDS:
                _add(counts, f"attribution.sources.{kind}")
    return {**counts, **_concentration(relations)}


def _concentration(relations: tuple[Attribution, ...]) -> Counts:
    """How many different sources an article has, and how much it leans on the first of them."""
    names = Counter(relation.speaker.name for relation in relations if relation.speaker and relation.speaker.name)
    counts = {"attribution.distinct_sources": float(len(names)), "attribution.distinct_sources.n": 1.0}
    total = names.total()
    known = total >= MIN_FOR_TOP_SOURCE
    counts["attribution.top_source_share"] = max(names.values()) / total if known else nan
    counts["attribution.top_source_share.n"] = float(known)
    return counts


def _add(counts: Counts, name: str) -> None:
    counts[name] = counts.get(name, 0.0) + 1.0


def _attributed_sentences(reading: Reading) -> int:
    """Sentences touched by a cue, by reported content or by a quotation that is no scare quote."""
    document = reading.document
    touched = bytearray(len(document.sentences))
    scare = set(reading.scare_quotes)
    spans = [span for relation in reading.attributions.relations for span in (relation.cue, *relation.contents) if span]
    spans += [
        document.range(quote.start, quote.end) for index, quote in enumerate(document.quotes) if index not in scare
    ]
    for first, last in spans:
        for sentence in document.sentence_of[first:last]:
            touched[sentence] = 1
    return sum(touched)


def _hits(reading: Reading, field: Field, first_group: int) -> list[Hit]:
    """Source, cue and content of each relation share a group; so do the quotations it governs."""
    document = reading.document
    hits: list[Hit] = []
    governed: dict[int, tuple[int, str | None]] = {}
    for number, relation in enumerate(reading.attributions.relations):
        group = first_group + number
        name = relation.speaker.name if relation.speaker else None
        governed |= {quote: (group, name) for quote in relation.quotes if quote not in governed}
        if relation.speaker is not None and relation.speaker.span is not None:
            hits.append(_hit(reading, field, relation.speaker.span, "source", relation.speaker.kind, name, group))
        if relation.cue is not None:
            hits.append(_hit(reading, field, relation.cue, "cue", relation.term, relation.stance, group))
        hits += [
            _hit(reading, field, content, "content", relation.term or "continued", name, group)
            for content in relation.contents
            if not all(document.quoted[content[0] : content[1]])
        ]
    scare = set(reading.scare_quotes)
    for index, quote in enumerate(document.quotes):
        if index not in scare:
            owner, name = governed.get(index, (None, None))
            hits.append(
                Hit(field, quote.start, quote.end, "attribution", "quote", quote.kind, name, "quoted", None, owner)
            )
    hits += [
        _hit(reading, field, claim.cue, "unsourced", claim.term, None, None) for claim in reading.attributions.unsourced
    ]
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.category))


def _hit(
    reading: Reading,
    field: Field,
    span: tuple[int, int],
    category: str,
    term: str,
    canonical: str | None,
    group: int | None,
) -> Hit:
    start, end = reading.document.chars(*span)
    return Hit(field, start, end, "attribution", category, term, canonical, voice_of(reading, span[0]), None, group)
