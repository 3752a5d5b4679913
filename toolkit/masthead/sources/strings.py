"""One text as a string: the characters that no article should hold, where its lines are, what of it is reported.

Characters are replaced one for one, so that offsets hold, and counted.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_IN_MARKUP = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONE_RETURN = re.compile(r"\r(?!\n)")
FEWEST_WORDS = 20
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> tuple[str, int]:
    """``text`` with unwanted characters replaced one for one, and how many they were; the length stays.

    Control characters (C0 but for newline and tab, DEL, C1) become spaces, lone surrogates U+FFFD. The
    carriage return of a CRLF becomes a space and a lone one a newline; neither is counted, being only a way
    to end lines.
    """
    if _UNWANTED.search(text) is None:
        return text, 0
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text).replace("\r\n", " \n")
    found = len(_UNWANTED.findall(text))
    if found:
        text = _SURROGATE.sub(REPLACEMENT, _CONTROL.sub(" ", text))
    return text, found


def without_surrogates(text: str) -> tuple[str, int]:
    """``text`` with U+FFFD for each lone surrogate, and how many they were."""
    return _SURROGATE.subn(REPLACEMENT, text)


def clean_markup(text: str) -> str:
    """``text`` safe to hand to a parser that would stop at a NUL or fail on a surrogate; the same length."""
    if _UNWANTED.search(text) is None:
        return text
    return _SURROGATE.sub(REPLACEMENT, _CONTROL_IN_MARKUP.sub(" ", text))


def split_lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each line that is not blank, without the white space around it."""
    begin, length = start, len(text)
    while begin < length:
        end = text.find("\n", begin)
        if end < 0:
            end = length
        line = text[begin:end]
        stripped = line.strip()
        if stripped:
            left = begin + len(line) - len(line.lstrip())
            yield left, left + len(stripped)
        begin = end + 1


def text_key(text: str, excluded: Iterable[tuple[int, int]]) -> bytes | None:
    """A hash that two articles share where their words are the same; white space and case do not count.

    None where there are fewer than ``FEWEST_WORDS``: such texts are alike by chance and are nobody's copy.
    """
    words = words_reported(text, excluded)
    if len(words) < FEWEST_WORDS:
        return None
    return hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).digest()


def short_key(text: str, excluded: Iterable[tuple[int, int]], *, outlet: str, title: str | None) -> bytes | None:
    """A hash that short texts share where one outlet has them under one title; None where there are no words.

    It is for texts that ``text_key`` has none for.
    """
    words = words_reported(text, excluded)
    said = "\x1f".join((outlet, " ".join((title or "").casefold().split()), " ".join(words)))
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=16).digest() if words else None


def words_reported(text: str, excluded: Iterable[tuple[int, int]]) -> list[str]:
    """The words outside furniture, in small letters; spans may reach beyond the end of the text."""
    return reported(text, excluded).casefold().split()


def reported(text: str, excluded: Iterable[tuple[int, int]]) -> str:
    """The text without its furniture; ``excluded`` are disjoint spans in order."""
    parts, reached = [], 0
    for start, end in excluded:
        parts.append(text[reached:start])
        reached = end
    parts.append(text[reached:])
    return " ".join(parts)
