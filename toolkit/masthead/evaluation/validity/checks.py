"""Behavioural tests in the manner of CheckList (Ribeiro et al. 2020): cases made of templates, and whether they hold.

A *minimum* case must have exactly the hits that are marked in it. An *invariance* case is a change that must move
nothing: names exchanged, typography changed, a neutral clause added; its hits must be those of the text before the
change, whatever they are. Of a *directional* pair both texts must have the hits marked in each.

Two sources, contents or quotations are the same where their first and last letters or digits are: marks at the ends,
and what was added there, are no matter. Hits of word lists are the same where they overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import msgspec

from masthead.errors import UnreadableInput
from masthead.evaluation.validity.changes import ADDED, CHANGES, exchanged
from masthead.evaluation.validity.gold import Document, GoldSpan
from masthead.evaluation.validity.templates import KINDS, Mark, fill, fillings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from masthead.evaluation.validity.marks import Found
    from masthead.evaluation.validity.templates import Filled

MINIMUM, INVARIANCE, DIRECTIONAL = "minimum", "invariance", "directional"
ALL = "all"
FAMILY = "checklist"
"""The hits of every family together, by their kinds."""
EXACT = frozenset({"source", "content", "quote", "scare_quote", "reported"})
"""Kinds of which both ends count. Others are words of lists, and the same where they overlap: whether *has* belongs to
a cue, or *whether* to *unclear*, is a convention."""
FAINT = 0.2
"""Loaded terms below this weight count in the intensity alone, and are no hits here."""
_HEDGES = ("epistemic", "doxastic", "investigation")


class Behaviour(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Templates of one capability. ``about`` are kinds that are compared beside those that are marked.

    ``pairs`` are two texts each, of the ``type`` that is named. ``without`` are changes that would change what these
    texts say.
    """

    capability: str
    name: str
    texts: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    type: Literal["invariance", "directional"] = "directional"
    about: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Templates(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of templates: values of slots, those that may be exchanged, and how often a text is filled at most."""

    most: int
    exchange: tuple[str, ...]
    slots: dict[str, tuple[str | dict[str, str], ...]]
    tests: tuple[Behaviour, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Document):
    """A text with what is compared in it.

    ``origins`` says where each character stood in the text with the index ``base``; both are empty where there is none.
    """

    kinds: frozenset[str]
    marks: tuple[Mark, ...]
    origins: tuple[int, ...] = ()
    base: int | None = None


def read_templates(path: Path) -> Templates:
    """A file of templates. Raises UnreadableInput where it is not as described."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Templates)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"the templates cannot be read: {error}", where=str(path)) from error


def read_checks(path: Path) -> tuple[Check, ...]:
    """Every case of a file of templates. Raises UnreadableInput where it is not as described."""
    declared = read_templates(path)
    made: list[Check] = []
    for test in declared.tests:
        try:
            _add(made, test, declared)
        except ValueError as error:
            raise UnreadableInput(str(error), where=f"{path}:{test.name}") from error
    return tuple(made)


def _add(made: list[Check], test: Behaviour, declared: Templates) -> None:
    unknown = set(test.without) - {*CHANGES, *declared.exchange} | set(test.about) - set(KINDS)
    if unknown:
        raise ValueError(f"there is no change or kind of hit {', '.join(sorted(unknown))}")
    for text in test.texts:
        for number in range(fillings(text, declared.slots, declared.most)):
            filled = fill(text, declared.slots, number)
            base = len(made)
            made.append(_check(test, text, f"{MINIMUM}, {test.name}, {base}", filled, MINIMUM))
            made += _changed(test, text, number, filled, declared, base)
    for pair in test.pairs:
        for number in range(max(fillings(text, declared.slots, declared.most) for text in pair)):
            before, after = (fill(text, declared.slots, number) for text in pair)
            base = len(made)
            name = f"{test.type}, {test.name}, {base}"
            kinds = frozenset(test.about) | {mark.kind for filled in (before, after) for mark in filled.marks}
            made.append(replace(_check(test, pair[0], f"{name} before", before, ""), kinds=kinds))
            made.append(replace(_check(test, pair[0], name, after, test.type), kinds=kinds, base=base))


def _check(test: Behaviour, template: str, name: str, filled: Filled, kind: str) -> Check:
    kinds = frozenset(test.about) | {mark.kind for mark in filled.marks}
    flags = dict.fromkeys((ALL, f"{test.capability}-{kind}"), True) if kind else {}
    return Check(template, None, filled.text, id=name, flags=flags, kinds=kinds, marks=filled.marks)


def _changed(
    test: Behaviour, template: str, number: int, filled: Filled, declared: Templates, base: int
) -> Iterator[Check]:
    made = {name: change(filled) for name, change in CHANGES.items()}
    made |= {slot: exchanged(template, declared.slots, number, slot, filled) for slot in declared.exchange}
    for name, changed in made.items():
        if changed is not None and name not in test.without:
            case = _check(test, template, f"{INVARIANCE}, {name}, {test.name}, {base}", filled, INVARIANCE)
            yield replace(case, text=changed[0], origins=changed[1], marks=(), kinds=frozenset(KINDS), base=base)


def kinds_of(hits: Mapping[str, Sequence[Sequence[Found]]], documents: int) -> list[list[Found]]:
    """The hits of each document by their kinds, of all families together."""
    return [
        [
            hit._replace(category=kind)
            for family, found in hits.items()
            for hit in found[number]
            if (kind := _kind(family, hit)) is not None
        ]
        for number in range(documents)
    ]


def _kind(family: str, hit: Found) -> str | None:
    if family == "choices":
        return "choice"
    if family == "hedging":
        return "hedge" if hit.category in _HEDGES else hit.category
    if family == "loaded" and hit.category != "scare_quote":
        return "loaded" if hit.weight >= FAINT else None
    return hit.category if family in ("loaded", "attribution") else None


def with_expected(checks: Sequence[Check], hits: Sequence[Sequence[Found]]) -> tuple[Check, ...]:
    """The cases with what is expected of each as its spans.

    What is expected of an invariance case is what was found before the change. A pair whose first text is wrong is
    wrong: it gets a mark that nothing can meet.
    """
    made = []
    for check in checks:
        marks = check.marks
        if check.base is not None and check.origins:
            places = _places(check)
            before = _kept(checks[check.base], hits[check.base], check.kinds)
            marks = tuple(_moved(mark, places) for mark in before)
        elif check.base is not None and not holds(checks[check.base], hits[check.base]):
            marks = (*marks, Mark(0, 0, "before", None, frozenset()))
        spans = tuple(GoldSpan(mark.kind, ((mark.start, mark.end),), mark.voice or "") for mark in marks)
        made.append(replace(check, marks=marks, spans=spans))
    return tuple(made)


def _places(check: Check) -> dict[int, tuple[int, int]]:
    """The first and last place now of each place before."""
    places: dict[int, tuple[int, int]] = {}
    for now, before in enumerate(check.origins):
        if before != ADDED:
            places[before] = (places.get(before, (now, now))[0], now)
    return places


def _moved(mark: Mark, places: Mapping[int, tuple[int, int]]) -> Mark:
    inside = [place for at in range(mark.start, mark.end) for place in places.get(at, ())]
    return mark._replace(start=min(inside, default=0), end=max(inside, default=-1) + 1)


def holds(check: Check, found: Iterable[Found]) -> bool:
    """Whether each mark of a case has its hit and each hit its mark."""
    ours = [(_ends(check, mark), mark) for mark in _kept(check, found, check.kinds)]
    marked = [(_ends(check, mark), mark) for mark in check.marks]
    return all(any(_meets(hit, mark) for hit in ours) for mark in marked) and all(
        any(_meets(hit, mark) for mark in marked) for hit in ours
    )


def _kept(check: Check, found: Iterable[Found], kinds: Iterable[str]) -> list[Mark]:
    return [
        Mark(hit.start, hit.end, hit.category, hit.voice, _terms(hit))
        for hit in found
        if hit.category in kinds and any(map(str.isalnum, check.text[hit.start : hit.end]))
    ]


def _terms(hit: Found) -> frozenset[str]:
    """The kinds of a source and the wording that was chosen; terms of other hits do not count."""
    if hit.category == "choice":
        return frozenset({(hit.canonical or "").replace(" ", "_")})
    return frozenset(hit.term.split() if hit.category == "source" else ())


def _ends(check: Check, mark: Mark) -> tuple[int, int]:
    """The first and last letter or digit of a span that was there before the change."""
    at = [
        place
        for place in range(mark.start, mark.end)
        if check.text[place].isalnum() and not (check.origins and check.origins[place] == ADDED)
    ]
    return (at[0], at[-1]) if at else (mark.start, mark.end)


def _meets(hit: tuple[tuple[int, int], Mark], mark: tuple[tuple[int, int], Mark]) -> bool:
    (ends, found), (wanted, expected) = hit, mark
    if found.kind != expected.kind or expected.voice not in (None, found.voice) or not expected.terms <= found.terms:
        return False
    return ends == wanted or (found.kind not in EXACT and found.start < expected.end and expected.start < found.end)
