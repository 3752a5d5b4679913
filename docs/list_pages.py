"""The pages under docs/lists, each made whole: one for every word list, one for the choice sets of every topic."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_text import filled, plain, table
from meanings import MEANINGS, complete

from masthead.features import catalogue
from masthead.lexicons import BUNDLED, bundled_choices, bundled_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from masthead.lexicons import ChoiceSet, Lexicon

LISTS = Path(__file__).parent / "lists"


def list_pages() -> dict[Path, str]:
    """Every page of lists by its path."""
    lists = {LISTS / f"{name}.md": _list_text(bundled_lexicon(name)) for name in BUNDLED}
    return lists | {LISTS / _topic_page(topic): _topic_text(topic, sets) for topic, sets in _topics()}


def word_lists_part() -> str:
    """What each word list holds, with a link to its page."""
    lexicons = [bundled_lexicon(name) for name in BUNDLED]
    return table(
        ("list", "what it holds", "entries", "version"),
        (
            (f"[{row.name}](lists/{row.name}.md)", plain(row.title), f"{len(row.entries):,}", str(row.version))
            for row in lexicons
        ),
    )


def choice_sets_part() -> str:
    """The concepts of each topic, with a link to its page."""
    return table(
        ("topic", "choice sets"),
        (
            (
                f"[{_words(topic)}](lists/{_topic_page(topic)})",
                plain("; ".join(row.declaration.title for row in sets)),
            )
            for topic, sets in _topics()
        ),
    )


def _topics() -> Iterator[tuple[str, list[ChoiceSet]]]:
    return ((topic, list(sets)) for topic, sets in groupby(bundled_choices(), key=lambda choice: choice.topic))


def _topic_page(topic: str) -> str:
    return f"choices-{topic.replace('_', '-')}.md"


def _list_text(lexicon: Lexicon) -> str:
    meanings = _category_meanings(lexicon.name)
    members = {name: [entry.term for entry in lexicon.entries if entry.category == name] for name in lexicon.categories}
    rows = [(f"`{name}`", f"{len(terms):,}", plain(meanings[name])) for name, terms in members.items()]
    size = f"{len(lexicon.entries):,} entries, {plain(lexicon.license)}, {plain(lexicon.source)}"
    head = (
        f"# Word list: {lexicon.name}\n",
        f"{plain(lexicon.title)}. Version {lexicon.version}, {size}.\n",
        filled(f"After: {plain(lexicon.citation)}", bullet=True),
        filled(f"Limits: {plain(lexicon.limits)}", bullet=True),
        "",
    )
    terms = (filled(f"`{name}`: {plain(', '.join(found))}") + "\n" for name, found in members.items())
    return "\n".join([*head, table(("category", "entries", "what it holds"), rows), *terms])


def _category_meanings(name: str) -> Mapping[str, str]:
    """What the categories of a list hold: as meanings.toml says it, else as their features do."""
    if name in MEANINGS["categories"]:
        return complete(MEANINGS["categories"][name], bundled_lexicon(name).categories, f"categories.{name}")
    rows = (feature for feature in catalogue() if feature.family == name)
    return {feature.name.partition(".")[2]: feature.higher.removeprefix("more ") for feature in rows}


def _topic_text(topic: str, sets: list[ChoiceSet]) -> str:
    """The page of one topic."""
    head = f"# Choice sets: {_words(topic)}\n\n[What a choice set is](../lexicons.md#choice-sets)\n"
    return "\n".join([head, *map(_choice_text, sets)])


def _choice_text(choice: ChoiceSet) -> str:
    declared = choice.declaration
    terms = {name: dict.fromkeys(e.term for e in choice.entries if e.canonical == name) for name in choice.wordings}
    rows = [
        (_words(name), plain(f"{row.side} ({row.side_source})") if row.side else "", plain(", ".join(terms[name])))
        for name, row in declared.wordings.items()
    ]
    notes = {_words(name): row.note for name, row in declared.wordings.items() if row.note}
    referents = [f"{_words(name)} ({', '.join(found)})" for name, found in declared.referents.items()]
    facts = (
        f"Slot: {declared.slot}",
        f"After: {declared.citation}",
        declared.note,
        *(f"{name}: {note}" for name, note in notes.items()),
        f"Referents: {'; '.join(referents)}" if referents else "",
    )
    lines = "\n".join(filled(plain(fact), bullet=True) for fact in facts if fact)
    head = f"## {plain(declared.title)}\n\n`{choice.concept}`: version {declared.version}\n\n{lines}\n"
    return f"{head}\n{table(('wording', 'side (by whose account)', 'terms'), rows)}"


def _words(name: str) -> str:
    return name.replace("_", " ")
