"""Phase 5: every entry of every lexicon in one pass over the tokens; the rules are those of ``text.matcher``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import classes, gaps, records
from masthead.text.kernel import phrase_tables as pt
from masthead.text.kernel.compiled import compiled, inlined
from masthead.text.kernel.quoted import known
from masthead.text.matcher import NEAR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from masthead.text.kernel.phrase_tables import Phrases
    from masthead.text.kernel.records import Records

_INSIDE = gaps.named("", "-", "‐", "‑", ".", "'s", "’s")
_APOSTROPHES = gaps.named("'", "’")


@compiled
def find_phrases(
    tokens: Records,
    n_tokens: int,
    sentences: Records,
    masks: NDArray[np.int64],
    phrases: Phrases,
    busy: NDArray[np.int32],
    found: Records,
) -> int:
    """Write the matches by first token, then in the order of the lists; -1 where ``found`` is too short."""
    for scope in range(len(busy)):
        busy[scope] = 0
    n_found = 0
    for first in range(n_tokens):
        word = tokens[first].word
        if word < 0 or not phrases.begins[word]:
            continue
        row = -1
        following = tokens[first + 1].word
        if phrases.begins[word] & pt.LONGER and following >= 0:
            slot = (word * 40503 + following * 60493) & (pt.SIEVE - 1)  # as in sieve_slot
            if phrases.sieve[slot]:
                row = place_in(phrases.pairs, phrases.pair_shift, word << 32 | following)
        if row < 0 and not phrases.begins[word] & pt.ALONE:
            continue
        begin, end = phrases.alone[word], phrases.alone[word + 1]
        if row >= 0:
            begin, end = phrases.pair_rows[row, 0], phrases.pair_rows[row, 1]
        if begin == end or (tokens[first].flags & records.HYPHENED and _after_prefix(tokens, first, masks)):
            continue
        for index in range(begin, end):
            candidate = phrases.order[index]
            scope = phrases.scopes[candidate]
            last = first + phrases.lengths[candidate]
            if busy[scope] > first or last > n_tokens or not _fits(tokens, first, last, candidate, phrases):
                continue
            if _allowed(tokens, sentences, masks, first, last, phrases, phrases.entries[candidate]):
                if n_found == len(found):
                    return -1
                found[n_found].first, found[n_found].last = first, last
                found[n_found].entry = phrases.entries[candidate]
                n_found += 1
                busy[scope] = last
    return n_found


@inlined
def place_in(slots: NDArray[np.int64], shift: int, key: int) -> int:
    """The place of a key among those a table was made of; -1 where it is none of them."""
    slot = (((key * pt.PRIME) >> shift) << 1) & (len(slots) - 1)
    while slots[slot + 1]:
        if slots[slot] == key:
            return int(slots[slot + 1]) - 1
        slot = (slot + 2) & (len(slots) - 1)
    return -1


@inlined
def _after_prefix(tokens: Records, first: int, masks: NDArray[np.int64]) -> bool:
    return bool(known(masks, tokens[first - 1]) & classes.PREFIX)


@inlined
def _fits(tokens: Records, first: int, last: int, candidate: int, phrases: Phrases) -> bool:
    """Whether the tokens are the candidate's words and one run of one sentence."""
    if last == first + 1:
        return True
    place = phrases.places[candidate]
    for at in range(first + 1, last):
        if tokens[at].word != phrases.words[place + at - first]:
            return False
    if tokens[first].sentence != tokens[last - 1].sentence:
        return False
    for at in range(first + 1, last):
        gap = 1 << tokens[at].gap
        owned = gap & _APOSTROPHES and tokens[at - 1].flags & records.POSSESSIVE
        if not (gap & _INSIDE or owned):
            return False
    return True


@compiled
def _allowed(
    tokens: Records,
    sentences: Records,
    masks: NDArray[np.int64],
    first: int,
    last: int,
    phrases: Phrases,
    entry: int,
) -> bool:
    for row in range(phrases.contexts[entry], phrases.contexts[entry + 1]):
        wanted = phrases.conditions[row, 1] == 1
        if _holds(tokens, sentences, masks, first, last, phrases, row) != wanted:
            return False
    return True


@compiled
def _holds(
    tokens: Records,
    sentences: Records,
    masks: NDArray[np.int64],
    first: int,
    last: int,
    phrases: Phrases,
    row: int,
) -> bool:
    sentence = sentences[tokens[first].sentence]
    place, shapes = phrases.conditions[row, 0], phrases.conditions[row, 2]
    if place == pt.PREV:
        if first == sentence.first:
            return bool(shapes & pt.START)
        return _is(tokens, masks, first - 1, sentence, phrases, row)
    if place == pt.NEXT:
        if last == sentence.last:
            return bool(shapes & pt.END)
        return _is(tokens, masks, last, sentence, phrases, row)
    if place == pt.IS:
        starts = shapes & pt.START and first == sentence.first
        return bool(starts) or _is(tokens, masks, first, sentence, phrases, row)
    for at in range(max(sentence.first, first - NEAR), min(sentence.last, last + NEAR)):
        if at == first and last == first + 1:
            continue
        if _is(tokens, masks, at, sentence, phrases, row):
            return True
    return False


@compiled
def _is(tokens: Records, masks: NDArray[np.int64], at: int, sentence: Records, phrases: Phrases, row: int) -> bool:
    """Whether a token is among a condition's words or has one of its shapes."""
    shapes, number = phrases.conditions[row, 2], phrases.conditions[row, 3]
    token = tokens[at]
    if token.word >= 0 and place_in(phrases.members, phrases.member_shift, number << 32 | token.word) >= 0:
        return True
    if not shapes:
        return False
    capital = token.flags & records.CAPITAL
    return bool(
        (shapes & pt.CAP and capital and at > sentence.first and not sentence.title_case)
        or (shapes & pt.UPPER and token.flags & records.LONG and token.flags & records.SHOUTED)
        or (shapes & pt.LOWER and not capital)
        or (shapes & pt.NUM and (token.flags & records.NUMBER or known(masks, token) & classes.NUMBER_WORD))
        or (shapes & pt.NEG and known(masks, token) & classes.NEGATION)
    )
