"""Hedging and boosting: how far the text commits itself to what it says."""

from __future__ import annotations

from masthead.features.base import Feature, by_voice

CATEGORIES = {
    "epistemic": ("Epistemic hedges", "more words of possibility (may, likely, perhaps)"),
    "doxastic": ("Doxastic hedges", "more words of belief (believe, expect)"),
    "investigation": ("Investigation hedges", "more words of open questions (whether, examine)"),
    "approximator": ("Approximators", "more rounded quantities (about 40, roughly)"),
    "weasel": ("Weasel phrases", "more claims of unspecified people (some say, critics argue)"),
    "conditional": ("Conditionals", "more conditions (if, unless)"),
    "booster": ("Boosters", "more words of certainty (clearly, of course)"),
}
HEDGES = ("epistemic", "doxastic", "investigation")

_HYLAND = "Hyland, K. (2005). Metadiscourse: Exploring Interaction in Writing. Continuum"
_SZARVAS = (
    "Szarvas, G., Vincze, V., Farkas, R., Móra, G. and Gurevych, I. (2012). Cross-Genre and Cross-Domain Detection "
    "of Semantic Uncertainty. Computational Linguistics 38(2), 335-367"
)
_UNQUOTED = ("own", "attributed")

COLUMNS = by_voice(*(f"hedging.{category}" for category in CATEGORIES))


def _unquoted(name: str, title: str, categories: tuple[str, ...], higher: str, *, primary: bool = False) -> Feature:
    return Feature(
        name=name,
        family="hedging",
        title=title,
        kind="density",
        unit="per 1,000 unquoted words",
        numerator=tuple(f"hedging.{category}.{voice}" for category in categories for voice in _UNQUOTED),
        denominator=tuple(f"words.{voice}" for voice in _UNQUOTED),
        scale=1000.0,
        higher=higher,
        citation=_HYLAND if categories == ("booster",) else _SZARVAS,
        voice_aware=True,
        primary=primary,
    )


FEATURES = (
    _unquoted("hedging.rate", "Hedges", HEDGES, "more hedged wording outside quotations", primary=True),
    *(
        _unquoted(f"hedging.{category}", title, (category,), higher, primary=category == "booster")
        for category, (title, higher) in CATEGORIES.items()
    ),
    Feature(
        name="hedging.own",
        family="hedging",
        title="Hedges in the outlet's own voice",
        kind="density",
        unit="per 1,000 own-voice words",
        numerator=tuple(f"hedging.{category}.own" for category in HEDGES),
        denominator=("words.own",),
        scale=1000.0,
        higher="more hedged wording where nobody else is cited",
        citation=_SZARVAS,
        voice_aware=True,
    ),
)
