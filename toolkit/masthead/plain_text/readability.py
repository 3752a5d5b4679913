"""The counts behind every English readability formula, equal to textstat's.

textstat (0.7.13) strips punctuation from the whole text, splits it at white space and asks each word.
Stripping never crosses white space, so the same counts are sums over white-space tokens, and what a token
adds is remembered: a text costs one dictionary lookup a token.

What textstat's rules amount to, for a reader who wants to know what is counted:

- a *token* is a stretch without white space; a *word* is a token with at least one letter, digit or
  underscore;
- punctuation is dropped from a word ("well-known" is "wellknown"), an apostrophe before t, s, d, ve, ll or re
  stays;
- a *sentence* is a stretch up to ``.``, ``!`` or ``?`` with at least three words; a text that is not empty
  has one or more;
- syllables are the vowels of the word's first pronunciation, else its hyphenation points plus one;
- a word is *difficult* where it is not on the list of familiar words; two formulas ask for 2 or 3 syllables
  as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.plain_text.tables import END

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.plain_text.tables import Tables

CHARACTERS = "readability.characters"
LETTERS = "readability.letters"
TOKENS = "readability.tokens"
WORDS = "readability.words"
SENTENCES = "readability.sentences"
SYLLABLES = "readability.syllables"
MONOSYLLABLES = "readability.monosyllables"
POLYSYLLABLES = "readability.polysyllables"
MINIWORDS = "readability.miniwords"
LONG_WORDS = "readability.long_words"
DIFFICULT = "readability.difficult_words"
DIFFICULT_2 = "readability.difficult_words_2"
DIFFICULT_3 = "readability.difficult_words_3"
LINSEAR_EASY = "readability.linsear_easy"
LINSEAR_HARD = "readability.linsear_hard"
LINSEAR_SENTENCES = "readability.linsear_sentences"

PER_TOKEN = (
    CHARACTERS,
    LETTERS,
    WORDS,
    SYLLABLES,
    MONOSYLLABLES,
    POLYSYLLABLES,
    MINIWORDS,
    LONG_WORDS,
    DIFFICULT,
    DIFFICULT_2,
    DIFFICULT_3,
)
COUNTS = (*PER_TOKEN, TOKENS, SENTENCES, LINSEAR_EASY, LINSEAR_HARD, LINSEAR_SENTENCES)
"""Every column that ``count`` returns, in a fixed order."""

LINSEAR_WORDS = 100
MINIWORD_LETTERS = 3
LONG_WORD_LETTERS = 7

_NOT_WORD = re.compile(r"\W")
_STRAY_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_PUNCTUATION = re.compile(r"[^\w\s']")
# Twice a token with a word character, then a third; possessive, so that no text makes it backtrack.
_THREE_WORDS = re.compile(r"(?:\W*+\w\S*+\s){2}\W*+\w")

_BITS = 40
_MASK = (1 << _BITS) - 1
_SHIFTS = tuple(range(0, _BITS * len(PER_TOKEN), _BITS))
_WORD_SHIFT = _SHIFTS[PER_TOKEN.index(WORDS)]
_SYLLABLE_SHIFT = _SHIFTS[PER_TOKEN.index(SYLLABLES)]


class TokenMemo(dict[str, int]):
    """Token to its row of ``PER_TOKEN`` counts, packed into one integer with 40 bits a count.

    Packed, because the counts of a text are then one ``sum``: more than twice as fast as adding rows. Memory is
    bounded: no token longer than ``LENGTH`` is kept, and at ``LIMIT`` tokens the memo starts afresh but still
    looks at what it held before, so that frequent tokens stay.
    """

    LIMIT = 1 << 17
    LENGTH = 64

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.tables = tables
        self.before: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        packed = self.before.get(token)
        if packed is None:
            row = _token_row(token, self.tables)
            packed = sum(value << shift for value, shift in zip(row, _SHIFTS, strict=True))
        if len(token) <= self.LENGTH:
            if len(self) >= self.LIMIT:
                self.before = dict(self)
                self.clear()
            self[token] = packed
        return packed


def count(text: str, tables: Tables) -> dict[str, float]:
    """Every count of ``COUNTS`` for one visible text, as floats so that sums of them stay exact.

    ``text`` is what textstat would be given: excluded spans already blanked. An empty text counts 0
    throughout.
    """
    memo = _memo(tables)
    tokens = text.split()
    packed = sum(map(memo.__getitem__, tokens))
    totals = {name: packed >> shift & _MASK for name, shift in zip(PER_TOKEN, _SHIFTS, strict=True)}
    totals[TOKENS] = len(tokens)
    totals[SENTENCES] = count_sentences(text)
    totals |= _linsear(tokens, memo)
    return {name: float(totals[name]) for name in COUNTS}


def _memo(tables: Tables) -> TokenMemo:
    memo = tables.work.get("readability")
    if not isinstance(memo, TokenMemo):
        memo = tables.work["readability"] = TokenMemo(tables)
    return memo


def count_sentences(text: str) -> int:
    """Stretches between sentence marks that hold three words or more; at least 1, or 0 for the empty text."""
    if not text:
        return 0
    stretches = text.replace("!", ".").replace("?", ".").split(".")
    return max(1, sum(map(bool, map(_THREE_WORDS.match, stretches))))


def count_syllables(word: str, tables: Tables) -> int:
    """Syllables of one word: vowels of its first pronunciation, else hyphenation points plus one."""
    return _syllables_of_form(_strip_punctuation(word).lower(), tables)


def _syllables_of_form(form: str, tables: Tables) -> int:
    pronounced = tables.syllables.get(form)
    return _hyphenation_points(form, tables) + 1 if pronounced is None else pronounced


def _strip_punctuation(token: str) -> str:
    return token if token.isalnum() else _PUNCTUATION.sub("", _STRAY_APOSTROPHE.sub("", token))


def _hyphenation_points(form: str, tables: Tables) -> int:
    """Places where the word may be hyphenated (Liang 1983): the greatest pattern value at a place is odd."""
    dotted = f".{form.lower()}."
    greatest = [0] * (len(dotted) + 1)
    for start in range(len(dotted)):
        for offset, values in _patterns_at(dotted, start, tables):
            for place, value in enumerate(values, start + offset):
                greatest[place] = max(greatest[place], value)
    # The dot in front shifts places by one.
    allowed = range(tables.left + 1, len(form) - tables.right + 2)
    return sum(greatest[place] % 2 for place in allowed)


def _patterns_at(dotted: str, start: int, tables: Tables) -> Iterator[tuple[int, tuple[int, ...]]]:
    node = tables.hyphens
    for at in range(start, len(dotted)):
        following = node.get(dotted[at])
        if following is None:
            return
        node = following
        if END in node:
            yield node[END]


def _token_row(token: str, tables: Tables) -> tuple[int, ...]:
    letters = len(token) if token.isalnum() else len(_NOT_WORD.sub("", token))
    if not letters:
        return (len(token), *(0,) * (len(PER_TOKEN) - 1))
    form = _strip_punctuation(token).lower()
    syllables = _syllables_of_form(form, tables)
    familiar = form in tables.easy
    # For difficulty textstat strips the lower-case form again, which loses the dot that a lower-case "İ" carries.
    again = _strip_punctuation(form)
    lowered = syllables if again == form else _syllables_of_form(again, tables)
    return (
        len(token),
        letters,
        1,
        syllables,
        int(syllables == 1),
        int(syllables >= 3),
        int(letters <= MINIWORD_LETTERS),
        int(letters >= LONG_WORD_LETTERS),
        int(not familiar),
        int(not familiar and lowered >= 2),
        int(not familiar and lowered >= 3),
    )


def _linsear(tokens: list[str], memo: TokenMemo) -> dict[str, int]:
    """Words of one or two syllables, of three and more, and sentences, in the first hundred words."""
    sample: list[int] = []
    used = 0
    for token in tokens:
        if len(sample) == LINSEAR_WORDS:
            break
        used += 1
        packed = memo[token]
        if packed >> _WORD_SHIFT & _MASK:
            sample.append(packed >> _SYLLABLE_SHIFT & _MASK)
    hard = sum(syllables >= 3 for syllables in sample)
    # A few pronunciations ("hmm") have no vowel: textstat counts such a word as neither easy nor hard.
    easy = sum(0 < syllables < 3 for syllables in sample)
    sentences = count_sentences(" ".join(tokens[:used]))
    return {LINSEAR_EASY: easy, LINSEAR_HARD: hard, LINSEAR_SENTENCES: sentences}
