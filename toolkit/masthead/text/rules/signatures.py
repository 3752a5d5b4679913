"""Who is named after a quotation without a word of speech, and what a colon announces that has no marks.

“The plan is bad.” (Ada Roth, ferry union)
“The plan is bad.” — Ada Roth, ferry union      (on the same line or the next)
The board said in a statement:                  (and the next paragraph in the first person)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps
from masthead.text import word_sets as cl
from masthead.text.limits import LONGEST_SIGNATURE, MOST_CARRIED, SCARE_WORDS, SENTENCE_ENDS
from masthead.text.rules.names import name_run
from masthead.text.rules.people import is_person
from masthead.text.rules.tokens import NONE, any_auxiliary, gap_in, has, is_capital, is_in, marks
from masthead.text.rules.transcripts import next_paragraph

if TYPE_CHECKING:
    from masthead.text.records import Quote
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_SENTENCE_ENDS = tuple(map(ord, SENTENCE_ENDS))
_CLOSERS = (0x29, 0x5D)
_OPEN, _DASHES, _COLON = gaps.mask("(["), gaps.mask("—–―-"), gaps.mask(":")
_MARKS = gaps.mask('"“„«‹‘')
_COMMA_OR_BRACKET = gaps.named(",", "(", "—", "–", "--")


@compiled
def signed_by(work: Workspace, index: int) -> Range:
    """Who signs a quotation of some length, and those that go on with it; none where nobody does."""
    while index + 1 < work.n_quotes and work.quotes[index].continued:
        index += 1
    quote = work.quotes[index]
    if not quote.closed or quote.last - quote.first <= SCARE_WORDS or quote.last >= work.size:
        return NONE
    sentence = work.sentences[work.tokens[quote.last - 1].sentence]
    block = work.blocks[sentence.paragraph]
    if work.tokens[quote.last].start < block.end:
        return _beside(work, quote)
    return _below(work, quote, block.start)


@compiled
def _beside(work: Workspace, quote: Quote) -> Range:
    """The name after a quotation in brackets, or up to the end of the paragraph, with a dash before it or none."""
    first = quote.last
    sentence = work.tokens[first].sentence
    paragraph_end = work.sentences[next_paragraph(work, sentence) - 1].last
    if marks(work, first, _OPEN):
        for at in range(first + 1, min(paragraph_end, first + LONGEST_SIGNATURE) + 1):
            if _closes(work, at):
                return (first, at) if _names(work, first, at, False) else NONE
        return NONE
    if paragraph_end - first > LONGEST_SIGNATURE:
        return NONE
    dashed = marks(work, first, _DASHES)
    if not dashed and work.text[work.sentences[work.tokens[paragraph_end - 1].sentence].end - 1] in _SENTENCE_ENDS:
        return NONE
    return (first, paragraph_end) if _names(work, first, paragraph_end, not dashed) else NONE


@inlined
def _closes(work: Workspace, at: int) -> bool:
    """Whether a bracket closes between a token and the one before it."""
    for place in range(work.tokens[at - 1].end, work.tokens[at].start):
        if work.text[place] in _CLOSERS:
            return True
    return False


@compiled
def _below(work: Workspace, quote: Quote, begin: int) -> Range:
    """The name that is the line below a quotation, which fills its own; with a dash before it, or a person's."""
    filled = quote.first == 0 or work.tokens[quote.first - 1].start < begin
    sentence = work.tokens[quote.last].sentence
    first, last = work.sentences[sentence].first, work.sentences[sentence].last
    if not filled or next_paragraph(work, sentence) != sentence + 1 or last - first > LONGEST_SIGNATURE:
        return NONE
    dashed = marks(work, first, _DASHES) or (marks(work, first, _OPEN) and _closes(work, last))
    if not dashed and work.text[work.sentences[sentence].end - 1] in _SENTENCE_ENDS:
        return NONE
    return (first, last) if _names(work, first, last, not dashed) else NONE


@compiled
def _names(work: Workspace, first: int, last: int, surely: bool) -> bool:
    """Whether some tokens are a name and what its bearer is: *Ada Roth, ferry union*; ``surely`` a person's."""
    begin = first
    while begin < last and has(work, begin, cl.TITLE):
        begin += 1
    if begin == last or not is_capital(work, begin) or any_auxiliary(work, first, last):
        return False
    start, end = name_run(work, begin, last)
    if start != begin or has(work, begin, cl.TIME | cl.SENTENCE_STARTER | cl.PREPOSITION):
        return False
    told = end < last and gap_in(work, end, _COMMA_OR_BRACKET)
    if not surely:
        return end == last or told
    return is_person(work, start, end) or (told and end - start > 1 and not is_capital(work, end))


@compiled
def announces(work: Workspace, sentence: int, spoke: bool) -> int:
    """The sentence up to which the paragraphs are the words that one with a colon at its end announces.

    It names a statement, a letter or the like; or somebody ``spoke`` in it, and the words are in the first person, as
    are all the paragraphs after the first one. Paragraphs with quotation marks speak for themselves.
    """
    row, stop, named = work.sentences[sentence], sentence + 1, False
    if not marks(work, row.last, _COLON) or stop >= work.n_sentences:
        return stop
    for at in range(row.first, row.last):
        named |= is_in(work, at, cl.STATEMENT)
    if work.sentences[stop].paragraph == row.paragraph or not (named or spoke):
        return stop
    for _ in range(MOST_CARRIED):
        if stop >= work.n_sentences:
            break
        following = next_paragraph(work, stop)
        if _is_marked(work, stop, following) or not (named or _in_first_person(work, stop, following)):
            break
        stop, named = following, False
    return stop


@compiled
def _is_marked(work: Workspace, sentence: int, following: int) -> bool:
    """Whether the sentences up to a following one have quotation marks among them."""
    for at in range(work.sentences[sentence].first, work.sentences[following - 1].last):
        if work.tokens[at].quoted or marks(work, at, _MARKS):
            return True
    return False


@compiled
def _in_first_person(work: Workspace, sentence: int, following: int) -> bool:
    """Whether the sentences up to a following one are in the first person."""
    for at in range(work.sentences[sentence].first, work.sentences[following - 1].last):
        if is_in(work, at, cl.FIRST_PERSON):
            return True
    return False
