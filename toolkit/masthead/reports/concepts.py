"""Concepts of choices of words: in which there is a choice to show, and how they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.numerals import count
from masthead.reports.view import grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]
    Concept = tuple[str, str | None, str | None]

FEWEST_MENTIONS = 10
MOST_CONCEPTS = 8
"""So many concepts are shown unasked: those in which something is marked, then those of the most mentions."""


def concepts_shown(
    rows: Sequence[Row], *, everything: bool = False, referents: bool = False
) -> dict[Concept, list[Row]]:
    """The concepts of CHOICES with a choice to show, those with the most mentions first, or all of them.

    Those with a mark come before others where there are more than ``MOST_CONCEPTS``.
    """
    concepts = ranked_concepts(rows, referents=referents)
    able = [concept for concept in concepts if everything or _rivals(concepts[concept])]
    if not everything:
        first = sorted(able, key=lambda concept: not any(row["marked"] for row in concepts[concept]))[:MOST_CONCEPTS]
        able = [concept for concept in able if concept in first]
    return {concept: concepts[concept] for concept in able}


def ranked_concepts(rows: Sequence[Row], *, referents: bool) -> dict[Concept, list[Row]]:
    """The rows of each concept, those with the most mentions first; with ``referents`` also split by these."""
    concepts: dict[Concept, list[Row]] = grouped(rows, lambda row: (row["concept"], row["referent"], row["stratum"]))
    ranked = sorted(concepts, key=lambda concept: (-_mentions(concepts[concept]), *map(str, concept)))
    return {concept: concepts[concept] for concept in ranked if referents or concept[1] is None}


def _mentions(rows: Sequence[Row]) -> int:
    return sum(int(row["mentions_own"]) for row in rows)


def _rivals(rows: Sequence[Row]) -> bool:
    """Whether there is a choice to show: two wordings in use and mentions enough to say something."""
    used = {row["wording"] for row in rows if row["mentions_own"]}
    return len(used) > 1 and _mentions(rows) >= FEWEST_MENTIONS


def heading(concept: Concept, titles: Mapping[str, str], rows: Sequence[Row]) -> str:
    """What a concept is, about whom, in which part, and how often it is mentioned."""
    name, referent, stratum = concept
    about = "".join(f" · {part}" for part in (words_of(referent), stratum) if part)
    return f"{titles.get(name, words_of(name))}{about} ({count(_mentions(rows), 'mention')})"


def words_of(name: str | None) -> str:
    """A name of ours as words."""
    return (name or "").replace("_", " ")
