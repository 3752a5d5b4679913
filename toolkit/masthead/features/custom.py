"""A user's own word list as a density feature, without code: ``--lexicon my.tsv``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.features.base import Feature, by_voice

if TYPE_CHECKING:
    from masthead.lexicons import Lexicon


def features(lexicon: Lexicon) -> tuple[Feature, ...]:
    """All terms of the list together (a primary feature), and each category where there are several."""
    rows = [("all", lexicon.categories, True)]
    if len(lexicon.categories) > 1:
        rows += [(category, (category,), False) for category in lexicon.categories]
    return tuple(
        Feature(
            name=f"{lexicon.name}.{name}",
            family=lexicon.name,
            title=lexicon.title if name == "all" else f"{lexicon.title}: {name}",
            kind="density",
            unit="per 1,000 own-voice words",
            numerator=tuple(f"{lexicon.name}.{category}.own" for category in categories),
            denominator=("words.own",),
            scale=1000.0,
            higher=f"more terms of {lexicon.title} in the outlet's own voice",
            citation=lexicon.citation,
            version=lexicon.version,
            voice_aware=True,
            primary=primary,
        )
        for name, categories, primary in rows
    )


def columns(lexicon: Lexicon) -> tuple[str, ...]:
    """The count columns: category, voice."""
    return by_voice(*(f"{lexicon.name}.{category}" for category in lexicon.categories))
