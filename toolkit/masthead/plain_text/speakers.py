"""Who speaks: the kind of source a phrase is, and the name it resolves to."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from masthead.lexicons import word_classes
from masthead.plain_text.names import OPEN_COMMA, Range, head_name, head_of, is_proper, name_run
from masthead.plain_text.people import People, is_body, is_person, subject_name

if TYPE_CHECKING:
    from masthead.plain_text.document import Document, Sentence

NAME_WINDOW = 4
"""Tokens looked at for a full name: one more than the longest that is taken for a person's."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved source: its tokens (None where only understood), its kind and the name it goes by."""

    span: Range | None
    kind: str
    name: str | None


def kind_of(document: Document, span: Range) -> str:
    """Named, official, anonymous, collective or other, by the words of the phrase.

    An anonymous word or phrase (*sources*, *on condition of anonymity*) wins; an official by indefinite article and
    without a name (*a senior official*) is anonymous too, but not a spokesperson, who speaks for the office; then
    come names and offices, which combine.
    """
    classes = word_classes()
    head, words = head_of(document, span), document.forms[span[0] : span[1]]
    if head[0] > span[0]:  # the Kremlin's critics are critics
        words = document.forms[head[0] : span[1]]
    lowered = " ".join(words)
    official = any(word in classes["official"] for word in words) or any(
        " " in phrase and phrase in lowered for phrase in classes["official"]
    )
    named = head_name(document, span) is not None or _named_apposition(document, span) is not None
    if not named and (
        any(word in classes["anonymous"] for word in words)
        or any(phrase in lowered for phrase in classes["anonymous_phrase"])
        or (
            official
            and words[0] in classes["indefinite"]
            and not any(word in classes["spokesperson"] for word in words)
        )
    ):
        return "anonymous"
    if official:
        return "named official" if named else "official"
    if named:
        return "named"
    return "collective" if any(word in classes["collective"] for word in words) else "other"


def _named_apposition(document: Document, span: Range) -> Range | None:
    """The name that an apposition gives its head: *a police officer, Jane Hall*."""
    end = head_of(document, span)[1]
    if end >= span[1] or document.gaps[end] not in OPEN_COMMA or not is_proper(document, end):
        return None
    return name_run(document, (end, span[1]))


def plausible(document: Document, span: Range) -> bool:
    """Whether a phrase can be someone who speaks: a name, a pronoun, or a word for people, institutions and texts."""
    classes = word_classes()
    words = document.forms[span[0] : span[1]]
    if words[0] in _NEVER_SPEAK:
        return False
    if words[0] in classes["speaker_pronoun"] or words[0] in ("it", "both", "one", "those", "others"):
        return True
    people = ("official", "collective", "person", "anonymous", "study")
    if kind_of(document, span) != "other" or any(word in classes[name] for word in words for name in people):
        return True
    head = document.forms[head_of(document, span)[1] - 1]
    return head.endswith(_AGENT_ENDINGS) and len(head) > 5 and head not in _NO_AGENTS


def may_speak(document: Document, span: Range) -> bool:
    """Whether a phrase is not ruled out as a speaker: enough for a verb that tells of nothing but speech."""
    return document.forms[span[0]] not in _NEVER_SPEAK and document.forms[span[1] - 1] not in word_classes()["time"]


_NEVER_SPEAK = frozenset({"i", "we", "you", "there", "what", "which"})
_AGENT_ENDINGS = (
    "ers",
    "ors",
    "ists",
    "ants",
    "ians",
    "er",
    "or",
    "ist",
    "ian",
    "man",
    "woman",
    "men",
    "women",
    "ee",
    "ees",
)
_NO_AGENTS = frozenset(
    {"number", "numbers", "matter", "matters", "summer", "winter", "weather", "paper", "power", "powers"}
)


def _is_one_of_many(document: Document, span: Range) -> bool:
    """Whether a phrase names several people, or the last of several: *Orr and Holt*."""
    return "and" in document.forms[max(0, span[0] - 1) : span[1]]


def _is_full_name(document: Document, run: Range) -> bool:
    """Whether a run of capitals can be a person's full name: not the head *of* a body, an acronym, *Syria-Turkey*."""
    start, end = document.chars(run[1] - 1, run[1])
    linked = any(form in ("of", "the") for form in document.forms[run[0] : run[1]])
    acronym = end - start > 1 and document.text[start:end].isupper()
    return 2 <= run[1] - run[0] <= 3 and not (linked or acronym or document.tokens[run[1] - 1].hyphened)


@dataclass(slots=True)
class Register:
    """Who has been named and who spoke last, while a document is read from left to right."""

    full_names: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    last: Speaker | None = None
    people: People = field(default_factory=People)

    def read_names(self, document: Document) -> None:
        """Note every full name of the text, and the genders that titles show."""
        self.learn_names(document)
        self.people.learn_titles(document)

    def begin_sentence(self, document: Document, sentence: Sentence) -> None:
        """Put the person in mind who is the subject of a sentence."""
        run = subject_name(document, sentence)
        if run is not None:
            self._meet(document, run, "named")

    def _meet(self, document: Document, run: Range, kind: str, *, speaks: bool = False) -> None:
        """Put a person in mind: named in full, by a title, or by the surname of somebody named in full elsewhere.

        Any full name that speaks is taken for a person's, unless it has a word for a body in it.
        """
        start, end = document.chars(*run)
        name = document.text[start:end]
        full = self._full_name(document.forms[run[1] - 1], run[0])
        first = full.split()[0].casefold() if full else ""
        classes = word_classes()
        known = full is not None and (first in classes["male_name"] or first in classes["female_name"])
        titled = document.forms[run[1] - 1] in self.people.genders
        speaker = speaks and full is not None and not is_body(full)
        if known or titled or speaker or is_person(document, run):
            self.people.meet(full or name, kind, document.sentence_of[run[0]])

    def learn_names(self, document: Document) -> None:
        """Note every full name of the text: a surname alone is the last one given before it, else the first."""
        for sentence in document.sentences:
            at = sentence.first
            while at < sentence.last and not sentence.title_case:
                run = name_run(document, (at, min(sentence.last, at + NAME_WINDOW)))
                if run is None:
                    at += NAME_WINDOW
                elif run[0] > at:
                    at = run[0]  # the window may have cut it short
                else:
                    if _is_full_name(document, run):
                        start, end = document.chars(*run)
                        named = self.full_names.setdefault(document.forms[run[1] - 1], [])
                        named.append((run[0], document.text[start:end]))
                    at = run[1]

    def resolve(self, document: Document, span: Range) -> Speaker:
        """The speaker behind a phrase; *he*, *she* and *they* are whoever spoke last."""
        first = document.forms[span[0]]
        if first in word_classes()["speaker_pronoun"] and span[1] - span[0] == 1:
            self.last = self._meant(document, span, first)
            return self.last
        speaker = Speaker(span, kind_of(document, span), self._name(document, span))
        run = head_name(document, span) or _named_apposition(document, span)
        if run is not None and not _is_one_of_many(document, span):
            self._meet(document, run, speaker.kind, speaks=True)
        self.last = speaker
        return speaker

    def _meant(self, document: Document, span: Range, pronoun: str) -> Speaker:
        """*He* and *she* are the person in mind, *they* the group that spoke last; else nobody."""
        if pronoun == "they":
            group = self.last is not None and self.last.kind in ("collective", "anonymous", "other")
            return (
                Speaker(span, self.last.kind, self.last.name) if group and self.last else Speaker(span, "pronoun", None)
            )
        person = self.people.meant_by(pronoun, document.sentence_of[span[0]])
        return Speaker(span, "pronoun", None) if person is None else Speaker(span, person.kind, person.name)

    def continued(self, span: Range | None) -> Speaker | None:
        """Whoever spoke last, speaking on: *his claim that*, *, adding that*; None where nobody has."""
        return None if self.last is None else Speaker(span, self.last.kind, self.last.name)

    def _full_name(self, surname: str, at: int) -> str | None:
        """The full name that a surname stands for at token ``at``."""
        named = self.full_names.get(surname)
        if named is None:
            return None
        return named[max(bisect_right(named, at, key=lambda given: given[0]) - 1, 0)][1]

    def _name(self, document: Document, span: Range) -> str:
        run = head_name(document, span) or _named_apposition(document, span)
        if run is not None:
            start, end = document.chars(*run)
            name = document.text[start:end]
            full = self._full_name(document.forms[run[1] - 1], run[0]) or name
            return full if full.endswith(name) or name.endswith(full) else name  # Eric is not Stephen Paddock
        head = head_of(document, span)
        determiners = word_classes()["determiner"]
        words = [form for form in document.forms[head[0] : head[1]] if form not in determiners]
        return " ".join(words[:6]) or document.forms[head[0]]
