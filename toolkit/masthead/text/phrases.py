"""The one matcher of word lists: whole tokens, the longest term first, contexts checked, bound prefixes respected.

Every entry of every list is found in one pass over the tokens. Inside one scope (a category of a list whose categories
are scopes of their own, else the whole list) matches do not overlap: the leftmost wins, then the longest, then the
entry listed first. A term of several words matches across white space and hyphens only, inside one sentence. No match
begins after a hyphen that a bound prefix precedes: *terrorist* is in *terrorist-held*, not in *anti-terrorist*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined, prefetch, wrapped_product
from masthead.text import gaps, records
from masthead.text import phrase_tables as pt
from masthead.text import word_sets as cl
from masthead.text.limits import NEAR
from masthead.text.pair_table import PRIME, pair_at, pair_place
from masthead.text.wildcards import FIRST_WILD, find_starters, fits_token

if TYPE_CHECKING:
    from masthead.native.dialect import Array, Ints
    from masthead.text.phrase_tables import Condition
    from masthead.text.records import Match, Sentence, Token, Word
    from masthead.text.workspace import Workspace

_INSIDE = gaps.named("", "-", "‐", "‑", ".", "'s", "’s")
_HALF = 0xFFFFFFFF
_UNKNOWN = -1
"""What the range of a start begins with where the vocabulary does not have its word."""
_AHEAD = 6
"""Starts between the one at hand and the one whose rows are asked for from memory meanwhile."""
_SHOUT = records.LONG | records.SHOUTED
_DASHES = gaps.named("-", "–", "‑", "‐")
_APOSTROPHES = gaps.named("'", "’")


@compiled
def find_phrases(work: Workspace) -> None:
    """Write the matches by first token, then in the order of the lists, those of cues apart.

    ``n_matches`` is -1 where there is no room.
    """
    phrases, starts, busy = work.phrases, work.starts, work.busy
    for scope in range(len(busy)):
        busy[scope] = 0
    work.n_cued = work.n_matches = 0
    n_starts = _find_ranges(work)
    for place in range(n_starts):
        prefetch(phrases.candidates, max(starts[min(place + 2 * _AHEAD, n_starts - 1)].begin, 0))
        ahead = starts[min(place + _AHEAD, n_starts - 1)]
        prefetch(phrases.conditions, phrases.candidates[max(ahead.begin, 0)].context)
        start = starts[place]
        if start.begin < 0:
            _try_wild(work, start.token)
        else:
            _try(work, start.token, start.begin, start.end)
        if work.n_matches < 0:
            return


@inlined
def note_start(work: Workspace, place: int, first: int, word: Word, following: int) -> int:
    """Write a token to a place of the starts; false where no candidate can begin there.

    ``word`` is the token's word, ``following`` the number of the one after it. At a token that the vocabulary does not
    have only what begins with a wildcard can begin. Whether the two are a pair the sieve tells later, when it is there.
    """
    start = work.starts[place]
    paired = word.seconds >> (following & 63) & 1
    prefetch(work.phrases.sieve, _bit(_pair(word.word, following), paired) >> 6)
    start.token, start.begin, start.end, start.paired = first, word.alone, word.alone + word.n_alone, paired
    if word.word < 0 and work.wildcards.n_starting:
        start.begin, start.end = _UNKNOWN, 0
        return 1
    return (word.n_alone | paired) != 0


@inlined
def _find_ranges(work: Workspace) -> int:
    """Write the candidates of the starts and ask for them from memory; returns how many starts have any.

    Ahead of that what the sieve holds is asked for among the pairs. The first few starts are sought there in any case.
    """
    tokens, phrases, starts = work.tokens, work.phrases, work.starts
    found = 0
    for place in range(work.n_starts):
        ahead = starts[min(place + _AHEAD, work.n_starts - 1)]
        pair = _pair(tokens[ahead.token].word, tokens[ahead.token + 1].word)
        bit = _bit(pair, ahead.paired)
        ahead.paired &= phrases.sieve[bit >> 6] >> (bit & 63)
        prefetch(phrases.pairs, pair_place(phrases.pairs, phrases.pair_shift, pair) & -ahead.paired)
        start, kept = starts[place], starts[found]
        first, begin, end = start.token, start.begin, start.end
        if start.paired:
            pair = _pair(tokens[first].word, tokens[first + 1].word)
            row = phrases.pairs[pair_at(phrases.pairs, phrases.pair_shift, pair)]
            if row.thirds >> (tokens[first + 2].word & 63) & 1:
                begin, end = row.begin, row.end
            elif row.end:
                begin, end = row.short, row.short_end
        prefetch(phrases.candidates, max(begin, 0))
        kept.token, kept.begin, kept.end = first, begin, end
        found += end > begin
    return found


@inlined
def _pair(word: int, following: int) -> int:
    """The key of two words; one that no pair has where the second is unknown."""
    return word << 32 | (following & _HALF)


@inlined
def _bit(key: int, asked: int) -> int:
    """The bit of a key in the sieve, which has those of all pairs and of a few others; the first where not ``asked``.

    Most words begin no pair, and need not wait for a part of the sieve that is far away.
    """
    return (wrapped_product(key, PRIME) >> pt.SIEVE_SHIFT) & (pt.SIEVE - 1) & -asked


@compiled
def _try_wild(work: Workspace, first: int) -> None:
    """Write the matches that begin with a wildcard, at a token that the vocabulary does not have."""
    for place in range(find_starters(work, first)):
        candidate = work.found[place]
        _try(work, first, candidate, candidate + 1)
        if work.n_matches < 0:
            return


@compiled
def _try(work: Workspace, first: int, begin: int, end: int) -> None:
    """Write the matches among some candidates at a token."""
    tokens, phrases, busy = work.tokens, work.phrases, work.busy
    if tokens[first].flags & records.HYPHENED and _after_prefix(tokens, first):
        return
    for index in range(begin, end):
        candidate = phrases.candidates[index]
        last = first + candidate.length
        if candidate.third >= 0 and (last > work.size or tokens[first + 2].word != candidate.third):
            continue
        if busy[candidate.scope] > first or last > work.size:
            continue
        if candidate.length > 1 and not _fits(work, first, last, candidate.words, candidate.known):
            continue
        if _is_refused(work, first, last, candidate.context, candidate.context + candidate.n_contexts):
            continue
        if candidate.entry < len(work.entries):
            work.n_cued = _write(work.cued, work.n_cued, first, last, candidate.entry)
        else:
            work.n_matches = _write(work.matches, work.n_matches, first, last, candidate.entry)
        if min(work.n_cued, work.n_matches) < 0:
            work.n_matches = -1
            return
        busy[candidate.scope] = last


@inlined
def _write(matches: Array[Match], number: int, first: int, last: int, entry: int) -> int:
    """Write a match; returns how many there are now, -1 where there is no room."""
    if number == len(matches):
        return -1
    match = matches[number]
    match.first, match.last, match.entry = first, last, entry
    return number + 1


@inlined
def _after_prefix(tokens: Array[Token], first: int) -> bool:
    """Whether a bound prefix precedes a token that a hyphen joins to it: *anti-terrorist*."""
    return tokens[first - 1].classes & cl.PREFIX != 0


@inlined
def _fits(work: Workspace, first: int, last: int, place: int, known: int) -> bool:
    """Whether tokens of which the first ``known`` are a candidate's are all, and one run of one sentence.

    Nothing stands in a run but white space, hyphens, dots and what makes a possessive.
    """
    tokens = work.tokens
    for at in range(first + known, last):
        word = work.phrases.words[place + at - first]
        if tokens[at].word != word and not (word <= FIRST_WILD and fits_token(work, at, FIRST_WILD - word)):
            return False
    if tokens[first].sentence != tokens[last - 1].sentence:
        return False
    for at in range(first + 1, last):
        gap = 1 << tokens[at].gap
        owned = gap & _APOSTROPHES and tokens[at - 1].flags & records.POSSESSIVE
        if not (gap & _INSIDE or owned or tokens[at].flags & records.HYPHENED):
            return False
    return True


@inlined
def _is_refused(work: Workspace, first: int, last: int, row: int, end: int) -> bool:
    """Whether one of some conditions is not met."""
    while row < end and _holds(work, first, last, row) == (work.phrases.conditions[row].wanted == 1):
        row += 1
    return row < end


@inlined
def _holds(work: Workspace, first: int, last: int, row: int) -> bool:
    """Whether what stands in a condition's place around a match is what it names."""
    if work.phrases.conditions[row].place == pt.NEAR_BY:
        return _holds_near(work, first, last, row)
    return _holds_beside(work, first, last, row)


@compiled
def _holds_beside(work: Workspace, first: int, last: int, row: int) -> bool:
    """Whether a condition names the word before a match, the one after it or its first, or an edge of the sentence."""
    sentence = work.sentences[work.tokens[first].sentence]
    place, shapes = work.phrases.conditions[row].place, work.phrases.conditions[row].shapes
    if place == pt.PREV:
        if first == sentence.first:
            return shapes & pt.START != 0
        return _is(work, first - 1, sentence, row)
    if place == pt.NEXT:
        if last == sentence.last:
            return shapes & pt.END != 0
        return _is(work, last, sentence, row)
    return (shapes & pt.START != 0 and first == sentence.first) or _is(work, first, sentence, row)


@compiled
def _holds_near(work: Workspace, first: int, last: int, row: int) -> bool:
    """Whether a condition names a word near a match; a single word must not be its own context."""
    tokens, condition = work.tokens, work.phrases.conditions[row]
    sentence = work.sentences[tokens[first].sentence]
    for at in range(max(sentence.first, first - NEAR), min(sentence.last, last + NEAR)):
        if not (tokens[at].classes & condition.near or condition.shapes) or (at == first and last == first + 1):
            continue
        if _is(work, at, sentence, row):
            return True
    return False


@inlined
def _is_member(members: Ints, condition: Condition, word: int) -> bool:
    """Whether a word is among a condition's, which are sorted and at least one."""
    first, count = condition.members, condition.n_members
    while count > 1:
        half = count >> 1
        first += half if members[first + half] <= word else 0
        count -= half
    return members[first] == word


@compiled
def _is(work: Workspace, at: int, sentence: Sentence, row: int) -> bool:
    """Whether a token is among a condition's words or has one of the shapes that it names in capitals."""
    token, condition = work.tokens[at], work.phrases.conditions[row]
    if condition.words >> (token.word & 63) & 1 and _is_member(work.phrases.members, condition, token.word):
        return True
    shapes = condition.shapes
    if not shapes:
        return False
    capital = token.flags & records.CAPITAL != 0
    return (
        (shapes & pt.CAP != 0 and capital and at > sentence.first and not sentence.title_case)
        or (shapes & pt.UPPER != 0 and token.flags & _SHOUT == _SHOUT)
        or (shapes & pt.LOWER != 0 and not capital)
        or (shapes & pt.NUM != 0 and (token.flags & records.NUMBER != 0 or token.classes & cl.NUMBER_WORD != 0))
        or (shapes & pt.NEG != 0 and token.classes & cl.NEGATION != 0)
        or (shapes & pt.SCORE != 0 and at > sentence.first and _is_score(work.tokens[at - 1], token))
    )


@inlined
def _is_score(before: Token, token: Token) -> bool:
    """Whether two tokens are the score of a match: numbers of one or two digits with a hyphen or dash between."""
    numbers = before.flags & token.flags & records.NUMBER
    return bool(numbers and 1 << token.gap & _DASHES and before.length <= 2 and token.length <= 2)
