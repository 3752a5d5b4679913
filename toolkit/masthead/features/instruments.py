"""What is measured: the features and their columns, and a user's own word lists."""

from __future__ import annotations

from dataclasses import dataclass

from masthead.errors import UsageError
from masthead.features import attribution, choices, hedging, loaded, readability, style
from masthead.features.base import WORD_COUNTS, Feature
from masthead.features.own_lists import columns_of, features_of, load_own, notes_of
from masthead.lexicons import BUNDLED, Lexicon, bundled_choices, bundled_versions
from masthead.lexicons.entries import OURS

FAMILIES = ("loaded", "attribution", "hedging", "readability", "style", "choices")


@dataclass(frozen=True, slots=True)
class MeasureOptions:
    """What is measured besides the built-in features: paths of the user's own word lists."""

    lexicons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instruments:
    """What counts beyond the bundled lexicons and choice sets: the user's own lists."""

    own: tuple[Lexicon, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the user's lists was not read as it stands, in a line each."""
        return tuple(note for lexicon in self.own for note in notes_of(lexicon))


def count_columns(instruments: Instruments) -> tuple[str, ...]:
    """The count columns of FEATURES, in order; the counts of choices are in a list column beside them."""
    return (
        *WORD_COUNTS,
        *loaded.COLUMNS,
        *attribution.COLUMNS,
        *hedging.COLUMNS,
        *readability.COLUMNS,
        *style.COLUMNS,
        *(column for lexicon in instruments.own for column in columns_of(lexicon)),
    )


def load_instruments(options: MeasureOptions) -> Instruments:
    """Load the user's lists of the options.

    Raises UsageError where a list is refused or takes a name that is taken.
    """
    own = tuple(load_own(path) for path in options.lexicons)
    taken = {*FAMILIES, *BUNDLED, "words"}
    for lexicon in own:
        if lexicon.name in taken:
            raise UsageError(
                f"the lexicon name {lexicon.name!r} is taken",
                where=lexicon.path,
                fix="Change its `# name:` line." if lexicon.layout == OURS else "Call the file something else.",
            )
        taken.add(lexicon.name)
    return Instruments(own)


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
        *(feature for lexicon in own for feature in features_of(lexicon)),
    )


def lexicon_versions(own: tuple[Lexicon, ...] = ()) -> dict[str, str]:
    """Name to ``version sha256`` of every word list and choice file that takes part, for manifests and cache keys."""
    return {**bundled_versions(), **{item.name: f"{item.version} {item.sha256}" for item in own}}
