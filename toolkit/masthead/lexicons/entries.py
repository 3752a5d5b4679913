"""The values a lexicon is made of: entries, their surface forms and the contexts that switch them on or off.

Regular English forms are made here, so that a lexicon lists a lemma once; irregular forms are listed by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

Place = Literal["prev", "next", "near", "is"]

PLACES: tuple[Place, ...] = ("prev", "next", "near", "is")
SHAPES = frozenset({"CAP", "UPPER", "LOWER", "START", "END", "NUM", "NEG", "SCORE"})
Inflection = Literal["", "v", "n", "="]
INFLECTIONS: tuple[Inflection, ...] = ("", "v", "n", "=")
RemarkKind = Literal["left out", "read otherwise", "conflict", "duplicate", "not read"]
REMARKS: tuple[RemarkKind, ...] = get_args(RemarkKind)
OURS = "masthead"
WILDCARDS = "*?"
"""In a term: any characters of a word, none too; and exactly one."""
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_ONE_SYLLABLE_CVC = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")
_VOWEL_L = re.compile(r"[aeiou].*[^aeiou][aeiou]l$")


@dataclass(frozen=True, slots=True)
class Condition:
    """One context test.

    ``prev`` and ``next`` look at the token right before or after the match, ``near`` at the six tokens on either side
    within the sentence and, for a term of several words, at its own, ``is`` at the match itself. ``values`` holds
    folded words and, in capitals, shapes: ``CAP`` (capital letter that the sentence start does not explain),
    ``UPPER``, ``LOWER``, ``START`` and ``END`` of the sentence, ``NUM`` (a number, in digits or words), ``NEG`` (a
    negation), ``SCORE`` (of a match: *5-0*).
    """

    wanted: bool
    place: Place
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of a lexicon with every surface form it is matched by."""

    term: str
    category: str
    canonical: str
    weight: float
    forms: tuple[str, ...]
    conditions: tuple[Condition, ...]
    note: str
    where: str
    frame: str = ""
    reports: str = ""


class Remark(NamedTuple):
    """What there is to say of a line of a list of others; ``kind`` is one of ``REMARKS``."""

    line: int
    term: str
    kind: RemarkKind
    what: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list with its provenance. ``sha256`` is of the file's bytes and goes into every manifest.

    ``apart`` tells that each category is matched by itself, so that a word may count in several. Where the list is
    ``scored`` the weights of its entries are scores of any size and sign, whose mean is a feature. ``layout`` is whose
    layout the file has, ``remarks`` what was not read as it stands there.
    """

    name: str
    version: str
    title: str
    license: str
    source: str
    citation: str
    limits: str
    categories: tuple[str, ...]
    entries: tuple[Entry, ...]
    sha256: str
    path: str
    apart: bool = False
    scored: bool = False
    layout: str = OURS
    remarks: tuple[Remark, ...] = ()


def is_wild(word: str) -> bool:
    """Whether a word or term holds a wildcard."""
    return "*" in word or "?" in word


def inflected(term: str, how: Inflection) -> tuple[str, ...]:
    """The term and its regular forms: ``v`` inflects its first word as a verb, ``n`` its last as a noun.

    A verb that ends in vowel + l after another syllable gets both spellings (labelled, labeled). Anything else
    that doubles its consonant outside one-syllable words (rebelled is covered, *deferred* is not) belongs into
    the lexicon's ``forms`` column.
    """
    if how in ("", "="):
        return (term,)
    words = term.split(" ")
    at = 0 if how == "v" else -1
    forms = [term]
    for form in _verb_forms(words[at]) if how == "v" else (_with_s(words[at]),):
        changed = list(words)
        changed[at] = form
        forms.append(" ".join(changed))
    return tuple(dict.fromkeys(forms))


def _with_s(word: str) -> str:
    if _CONSONANT_Y.search(word):
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.search(word) else "s")


def _verb_forms(word: str) -> tuple[str, ...]:
    forms = [_with_s(word) if not word.endswith("o") else word + "es"]
    if _CONSONANT_Y.search(word):
        forms += [word[:-1] + "ied", word + "ing"]
    elif word.endswith("ie"):
        forms += [word + "d", word[:-2] + "ying"]
    elif word.endswith("ee"):
        forms += [word + "d", word + "ing"]
    elif word.endswith("e"):
        forms += [word + "d", word[:-1] + "ing"]
    else:
        doubled = word + word[-1]
        if _ONE_SYLLABLE_CVC.search(word):
            forms += [doubled + "ed", doubled + "ing"]
        else:
            if _VOWEL_L.search(word):
                forms += [doubled + "ed", doubled + "ing"]
            forms += [word + "ed", word + "ing"]
    return tuple(forms)
