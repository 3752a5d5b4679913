"""Is a text English? Told by the share of English function words among its word forms.

English news prose has 25 to 45 % of them, lists of names fewer, other languages that are written in Latin
script up to 10 %. Words that are frequent in another of these languages too (*in*, *was*, *at*, *her*) are
not on the list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENGLISH = """
the it its he him his she hers they them their theirs we our ours us you your yours my mine myself himself
herself itself themselves this that these those who whom whose which what each every both another other
others any some such much many few more most all
of to from with without by for on about into onto upon through during between among against before after
since until toward towards across behind beyond despite within
and or but nor if though although because unless while whereas when where why how than then there here not
never only just even still yet again too very
is are were be been being has have had having do does did doing will would shall should may might could must
cannot isn't aren't wasn't don't doesn't didn't won't wouldn't couldn't it's that's said says
"""

FUNCTION_WORDS = frozenset(_ENGLISH.split())
"""English words that carry grammar rather than a subject, lower case; *said* stands for news prose."""

ENGLISH_SHARE = 0.15
"""Share of function words from which a text of ``SHORT`` words or more counts as English."""

SHORT = 20
"""Below this many words the share says little, and the rule for headlines applies."""

_OTHERS = """
de der die das und ist nicht von mit für ein eine den dem des auf le la les du et est dans une que qui pour el
los las y por una del con il di che per della een het van en op niet voor dat zijn o os da do das uma
"""
_FOREIGN = frozenset(_OTHERS.split())
_READ = 20_000
_FORM = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")


def english_share(forms: Iterable[str]) -> float:
    """Share of English function words among lower-case word forms, 0 to 1; 0.0 where there are none.

    Typographic apostrophes are read as straight ones.
    """
    total = found = 0
    for form in forms:
        total += 1
        found += form.replace("’", "'") in FUNCTION_WORDS
    return found / total if total else 0.0


def is_english(text: str) -> bool:
    """Whether a text is English, judged by its first 20,000 characters.

    From 20 words on: at least ``ENGLISH_SHARE`` of them are function words. A shorter text, a headline say,
    may have none, so it counts as English unless most of its letters are of another script, or it has no
    English function word but two lower-case ones of another language. A text without letters is not called
    foreign.
    """
    words = _FORM.findall(text[:_READ])
    if len(words) >= SHORT:
        return english_share(word.lower() for word in words) >= ENGLISH_SHARE
    letters = "".join(words)
    if 2 * len(_NOT_LATIN.findall(letters)) > len(letters):
        return False
    if english_share(word.lower() for word in words):
        return True
    # Lower case, because "Los Angeles" and "De Blasio" are in English headlines too.
    return len(_FOREIGN.intersection(words)) < 2
