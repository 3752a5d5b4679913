"""The rows that the phases hand on, as NumPy records. Places are characters, tokens are numbers of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Records = Any
"""An array of rows, or one row: a type checker does not know the fields of NumPy's records."""

TOKEN = np.dtype(
    [
        ("key", np.int64),  # the folded form: its letters where these are up to eight of ASCII, else a negative hash
        ("tail", np.int64),  # the last eight characters of the folded form, a byte each, 0x80 where not ASCII
        ("start", np.int32),
        ("end", np.int32),
        ("length", np.int32),  # characters of the folded form
        ("marks", np.int32),  # the set of characters between this token and the one before it (``gaps``)
        ("word", np.int32),  # its number in the vocabulary, -1 where it has none
        ("flags", np.int32),
        ("sentence", np.int32),
        ("same", np.int32),  # the first token of its form, and
        ("recent", np.int32),  # the last one before it (-1 for none)
        ("latest", np.int32),  # of the first token of a form: the last one so far
        ("full", np.int32),  # of the first token of a form: the first of the full names that end so, and
        ("n_full", np.int32),  # how many there are
        ("gap", np.int8),  # what stands between this token and the one before it, where the rules know it
        ("first_mark", np.int8),
        ("last_mark", np.int8),
        ("quoted", np.int8),
        ("voice", np.int8),
        ("gender", np.int8),  # of the first token of a form: what titles show
    ],
    align=True,
)
CAPITAL = 1 << 0
HYPHENED = 1 << 1
POSSESSIVE = 1 << 2
SHOUTED = 1 << 3  # str.isupper()
LETTERS = 1 << 4  # str.isalpha()
NUMBER = 1 << 5  # its form begins with a digit (str.isdigit)
PLAIN = 1 << 6  # ASCII letters only
CLITIC = 1 << 7  # a possessive 's was cut off
LONG = 1 << 8  # more than one character of the text

PIECE = np.dtype([("start", np.int32), ("end", np.int32), ("token", np.int32), ("flags", np.int32)])
"""A stretch without white space, as readability counts them; ``token`` is the first one that begins in it or later."""
SIMPLE = 1 << 0  # one plain token and punctuation that is no apostrophe
STOPPED = 1 << 1  # holds . ! or ?

SPAN = np.dtype([("start", np.int32), ("end", np.int32)])

SENTENCE = np.dtype(
    [
        ("start", np.int32),
        ("end", np.int32),
        ("first", np.int32),
        ("last", np.int32),
        ("paragraph", np.int32),
        ("title_case", np.int32),
        ("worded", np.int32),  # the first of the linked reported ranges that reach into it, -1 for none
    ]
)

QUOTE = np.dtype(
    [
        ("start", np.int32),
        ("end", np.int32),
        ("kind", np.int16),
        ("level", np.int16),
        ("closed", np.int8),
        ("continued", np.int8),
        ("governed", np.int8),
        ("scare", np.int8),
        ("owner", np.int32),  # the first relation that governs it, -1 for none
        ("first", np.int32),
        ("last", np.int32),
    ]
)

RELATION = np.dtype(
    [
        ("speaks", np.int8),  # whether it has a speaker
        ("kind", np.int8),
        ("first", np.int32),  # the speaker's tokens, -1 where only understood
        ("last", np.int32),
        ("name", np.int32),
        ("cue_first", np.int32),  # -1 where a quotation carries on
        ("cue_last", np.int32),
        ("entry", np.int32),
        ("contents", np.int32),  # its first content among the ranges, and how many there are
        ("n_contents", np.int32),
        ("worded", np.int32),
        ("n_worded", np.int32),
        ("quotes", np.int32),  # its first quotation among the governed ones
        ("n_quotes", np.int32),
    ],
    align=True,
)
RANGE = np.dtype([("first", np.int32), ("last", np.int32)])
LINK = np.dtype([("relation", np.int32), ("range", np.int32), ("following", np.int32)])
UNSOURCED = np.dtype([("first", np.int32), ("last", np.int32), ("entry", np.int32)])
MATCH = np.dtype([("first", np.int32), ("last", np.int32), ("entry", np.int32)])


class Parts(NamedTuple):
    """Room for the parts of one text; every field is an array that is filled from its start."""

    tokens: Records
    pieces: Records
    breaks: NDArray[np.int32]
    stops: NDArray[np.int32]
    marks: NDArray[np.int32]


def make_parts(characters: int) -> Parts:
    """Room for any text of up to that many characters."""
    return Parts(
        np.empty(characters + 1, TOKEN),
        np.empty(characters + 1, PIECE),
        np.empty(characters + 1, np.int32),
        np.empty(characters + 1, np.int32),
        np.empty(characters + 1, np.int32),
    )
