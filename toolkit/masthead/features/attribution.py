"""Attribution: how much of the text is reported from others, by what cues, and from whom."""

from __future__ import annotations

from masthead.features.base import Feature, by_voice

STANCES = {
    "neutral": ("Neutral cues", "more neutral cues (said, according to)"),
    "doubt": ("Doubting cues", "more cues that doubt the source (claimed, alleged)"),
    "endorsement": ("Endorsing cues", "more cues that vouch for the source (revealed, pointed out)"),
    "attitude": ("Attitude cues", "more cues of what others think, want, fear or oppose (believes, wants)"),
    "speech_act": ("Speech-act cues", "more cues that name what the source does (warned, vowed)"),
}
KINDS = {
    "named": ("named", "a person or body with a proper name"),
    "official": ("state", "an office, institution or official of the state"),
    "anonymous": ("anonymous", "somebody whose name is withheld"),
    "collective": ("collective", "a group that nobody can be asked for (critics, voters)"),
}
"""By the name of its share: what a source of the kind has in its term, and in words."""
MIN_FOR_TOP_SOURCE = 3

_NEWELL = "Newell, E., Margolin, D. and Ruths, D. (2018). An Attribution Relations Corpus for Political News. LREC"
_SEMINO = "Semino, E. and Short, M. (2004). Corpus Stylistics. Routledge"
_STANCE = "Hooper, J. B. (1975). On Assertive Predicates. Syntax and Semantics 4, 91-124"
_SOURCING = (
    "Carpenter, S. (2008). How Online Citizen Journalism Publications and Online Newspapers Utilize the Objectivity "
    "Standard and Rely on External Sources. Journalism & Mass Communication Quarterly 85(3), 531-548"
)

COLUMNS = (
    "attribution.sentences",
    "attribution.reported_sentences",
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
        denominator=by_voice("words"),
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
        "reported_share",
        "Sentences of reported speech",
        ("attribution.reported_sentences",),
        ("sentences",),
        "sentences",
        "more sentences that give somebody's words, quoted or paraphrased",
        citation=_SEMINO,
    ),
    _share(
        "word_share",
        "Attributed words",
        ("words.attributed", "words.quoted"),
        by_voice("words"),
        "words",
        "more of the text quotes or paraphrases others",
    ),
    _share(
        "quoted_share",
        "Quoted words",
        ("words.quoted",),
        by_voice("words"),
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
            version="2",
        )
        for kind, (_, words) in KINDS.items()
    ),
    _feature(
        "distinct_sources",
        "Distinct sources",
        "mean",
        ("attribution.distinct_sources",),
        "more different sources per article",
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
