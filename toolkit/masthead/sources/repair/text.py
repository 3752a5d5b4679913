"""One text as it came, repaired: what was done to it, and what in it is not the outlet's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from masthead.sources.repair.characters import composed, undamaged, without_invisible
from masthead.sources.repair.escapes import unescaped
from masthead.sources.repair.line_ends import rejoined
from masthead.sources.repair.markup import is_markup, read_markup, without_entities
from masthead.sources.repair.posts import posts
from masthead.sources.rows import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Step = Callable[[str], tuple[str, list[Span]]]

POSTS = "embedded posts"


class Repaired(NamedTuple):
    """A text with what was done to it (``kinds``, in order) and its ``spans``: given ones, captions, embedded posts."""

    text: str
    kinds: tuple[str, ...]
    spans: list[Span]


def repaired(text: str, given: Sequence[Span] = ()) -> Repaired:
    """Undo what happened to a text on its way; again, it changes nothing more.

    What is between ``given`` spans, disjoint and in order, is repaired part by part, so that these move with it.
    """
    kinds: list[str] = []
    spans = list(given)
    for kind, step in _STEPS:
        before = text
        text, spans = _through(step, text, spans)
        if text != before:
            kinds.append(kind)
    return with_posts(text, spans, kinds)


def with_posts(text: str, spans: Sequence[Span], kinds: Sequence[str] = ()) -> Repaired:
    """A text that needs no repair any more, with the embedded posts in it besides ``spans``."""
    found = [span for span in posts(text) if not any(_overlap(span, other) for other in spans)]
    return Repaired(text, (*kinds, POSTS) if found else tuple(kinds), sorted([*spans, *found]))


def repaired_field(text: str) -> str:
    """A title or a name, repaired; one of one line stays on it."""
    found = repaired(text).text
    return found if "\n" in text else found.replace("\n\n", " ").replace("\n", " ")


def _through(step: Step, text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """What a step makes of each stretch in and between ``spans``, put together, and the spans in it."""
    parts: list[str] = []
    placed: list[Span] = []
    length = 0
    for stretch, kind in _stretches(text, spans):
        made, inner = step(stretch)
        if kind is not None:
            inner = [Span(0, len(made), kind)]
        placed += [Span(length + start, length + end, name) for start, end, name in inner if end > start]
        parts.append(made)
        length += len(made)
    return "".join(parts), placed


def _stretches(text: str, spans: list[Span]) -> Iterator[tuple[str, str | None]]:
    reached = 0
    for start, end, kind in spans:
        yield text[reached:start], None
        yield text[start:end], kind
        reached = end
    yield text[reached:], None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _plain(step: Callable[[str], str]) -> Step:
    return lambda text: (step(text), [])


def _without_markup(text: str) -> tuple[str, list[Span]]:
    """Read markup, also where it is written with entities; what markup shows is not read as markup again."""
    if is_markup(text):
        return read_markup(text)
    plain = without_entities(text)
    return read_markup(plain) if plain != text and is_markup(plain) else (plain, [])


_STEPS: tuple[tuple[str, Step], ...] = (
    ("written-out characters", _plain(unescaped)),
    ("HTML in texts", _without_markup),
    ("damaged characters", _plain(undamaged)),
    ("invisible characters", _plain(without_invisible)),
    ("accents apart from letters", _plain(composed)),
    ("words divided at line ends", _plain(rejoined)),
)
