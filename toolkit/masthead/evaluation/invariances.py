"""Changes to articles that should not change a verdict, in the manner of CheckList (Ribeiro et al. 2020).

Names, parties, countries and pronouns are exchanged, a neutral paragraph is added, paragraphs with quotations are moved
to the end. Persons, countries and sentences are those that the instruments are tested with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from masthead.classifiers.framing_terms import as_read
from masthead.engines import How, open_corpus
from masthead.evaluation.validity.changes import CHANGES
from masthead.evaluation.validity.checks import read_templates
from masthead.evaluation.validity.templates import NAME, Filled
from masthead.storage import bundled

if TYPE_CHECKING:
    from masthead.classifiers.samples import Sample
    from masthead.classifiers.trained import Trained

Change = Callable[[str], str]

TEMPLATES = "benchmarks/cases/checklist.toml"
MOST = 100
"""So many of the articles held out are changed."""

PARTIES = {
    "Democrats": "Republicans",
    "Republicans": "Democrats",
    "Democrat": "Republican",
    "Democratic": "Republican",
    "Republican": "Democratic",
}
PRONOUNS = {
    "he": "she",
    "she": "he",
    "his": "her",
    "her": "his",
    "him": "her",
    "himself": "herself",
    "herself": "himself",
}
"""*Her* becomes *his*, of which it is more often the other than of *him*."""

_PERSON = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]+) ([A-Z][a-z]+)\b")
_AS_IT_IS = "as it is"
_PARAGRAPH = "\n\n"
_QUOTED = re.compile(r'["“”«»]')


class Moved(NamedTuple):
    """How many of ``n`` verdicts a change, which found something to change in so many articles, has moved."""

    change: str
    n: int
    moved: int


def verdicts_moved(trained: Trained, sample: Sample, articles: pa.Table, how: How | None = None) -> list[Moved]:
    """What each change does to the verdicts on articles of ``sample`` that ``trained`` was not fitted on.

    ``articles`` hold their texts. Changes that find nothing to change are left out.
    """
    position = {str(name): row for row, name in enumerate(articles["id"].to_pylist())}
    rows = articles.take([position[name] for name in sample.ids[:MOST]]).to_pylist()
    kept = [{name: row.get(name) or "" for name in ("outlet", "title", "text")} for row in rows]
    versions = [(_AS_IT_IS, number, row) for number, row in enumerate(kept)]
    for name, change in changes().items():
        after = ({**row, "text": change(row["text"])} for row in kept)
        versions += [(name, number, row) for number, row in enumerate(after) if row["text"] != kept[number]["text"]]
    table = pa.Table.from_pylist([{"id": f"{number} {name}", **row} for name, number, row in versions])
    read = trained.sample(*as_read(open_corpus(table, how)), labelled=False)
    said = dict(zip(read.ids, trained.model.predict(trained.inputs(read)), strict=True))
    moved: dict[str, list[bool]] = {}
    for name, number, _ in versions[len(kept) :]:
        moved.setdefault(name, []).append(bool(said[f"{number} {name}"] != said[f"{number} {_AS_IT_IS}"]))
    return [Moved(name, len(each), sum(each)) for name, each in moved.items()]


@cache
def changes() -> Mapping[str, Change]:
    """The changes by name."""
    slots = read_templates(bundled(TEMPLATES)).slots
    people = [person[NAME] for person in slots["person"] if not isinstance(person, str)]
    countries = [str(country) for country in slots["country"]]
    turned = dict(zip(countries, [*countries[1:], countries[0]], strict=True))
    return {
        "names exchanged": lambda text: _renamed(text, people),
        "parties exchanged": lambda text: _swap(text, PARTIES),
        "countries exchanged": lambda text: _swap(text, turned),
        "pronouns exchanged": lambda text: _swap(text, _with_capitals(PRONOUNS)),
        "a neutral paragraph added": _added,
        "quotations moved to the end": _quotations_last,
    }


def _renamed(text: str, people: Sequence[str]) -> str:
    """Persons by the names of others, in all places: those named in full once and by their last name after that."""
    found = dict.fromkeys(_PERSON.findall(text))
    alone = [
        (first, last)
        for first, last in found
        if re.search(rf"(?<!{first} )\b{last}\b", text) and not re.search(rf"\b[Tt]he (?:{first} )?{last}\b", text)
    ]
    mapping: dict[str, str] = {}
    for (first, last), other in zip(alone, cycle(people), strict=False):
        mapping |= {f"{first} {last}": other, last: other.rpartition(" ")[2]}
    return _swap(text, mapping)


def _swap(text: str, mapping: Mapping[str, str]) -> str:
    """Each word or phrase of ``mapping`` by its other, with a capital where it had one; longest first."""
    if not mapping:
        return text
    longest = sorted(mapping, key=lambda words: (-len(words), words))
    words = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")
    return words.sub(lambda found: mapping[found[0]], text)


def _with_capitals(mapping: Mapping[str, str]) -> dict[str, str]:
    return {**mapping, **{one.capitalize(): other.capitalize() for one, other in mapping.items()}}


def _added(text: str) -> str:
    changed = CHANGES["a paragraph after"](Filled(text, (), ()))
    return changed[0] if changed else text


def _quotations_last(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    quoting = [bool(_QUOTED.search(line)) for line in lines]
    if sorted(quoting) == quoting:
        return text
    return _PARAGRAPH.join(
        [line for last in (False, True) for line, own in zip(lines, quoting, strict=True) if own == last]
    )
