"""Regular English inflection, so that a lexicon lists a lemma once; irregular forms are listed by hand."""

from __future__ import annotations

import re
from typing import Literal

Inflection = Literal["", "v", "n", "="]
INFLECTIONS: tuple[Inflection, ...] = ("", "v", "n", "=")

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_ONE_SYLLABLE_CVC = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")
_VOWEL_L = re.compile(r"[aeiou].*[^aeiou][aeiou]l$")


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
