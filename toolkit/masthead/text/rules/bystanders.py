"""Who speaks in a quotation without a cue, if nobody has spoken yet: whom the sentence before is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text.rules import people
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.full_names import full_name
from masthead.text.rules.tokens import NONE

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace


@compiled
def subject_before_quote(work: Workspace, sentence: Sentence) -> Range:
    """Who is named as the subject of the sentence before, in the same paragraph, in which nobody speaks."""
    index = work.tokens[sentence.first].sentence - 1
    if index < 0 or work.sentences[index].paragraph != sentence.paragraph:
        return NONE
    before = work.sentences[index]
    state, relations = work.written.state, work.written.relations
    if state[rr.N_RELATIONS]:
        row = relations[state[rr.N_RELATIONS] - 1]
        if row.cue_first < 0 or row.cue_first >= before.first:
            return NONE
    for at in range(before.first, before.last):
        if work.tokens[at].quoted:
            return NONE
    start, stop = people.subject_name(work, before)
    if start < 0 or not (people.is_person(work, start, stop) or _is_full_name(work, start, stop)):
        return NONE
    return start, stop


@compiled
def _is_full_name(work: Workspace, start: int, stop: int) -> bool:
    """Whether a run of capitals is a person's name in full, by all that is known of it."""
    full = full_name(work, stop - 1, start) if stop - start > 1 else rg.NO_NAME
    return full != rg.NO_NAME and not people.is_body(work, full)
