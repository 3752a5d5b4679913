"""Whom *he* and *she* mean: the people a text has just been about, with the gender their names and titles show.

The rule is meant to be safe, not complete (a pronoun that fits nobody stays unresolved): of the people who lately
were the subject of a sentence or a source, the last one whose gender does not contradict the pronoun. Subjects rank
first among antecedents: Grosz, Joshi and Weinstein (1995), Centering. Computational Linguistics 21(2).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from masthead.lexicons import word_classes
from masthead.plain_text.names import OPEN_COMMA, name_run

if TYPE_CHECKING:
    from masthead.plain_text.document import Document, Sentence
    from masthead.plain_text.names import Range

MALE, FEMALE, UNKNOWN = "m", "f", ""
MEMORY = 4
"""People kept in mind."""
REACH = 4
"""Sentences after which somebody is out of mind."""
_LEAD = 14
"""Tokens of a phrase or clause before the subject of a sentence."""
_NAME = 5
_TITLES = {"mr": MALE, "sir": MALE, "lord": MALE, "mrs": FEMALE, "ms": FEMALE, "miss": FEMALE, "dame": FEMALE}
_PRONOUNS = {"he": MALE, "she": FEMALE}


class Person(NamedTuple):
    """Somebody lately in mind; ``sentence`` is where."""

    name: str
    kind: str
    gender: str
    sentence: int


@dataclass(slots=True)
class People:
    """Who a text has been about, while it is read from left to right."""

    genders: dict[str, str] = field(default_factory=dict)
    recent: list[Person] = field(default_factory=list)

    def learn_titles(self, document: Document) -> None:
        """Note by surname the gender that *Mr*, *Mrs* and *Ms* show anywhere in the text."""
        for at in range(len(document.forms) - 1):
            gender = _TITLES.get(document.forms[at])
            if gender is not None and document.tokens[at + 1].capital:
                run = name_run(document, (at + 1, min(len(document.forms), at + 1 + _NAME)))
                if run is not None and run[0] == at + 1:
                    self.genders.setdefault(document.forms[run[1] - 1], gender)

    def meet(self, name: str, kind: str, sentence: int) -> None:
        """Put somebody in mind."""
        gender = self._gender(name)
        self.recent = [person for person in self.recent if person.name != name][1 - MEMORY :]
        self.recent.append(Person(name, kind, gender, sentence))

    def _gender(self, name: str) -> str:
        words = name.casefold().replace(".", "").split()
        if words[-1] in self.genders:
            return self.genders[words[-1]]
        classes = word_classes()
        if len(words) > 1 and words[0] in classes["male_name"]:
            return MALE
        return FEMALE if len(words) > 1 and words[0] in classes["female_name"] else UNKNOWN

    def meant_by(self, pronoun: str, sentence: int) -> Person | None:
        """The person *he* or *she* means in a sentence; None where nobody is sure enough."""
        wanted = _PRONOUNS.get(pronoun)
        if wanted is None:
            return None
        for place, person in enumerate(reversed(self.recent)):
            if sentence - person.sentence > REACH:
                return None
            if person.gender == wanted or (person.gender == UNKNOWN and place == 0):
                return person
        return None


def subject_name(document: Document, sentence: Sentence) -> Range | None:
    """The name that opens a sentence, after a phrase that leads in and after titles: *On Monday, Senator Holt*."""
    classes = word_classes()
    begin = sentence.first
    form = document.forms[begin]
    if form in classes["preposition"] or form in classes["conjunction"] or form in classes["time"]:
        reach = range(begin + 1, min(sentence.last, begin + _LEAD))
        begin = next((at for at in reach if document.gaps[at] in OPEN_COMMA), begin)
    if document.quoted[begin] or sentence.title_case:
        return None
    while begin < sentence.last and document.forms[begin] in classes["title"]:
        begin += 1
    run = name_run(document, (begin, min(sentence.last, begin + _NAME)))
    return run if run is not None and run[0] == begin else None


def is_body(name: str) -> bool:
    """Whether a name has a word for an institution in it: *Mill Trust*, *Policy Center*."""
    classes = word_classes()
    words = name.casefold().replace(".", "").split()
    return any(word in classes[kind] for word in words for kind in ("official", "collective", "person", "work", "body"))


def is_person(document: Document, run: Range) -> bool:
    """Whether a run of capitals names one person: by a first name or a title; not a body, a place, two people."""
    classes = word_classes()
    first = document.forms[run[0]]
    if first in classes["male_name"] or first in classes["female_name"]:
        return run[1] - run[0] <= _NAME
    return run[0] > 0 and document.forms[run[0] - 1] in classes["title"] and run[1] - run[0] <= _NAME - 2
