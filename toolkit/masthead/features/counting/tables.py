"""Everything the pass knows, compiled from the instruments: one vocabulary, one table of phrases, and columns."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.features import genre, style
from masthead.features.attribution import KINDS as SOURCES
from masthead.features.counting.choice_tables import choice_names, kind_of
from masthead.features.instruments import count_columns
from masthead.features.own_lists import ALL, SCORES
from masthead.features.readability import COLUMNS as READABILITY
from masthead.lexicons import bundled_choices, bundled_lexicon
from masthead.native.dialect import Float64, Int8, Int32, dtype_of
from masthead.native.structs import Block
from masthead.schema import VOICES
from masthead.text.characters import characters
from masthead.text.cue_tables import base_forms, build_entries, in_order
from masthead.text.dictionaries import UNREAD, read_dictionaries
from masthead.text.marks import QUOTE_KINDS
from masthead.text.phrase_tables import build_phrases
from masthead.text.readability_tables import build_hyphens, write_sounds
from masthead.text.rules import register
from masthead.text.source_words import build_source_words, spelt_words
from masthead.text.surfaces import read_surfaces, words_of
from masthead.text.vocabulary import build_vocabulary, list_words
from masthead.text.word_sets import STANCES
from masthead.text.workspace import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from masthead.features.instruments import Instruments
    from masthead.lexicons import Entry
    from masthead.native.dialect import Array, Grid, Ints
    from masthead.text.surfaces import Surfaces

_STYLE = tuple(style.MARKED)
N_VOICES = len(VOICES)


class EntryRow:
    """What is known of an entry of a list, side by side, for it is asked all at once."""

    weight: Float64
    family: Int32  # the numbers of its hits' strings
    category: Int32
    term: Int32
    canonical: Int32
    rank: Int32
    column: Int32  # of its count in the outlet's voice,
    sum: Int32  # of its scores added up, and
    whole: Int32  # of the count of its whole list, -1 for none,
    whole_scope: Int32  # in whose scope matches do not overlap
    number: Int32  # of a wording or referent
    concept: Int32
    kind: Int8  # what it is


ENTRY = dtype_of(EntryRow)


class Entries(NamedTuple):
    """The entries of every list, and the numbers of the counts of choices.

    ``names[wording, (1 + referent) * 3 + voice]`` is the number of a count of choices (without a referent: ``voice``).
    """

    rows: Array[EntryRow]
    names: Grid[int]


class Fixed(NamedTuple):
    """Numbers of strings, ranks and columns that the pass names itself, as arrays in the order of their lists."""

    families: Ints  # attribution, loaded, style
    attribution: Ints  # strings of content, cue, quote, reported, source, unsourced
    attribution_ranks: Ints
    style: Ints
    style_ranks: Ints
    scare: Ints  # string, rank
    quotes: Ints
    kinds: Ints
    stances: Ints
    continued: int
    columns: Ints
    cue_columns: Ints
    source_columns: Ints
    style_columns: Ints
    headline_columns: Ints
    markers: Ints  # of each word of the vocabulary that is one, its number
    marker_columns: Grid[int]  # of its count in the body, and in the headline


ATTRIBUTION = ("content", "cue", "quote", "reported", "source", "unsourced")
CONTENT, CUE_HIT, QUOTE, REPORTED, SOURCE, UNSOURCED = range(len(ATTRIBUTION))
COLUMNS = (
    "words.own",
    "sentences",
    "headlines",
    "headline_words",
    "loaded.weight.own",
    "loaded.headline_terms",
    "loaded.scare_quote.own",
    "attribution.sentences",
    "attribution.reported_sentences",
    "attribution.unsourced_claims",
    "attribution.unbalanced",
    "attribution.sources",
    "attribution.distinct_sources",
    "attribution.distinct_sources.n",
    "attribution.top_source_share",
    "attribution.top_source_share.n",
    "style.numbers",
    "style.mattr",
    "style.mattr.n",
)
(
    C_WORDS,
    C_SENTENCES,
    C_HEADLINES,
    C_HEADLINE_WORDS,
    C_WEIGHT,
    C_HEADLINE_TERMS,
    C_SCARE,
    C_ATTRIBUTED,
    C_REPORTED,
    C_CLAIMS,
    C_UNBALANCED,
    C_SOURCES,
    C_DISTINCT,
    C_DISTINCT_N,
    C_TOP,
    C_TOP_N,
    C_NUMBERS,
    C_MATTR,
    C_MATTR_N,
) = range(len(COLUMNS))
HEADLINE = ("question", "exclamation", "number", "quote", "colon")


class Tables(NamedTuple):
    """The tables of one set of instruments, and the strings and names of columns that their numbers stand for."""

    known: Known
    entries: Entries
    fixed: Fixed
    strings: tuple[str, ...]
    columns: tuple[str, ...]
    choice_names: tuple[str, ...]


class _Strings(dict[str, int]):
    """Numbers strings in the order they are asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]

    def array(self, texts: Iterable[str]) -> NDArray[np.int32]:
        return np.array([self[text] for text in texts], np.int32)


def compile_tables(instruments: Instruments, *, bare: bool = False) -> Tables:
    """Compile the bundled lists, the choice sets and the user's lists.

    ``bare`` leaves out what only features need: all but the cues and the user's lists, and the readability
    dictionaries. Texts are read into the same parts and voices, sooner. Raises UsageError where a term could never
    match.
    """
    sets = () if bare else bundled_choices()
    families = ["", "", "loaded", "hedging", "choices", *(lexicon.name for lexicon in instruments.own)]
    verbs, nouns = in_order(bundled_lexicon("cues").entries)
    lists: list[tuple[Iterable[Entry], bool]] = [
        (verbs, False),
        (nouns, False),
        *((() if bare else bundled_lexicon(name).entries, False) for name in ("loaded", "hedging")),
        ([entry for choice in sets for entry in choice.entries], True),
        *((lexicon.entries, lexicon.apart) for lexicon in instruments.own),
        *((choice.referent_entries, False) for choice in sets if choice.referent_entries),
    ]
    surfaces = read_surfaces(lists)
    spoken = UNREAD if bare else read_dictionaries()
    listed, numbers = list_words(
        # Words of sources come first: what is known of them is close together then.
        chain(spelt_words(), words_of(surfaces), base_forms([*verbs, *nouns]), spoken.syllables, sorted(spoken.easy))
    )
    counted = (*count_columns(instruments), *genre.COLUMNS)
    columns = tuple(name for name in counted if name not in READABILITY)
    strings = _Strings()
    families += ["" for _ in range(len(lists) - len(families))]
    of_family = [families[number] for number in surfaces.lists]
    ranks = _ranks(zip(of_family, surfaces.entries, strict=True))
    whole = {lexicon.name for lexicon in instruments.own if lexicon.apart and len(lexicon.categories) > 1}
    entries, names = _entries(surfaces, of_family, strings, ranks, columns, whole)
    phrases, wildcards = build_phrases(surfaces, numbers, listed)
    write_sounds(spoken, numbers, listed)
    sources = build_source_words(numbers, listed)
    return Tables(
        Known(
            characters(),
            build_vocabulary(listed, numbers),
            phrases._replace(n_scopes=phrases.n_scopes + len(lists)),
            wildcards,
            build_hyphens(spoken),
            sources,
            build_entries([*verbs, *nouns], numbers),
        ),
        entries,
        _fixed(strings, ranks, columns, genre.markers_of(numbers)),
        tuple(strings),
        columns,
        names,
    )


def _ranks(entries: Iterable[tuple[str, Entry]]) -> dict[tuple[str, str], int]:
    """The rank of each family and category in the order of hits."""
    pairs = {(family, entry.category) for family, entry in entries if family}
    pairs |= {("attribution", category) for category in ATTRIBUTION}
    pairs |= {("style", category) for category in _STYLE} | {("loaded", "scare_quote")}
    return {pair: rank for rank, pair in enumerate(sorted(pairs))}


def _entries(
    surfaces: Surfaces,
    families: list[str],
    strings: _Strings,
    ranks: Mapping[tuple[str, str], int],
    columns: tuple[str, ...],
    whole: AbstractSet[str],
) -> tuple[Entries, tuple[str, ...]]:
    """The entries by number, and the names of choices; the lists ``whole`` are also counted all together."""
    entries = surfaces.entries
    position = {name: index for index, name in enumerate(columns)}
    kinds = [
        kind_of(family, entry.category, number)
        for family, entry, number in zip(families, entries, surfaces.lists, strict=True)
    ]
    numbers, concepts, names, listing = choice_names(entries, kinds)
    pairs = [(family, entry.category) for family, entry in zip(families, entries, strict=True)]

    def places(counted: Iterable[str]) -> NDArray[np.int32]:
        return np.array([position.get(f"{name}.{VOICES[0]}", -1) for name in counted], np.int32)

    rows = Block().empty(len(entries), ENTRY)
    rows["kind"], rows["number"], rows["concept"] = kinds, numbers, concepts
    rows["family"], rows["category"] = strings.array(families), strings.array(entry.category for entry in entries)
    rows["term"] = strings.array(entry.term for entry in entries)
    rows["canonical"] = strings.array(entry.canonical for entry in entries)
    rows["rank"], rows["weight"] = [ranks.get(pair, 0) for pair in pairs], [entry.weight for entry in entries]
    rows["column"] = places(f"{family}.{category}" for family, category in pairs)
    rows["sum"] = places(f"{family}.{category}.{SCORES}" for family, category in pairs)
    rows["whole"] = places(f"{family}.{ALL}" if family in whole else "" for family in families)
    rows["whole_scope"] = [surfaces.n_scopes + number for number in surfaces.lists]
    return (
        Entries(rows, names),
        listing,
    )


def _fixed(
    strings: _Strings,
    ranks: Mapping[tuple[str, str], int],
    columns: tuple[str, ...],
    markers: NDArray[np.int8],
) -> Fixed:
    position = {name: index for index, name in enumerate(columns)}

    def places(names: Iterable[str]) -> NDArray[np.int32]:
        return np.array([position[name] for name in names], np.int32)

    def ranked(family: str, categories: Iterable[str]) -> NDArray[np.int32]:
        return np.array([ranks[family, category] for category in categories], np.int32)

    return Fixed(
        strings.array(("attribution", "loaded", "style")),
        strings.array(ATTRIBUTION),
        ranked("attribution", ATTRIBUTION),
        strings.array(_STYLE),
        ranked("style", _STYLE),
        np.array([strings["scare_quote"], ranks["loaded", "scare_quote"]], np.int32),
        strings.array(QUOTE_KINDS),
        strings.array(register.KINDS),
        strings.array(STANCES),
        strings["continued"],
        places(COLUMNS),
        np.array([position.get(f"attribution.cues.{stance}", -1) for stance in STANCES], np.int32),
        np.array([position[f"attribution.sources.{kind}"] for kind in SOURCES], np.int32),
        places(f"style.{category}" for category in _STYLE),
        places(f"style.headline.{pattern}" for pattern in HEADLINE),
        markers,
        places(genre.COLUMNS).reshape(2, -1),
    )
