"""Posts of social networks in an article: somebody's words, told by the line that signs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.sources.rows import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

KIND = "embed"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})"
_CLOCK = r"(?:,? (?:at )?\d{1,2}[:.]\d{2}(?: ?[apAP]\.?[mM]\.?)?(?: [A-Z]{2,4})?)?"
_HANDLE = r"\(@[\w.@-]{1,60}\)"
_SIGNED = re.compile(
    rf"(?:[—–―-]{{1,3}} ?[^\n()—–]{{0,80}}{_HANDLE}[ \t]*(?:on )?{_DAY}{_CLOCK}"
    rf"|A (?:post|photo|video|reel) (?:shared|posted) by [^\n()]{{0,80}}{_HANDLE}(?: on {_DAY}{_CLOCK})?)"
)
_PICTURE = re.compile(r"pic\.(?:twitter|x)\.com/\w+[ \t\r]*(?=\n|\Z)")
_NEEDED, _PICTURE_NEEDED = "(@", "pic."
_LONGEST_NAME = 140
"""Characters before a handle in which a signature begins, and after it in which it ends."""
_LONGEST = 420
"""Characters of a post with its links; a longer line before a signature is no post."""


def is_signature(text: str) -> bool:
    """Whether a text holds the line that signs a post."""
    return _SIGNED.search(text) is not None


def posts(text: str) -> list[Span]:
    """Each post from its first character to the end of its signature, disjoint and in order.

    A post is what stands before its signature in the same line, else the line above and, where blank lines separate
    paragraphs, all lines of that paragraph. A line too long for a post is none, and then the signature alone is marked.
    A short line that ends with the address of a post's picture is a post that has lost its signature. Nothing is looked
    for in a text that names no handle in brackets.
    """
    found: list[Span] = []
    if _NEEDED not in text:
        return found
    pictures = _PICTURE.finditer(text) if _PICTURE_NEEDED in text else ()
    ends = sorted((*_signatures(text), *pictures), key=re.Match.start)
    for match in ends:
        reached = found[-1].end if found else 0
        if match.start() < reached:
            continue
        start = _start(text, match, reached)
        if start is not None:
            found.append(Span(start, match.end(), KIND))
    return found


def _signatures(text: str) -> Iterator[re.Match[str]]:
    """The signatures, each sought where a handle in brackets is."""
    reached = 0
    while (handle := text.find(_NEEDED, reached)) >= 0:
        line = max(text.rfind("\n", 0, handle) + 1, reached)
        match = _SIGNED.search(text, max(line, handle - _LONGEST_NAME), handle + _LONGEST_NAME)
        if match is not None:
            yield match
        reached = max(handle + 1, match.end() if match is not None else 0)


def _start(text: str, match: re.Match[str], reached: int) -> int | None:
    """Where a post begins that ends with ``match``; None where nothing is to be marked."""
    line = max(text.rfind("\n", 0, match.start()) + 1, reached)
    signed = match.re is _SIGNED
    if text[line : match.start()].strip():
        start = line
    elif signed:
        start = _block(text, line, reached)
    else:
        return None
    if match.start() - start > _LONGEST:
        return match.start() if signed else None
    post = text[start : match.start()]
    return start + len(post) - len(post.lstrip())


def _block(text: str, line: int, reached: int) -> int:
    """Where the paragraph above ``line`` begins: one line, unless blank lines separate paragraphs."""
    above = text[reached:line].rstrip()
    blank = max(above.rfind("\n\n"), above.rfind("\n \n"), above.rfind("\n\r\n"))
    begin = 0 if blank < 0 else blank + 2
    if blank < 0 or len(above) - begin > _LONGEST:
        begin = above.rfind("\n") + 1
    return reached + begin
