"""The rows that the phases hand on, as NumPy records. Places are characters, tokens are numbers of tokens."""

from __future__ import annotations

from masthead.native.dialect import Int8, Int16, Int32, Int64, dtype_of


class Token:
    """A token is 64 bytes, a line of the cache, for all phases pass over the tokens."""

    key: Int64  # the folded form: its letters where these are up to eight of ASCII, else a negative hash
    tail: Int64  # the last eight characters of the folded form, a byte each, 0x80 where not ASCII
    classes: Int64  # the classes of its word and
    sets: Int64  # the sets of the rules that it is in, as bits (``word_sets``)
    start: Int32
    end: Int32
    marks: Int32  # the set of characters between this token and the one before it (``gaps``)
    word: Int32  # its number in the vocabulary, -1 where it has none
    sentence: Int32
    form: Int32  # the number of its form in this text
    flags: Int16
    length: Int8  # characters of the folded form, ``LONGEST`` for any more
    syllables: Int8  # as of its word
    gap: Int8  # what stands between this token and the one before it, where the rules know it
    first_mark: Int8
    quoted: Int8
    voice: Int8


TOKEN = dtype_of(Token)
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
REPORTED = 1 << 10  # it stands in reported speech
AFTER_COMMA = 1 << 9  # the last character between the token before it and this one, white space left out
SET_OFF = 1 << 11  # in the title of a work between marks, or in the label of a speaker: not the wording of anybody
ADDRESS = 1 << 12  # an address, handle, hashtag or file name: no word


class Piece:
    """A stretch without white space, as readability counts them; ``token`` is the first one from its start on."""

    start: Int32
    end: Int32
    token: Int32
    flags: Int32


PIECE = dtype_of(Piece)
SIMPLE = 1 << 0  # one plain token and punctuation that is no apostrophe
STOPPED = 1 << 1  # holds . ! or ?


class Form:
    """One of the different forms of a text's tokens."""

    key: Int64
    word: Int32
    first: Int32  # its first token
    latest: Int32  # its last one so far
    full: Int32  # the first of the full names that end so, and
    n_full: Int32  # how many there are
    gender: Int32  # what titles show
    inside: Int32  # whether it has a capital that does not begin a sentence
    kinds: Int32  # the kinds of the last source that it heads or whose surname it is, and 1; 0 where not known


FORM = dtype_of(Form)


class Start:
    """A token at which an entry may begin: the range of its candidates, and whether some may be of several words."""

    token: Int32
    begin: Int32
    end: Int32
    paired: Int32


START = dtype_of(Start)


class Span:
    """A stretch of characters."""

    start: Int32
    end: Int32


SPAN = dtype_of(Span)


class Word:
    """A word of the vocabulary; key, tail and length are those of a token of it."""

    key: Int64
    tail: Int64
    first: Int64  # its first eight characters, for one of nine to sixteen characters of ASCII, else 0
    classes: Int64  # bits of its classes and
    sets: Int64  # of the sets that the rules name
    seconds: Int64  # a bit for the last six bits of each word that follows it in a longer candidate
    word: Int32  # its number
    alone: Int32  # the first of the lexicons' candidates that are this word alone, and
    n_alone: Int16  # how many there are
    syllables: Int8  # of its first pronunciation, UNPRONOUNCED where it has none
    length: Int8


WORD = dtype_of(Word)
UNPRONOUNCED = -1


class Sentence:
    """Characters ``start:end`` and tokens ``first:last`` of one sentence; one without a token is left out."""

    start: Int32
    end: Int32
    first: Int32
    last: Int32
    paragraph: Int32
    title_case: Int32
    worded: Int32  # the first of the linked reported ranges that reach into it, -1 for none


SENTENCE = dtype_of(Sentence)


class Quote:
    """Characters ``start:end`` with their marks. ``level`` is 0 for an outer quotation, 1 for one inside it; one that
    is neither ``closed`` nor ``continued`` in the next paragraph is unbalanced.
    """

    start: Int32
    end: Int32
    kind: Int16
    level: Int16
    closed: Int8
    continued: Int8
    governed: Int8
    scare: Int8
    owner: Int32  # the first relation that governs it, -1 for none
    first: Int32
    last: Int32


QUOTE = dtype_of(Quote)


class Relation:
    """One attribution. ``contents`` are what its cue governs, ``worded`` the part of them in the source's wording: all
    of a clause (*said the deal was vile*), but not the mere object of a cue (*praised the vile deal*).
    """

    speaks: Int8  # whether it has a speaker
    kind: Int8
    first: Int32  # the speaker's tokens, -1 where only understood
    last: Int32
    name: Int32
    cue_first: Int32  # -1 where a quotation carries on
    cue_last: Int32
    entry: Int32
    contents: Int32  # its first content among the ranges, and how many there are
    n_contents: Int32
    worded: Int32
    n_worded: Int32
    quotes: Int32  # its first quotation among the governed ones
    n_quotes: Int32
    continues: Int32  # the relation whose quotation goes on in this one; its own number where none does


RELATION = dtype_of(Relation)


class RangeRow:
    """A range of tokens."""

    first: Int32
    last: Int32


RANGE = dtype_of(RangeRow)


class Link:
    """A reported range of a relation, linked to the next one of a sentence."""

    relation: Int32
    range: Int32
    following: Int32


LINK = dtype_of(Link)


class Turn:
    """A labelled paragraph of a transcript: its first sentence, the label's tokens, and the first token after it."""

    sentence: Int32
    first: Int32
    last: Int32
    body: Int32
    kind: Int8
    recurs: Int8  # whether the label stands elsewhere, too
    speaks: Int8  # whether what follows is in the first or second person, or asks


TURN = dtype_of(Turn)


class Report:
    """Reported speech in the narrow sense, and the relation that it belongs to, -1 for none."""

    first: Int32
    last: Int32
    relation: Int32


REPORT = dtype_of(Report)


class Claim:
    """A claim ascribed to nobody: *reportedly*, *it is believed*, *are thought to*."""

    first: Int32
    last: Int32
    entry: Int32


UNSOURCED = dtype_of(Claim)


class Match:
    """Tokens ``first:last`` matched by an entry."""

    first: Int32
    last: Int32
    entry: Int32


MATCH = dtype_of(Match)
