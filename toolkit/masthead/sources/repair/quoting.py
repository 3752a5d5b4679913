"""A page's own ways to quote, as marks in the text: ``<q>``, ``<blockquote>`` and embedded posts, before it is read."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from lxml import html

from masthead.sources.repair.posts import is_signature
from masthead.sources.repair.shapes import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_OPENING = "\"“”„«‹‘'`"
_MARKS = (("“", "”"), ("‘", "’"))
_LAYOUT_SHARE = 0.5
_NAMES = "cite footer figcaption"


class _Slot(NamedTuple):
    """A stretch of text that is not blank: an element's own (``text``) or what follows it (``tail``)."""

    element: HtmlElement
    name: str

    @property
    def text(self) -> str:
        return getattr(self.element, self.name) or ""

    def write(self, text: str) -> None:
        setattr(self.element, self.name, text)


def mark_quotations(root: HtmlElement) -> None:
    """Put quotation marks where a browser shows that somebody is quoted, and make embedded posts paragraphs.

    A ``<blockquote>`` gets a mark at the beginning of each of its paragraphs and one at its end, as a quotation of
    several paragraphs has in print; its ``<cite>`` stays outside. One that has marks of its own stays as it is, and so
    does one that holds half of the page's paragraphs, which is layout.
    """
    paragraphs, words = sum(map(_words, root.iter("p"))), _words(root)
    for quote in list(root.iter("blockquote")):
        if quote.getparent() is None or any(True for _ in quote.iterancestors("blockquote")):
            continue
        if shapes("post") & set((quote.get("class") or "").split()):
            _settle_post(quote)
        elif _words(quote) < _LAYOUT_SHARE * paragraphs or _words(quote) <= _LAYOUT_SHARE * words:
            _mark_block(quote)
    # Inner ones first, while they still show that they are inside another.
    for quote in reversed(list(root.iter("q"))):
        _enclose(list(_slots(quote)), _MARKS[any(True for _ in quote.iterancestors("q"))])
        quote.tag = "span"


def _settle_post(quote: HtmlElement) -> None:
    """Make a post two paragraphs, its words and its signature; one that nobody signs is dropped."""
    paragraphs = list(quote.iter("p"))
    signature = " ".join(slot.text.strip() for slot in _slots(quote) if not _within(slot, paragraphs))
    words = [" ".join(part.text_content().split()) for part in paragraphs]
    if not is_signature(signature) and words and is_signature(words[-1]):
        signature = words.pop()
    for child in list(quote):
        quote.remove(child)
    quote.text = None
    quote.tag = "div"
    quote.attrib.clear()
    if is_signature(signature):
        for part in (" ".join(filter(None, words)), " ".join(signature.split())):
            paragraph = html.Element("p")
            paragraph.text = part
            quote.append(paragraph)


def _within(slot: _Slot, elements: list[HtmlElement]) -> bool:
    """Whether a stretch of text is inside one of ``elements``."""
    inside = slot.element if slot.name == "text" else slot.element.getparent()
    return any(element is inside or element in inside.iterancestors() for element in elements)


def _words(element: HtmlElement) -> int:
    return len(element.text_content().split())


def _mark_block(quote: HtmlElement) -> None:
    named = [element for name in _NAMES.split() for element in quote.iter(name)]
    slots = [slot for slot in _slots(quote) if not _within(slot, named)]
    if not slots or slots[0].text.lstrip()[0] in _OPENING:
        return
    opening, closing = _MARKS[0]
    block = shapes("block")
    firsts = [slots[0]]
    for before, slot in pairwise(slots):
        if _block_of(before, block) is not _block_of(slot, block):
            firsts.append(slot)
    _close(slots[-1], closing)
    for slot in firsts:
        _open(slot, opening)


def _block_of(slot: _Slot, block: frozenset[str]) -> HtmlElement:
    """The element of a paragraph that a stretch of text is in."""
    inside = slot.element if slot.name == "text" else slot.element.getparent()
    while inside.tag not in block and inside.getparent() is not None:
        inside = inside.getparent()
    return inside


def _enclose(slots: list[_Slot], marks: tuple[str, str]) -> None:
    if slots and slots[0].text.lstrip()[0] not in _OPENING:
        _close(slots[-1], marks[1])
        _open(slots[0], marks[0])


def _open(slot: _Slot, mark: str) -> None:
    text = slot.text
    at = len(text) - len(text.lstrip())
    slot.write(text[:at] + mark + text[at:])


def _close(slot: _Slot, mark: str) -> None:
    text = slot.text
    at = len(text.rstrip())
    slot.write(text[:at] + mark + text[at:])


def _slots(element: HtmlElement) -> Iterator[_Slot]:
    """The stretches of text inside an element, in their order."""
    for inner in element.iter():
        hidden = not isinstance(inner.tag, str) or inner.tag in shapes("dropped")
        if not hidden and (inner.text or "").strip():
            yield _Slot(inner, "text")
        for closed in _closed_after(inner, element):
            if (closed.tail or "").strip():
                yield _Slot(closed, "tail")


def _closed_after(inner: HtmlElement, root: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that end where ``inner``, which has no children or is the last of them, ends; inner ones first."""
    while inner is not root and not len(inner):
        yield inner
        while inner.getnext() is None and inner.getparent() is not root:
            inner = inner.getparent()
            yield inner
        return
