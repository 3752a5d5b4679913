"""The rows that the phases hand on, as NumPy records. Places are characters, tokens are numbers of tokens."""

from __future__ import annotations

from typing import Any

import numpy as np

Records = Any
"""An array of rows, or one row: a type checker does not know the fields of NumPy's records."""

TOKEN = np.dtype(
    [
        ("key", np.int64),  # the folded form: its letters where these are up to eight of ASCII, else a negative hash
        ("tail", np.int64),  # the last eight characters of the folded form, a byte each, 0x80 where not ASCII
        ("classes", np.int64),  # the classes of its word and
        ("sets", np.int64),  # the sets of the rules that it is in, as bits (``classes``)
        ("start", np.int32),
        ("end", np.int32),
        ("marks", np.int32),  # the set of characters between this token and the one before it (``gaps``)
        ("word", np.int32),  # its number in the vocabulary, -1 where it has none
        ("sentence", np.int32),
        ("form", np.int32),  # the number of its form in this text
        ("flags", np.int16),
        ("length", np.int8),  # characters of the folded form, ``LONGEST`` for any more
        ("syllables", np.int8),  # as of its word
        ("gap", np.int8),  # what stands between this token and the one before it, where the rules know it
        ("first_mark", np.int8),
        ("quoted", np.int8),
        ("voice", np.int8),
    ],
    align=True,
)
"""A token is 64 bytes, a line of the cache, for all phases pass over the tokens."""
LONGEST = 127
CAPITAL = 1 << 0
HYPHENED = 1 << 1
POSSESSIVE = 1 << 2
SHOUTED = 1 << 3  # str.isupper()
LETTERS = 1 << 4  # str.isalpha()
NUMBER = 1 << 5  # its form begins with a digit (str.isdigit)
PLAIN = 1 << 6  # ASCII letters only
CLITIC = 1 << 7  # a possessive 's was cut off
LONG = 1 << 8  # more than one character of the text
AFTER_COMMA = 1 << 9  # the last character between the token before it and this one, white space left out

PIECE = np.dtype([("start", np.int32), ("end", np.int32), ("token", np.int32), ("flags", np.int32)])
"""A stretch without white space, as readability counts them; ``token`` is the first one that begins in it or later."""
SIMPLE = 1 << 0  # one plain token and punctuation that is no apostrophe
STOPPED = 1 << 1  # holds . ! or ?

FORM = np.dtype(
    [
        ("key", np.int64),
        ("word", np.int32),
        ("first", np.int32),  # its first token
        ("latest", np.int32),  # its last one so far
        ("full", np.int32),  # the first of the full names that end so, and
        ("n_full", np.int32),  # how many there are
        ("gender", np.int32),  # what titles show
    ],
    align=True,
)
"""One of the different forms of a text's tokens."""

START = np.dtype([("token", np.int32), ("begin", np.int32), ("end", np.int32), ("paired", np.int32)])
"""A token at which an entry may begin: the range of its candidates, and whether these may be more than single words."""

SPAN = np.dtype([("start", np.int32), ("end", np.int32)])

WORD = np.dtype(
    [
        ("key", np.int64),
        ("tail", np.int64),
        ("first", np.int64),  # its first eight characters, for one of nine to sixteen characters of ASCII, else 0
        ("classes", np.int64),  # bits of its classes and
        ("sets", np.int64),  # of the sets that the rules name
        ("seconds", np.int64),  # a bit for the last six bits of each word that follows it in a longer candidate
        ("word", np.int32),  # its number
        ("alone", np.int32),  # the first of the lexicons' candidates that are this word alone, and
        ("n_alone", np.int16),  # how many there are
        ("syllables", np.int8),  # of its first pronunciation, UNPRONOUNCED where it has none
        ("length", np.int8),
    ],
    align=True,
)
"""A word of the vocabulary; key, tail and length are those of a token of it."""
UNPRONOUNCED = -1

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
"""Characters ``start:end`` and tokens ``first:last`` of one sentence; one without a token is left out."""

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
"""Characters ``start:end`` with their marks. ``level`` is 0 for an outer quotation, 1 for one inside it, ...; one that
is neither ``closed`` nor ``continued`` in the next paragraph is unbalanced.
"""

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
"""One attribution. ``contents`` are what its cue governs, ``worded`` the part of them that is the source's wording: all
of a clause (*said the deal was vile*), but not the mere object of a cue (*praised the vile deal*).
"""
RANGE = np.dtype([("first", np.int32), ("last", np.int32)])
LINK = np.dtype([("relation", np.int32), ("range", np.int32), ("following", np.int32)])
"""A reported range of a relation, linked to the next one of a sentence."""
UNSOURCED = np.dtype([("first", np.int32), ("last", np.int32), ("entry", np.int32)])
"""A claim ascribed to nobody: *reportedly*, *it is believed*, *are thought to*."""
MATCH = np.dtype([("first", np.int32), ("last", np.int32), ("entry", np.int32)])
"""Tokens ``first:last`` matched by an entry."""
