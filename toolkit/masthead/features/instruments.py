"""The instruments of one measurement, compiled once a process: lexicons, choice sets, readability tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from masthead.errors import UsageError
from masthead.features import article as words
from masthead.features import attribution, choices, custom, hedging, loaded, readability, style
from masthead.lexicons import BUNDLED, Lexicon, bundled_choices, bundled_lexicon, bundled_versions, load_lexicon
from masthead.plain_text.matcher import Matcher
from masthead.plain_text.tables import load_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.features.base import Feature
    from masthead.plain_text.tables import Tables

FAMILIES = ("loaded", "attribution", "hedging", "readability", "style", "choices")


@dataclass(frozen=True, slots=True)
class MeasureOptions:
    """What is measured beyond the built-in features: paths of a user's own word lists."""

    lexicons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instruments:
    """Everything that counts: the bundled lexicons and choice sets, the user's lists, the readability tables."""

    own: tuple[Lexicon, ...] = ()
    progress: Callable[[str, float], None] | None = field(default=None, compare=False)

    @cached_property
    def loaded(self) -> Matcher:
        """The bundled loaded terms."""
        return Matcher(bundled_lexicon("loaded").entries)

    @cached_property
    def hedging(self) -> Matcher:
        """The bundled hedges and boosters."""
        return Matcher(bundled_lexicon("hedging").entries)

    @cached_property
    def choices(self) -> choices.ChoiceMatcher:
        """The bundled choice sets."""
        return choices.compile_choices(bundled_choices())

    @cached_property
    def custom(self) -> tuple[tuple[Lexicon, Matcher], ...]:
        """The user's own word lists."""
        return tuple((lexicon, Matcher(lexicon.entries)) for lexicon in self.own)

    @cached_property
    def tables(self) -> Tables:
        """The readability tables."""
        return load_tables(progress=self.progress)


def count_columns(instruments: Instruments) -> tuple[str, ...]:
    """The count columns of FEATURES, in order; the counts of choices are in a list column beside them."""
    return (
        *words.COLUMNS,
        *loaded.COLUMNS,
        *attribution.COLUMNS,
        *hedging.COLUMNS,
        *readability.COLUMNS,
        *style.COLUMNS,
        *(column for lexicon in instruments.own for column in custom.columns(lexicon)),
    )


def load_instruments(options: MeasureOptions, progress: Callable[[str, float], None] | None = None) -> Instruments:
    """Load the user's lists of the options; the rest is compiled when first used.

    Raises UsageError where a list is refused or takes a name that is taken.
    """
    own = tuple(load_lexicon(Path(path)) for path in options.lexicons)
    taken = {*FAMILIES, *BUNDLED, "words"}
    for lexicon in own:
        if lexicon.name in taken:
            raise UsageError(
                f"the lexicon name {lexicon.name!r} is taken",
                where=lexicon.path,
                fix="Change its `# name:` line.",
            )
        taken.add(lexicon.name)
    return Instruments(own, progress)


def catalogue(options: MeasureOptions | None = None) -> tuple[Feature, ...]:
    """Every feature that is measured, in the order of tables: family by family, the user's lists last."""
    own = load_instruments(options).own if options is not None else ()
    return (
        *loaded.FEATURES,
        *attribution.FEATURES,
        *hedging.FEATURES,
        *readability.FEATURES,
        *style.FEATURES,
        *choices.features(bundled_choices()),
        *(feature for lexicon in own for feature in custom.features(lexicon)),
    )


def lexicon_versions(own: tuple[Lexicon, ...] = ()) -> dict[str, str]:
    """Name to ``version sha256`` of every word list and choice file that takes part, for manifests and cache keys."""
    return {**bundled_versions(), **{item.name: f"{item.version} {item.sha256}" for item in own}}
