"""Made-up articles of any number, by a seed: outlets that differ, events they share, and copies with changes.

    python benchmarks/made_corpus.py FOLDER --articles 200000 --rows 200 --known known.parquet

Articles are in the order of their days. Each is made from the seed and its number alone, so that any stretch of the
corpus can be made by itself. ``known`` says which event each reports, and which article it is a copy of.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_DAY = date(2031, 1, 1)
CHANGED = 30
"""One word in so many of a copy is another."""
EVENT_SENTENCES = 5
BACK = 40
"""A copy is of one of so many articles before it."""
ONSETS = ("b", "br", "d", "dr", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v")
VOWELS = "aeiou"
CODAS = ("l", "m", "n", "r", "s", "nd", "rt")
EVENT = (
    "{name} of {place} met {other} over the {thing} of {place} after {number} {things} were counted.",
    "“We have waited for the {thing} since the {thing2},” said {name}. “{number} {things} is what {place} needs.”",
    "The {thing} in {place} was closed for the {thing2}, according to {other}.",
    "{other} said that {name} may have seen {number} {things} near {place}.",
    "In {place}, the {thing} and the {thing2} are the work of {name}.",
    "{name} told reporters that the {thing2} of {place} would probably cost {number} million.",
)
PLAIN = (
    "The {a} of the {b} was seen by the {c} before the {d} came to the {e}.",
    "It is not the {a} but the {b} that the {c} have kept since the {d}.",
    "Officials said the {a} would be moved to the {b} when the {c} had been paid for the {d}.",
    "“The {a} is with the {b}, and the {c} will follow,” a spokesman for the {d} said.",
    "There are {n} of the {a} in the {b}, and most of them belong to the {c}.",
    "According to the {a}, the {b} could perhaps be opened for the {c} in the spring.",
    "For the {a} of the {b} there was no {c}, although the {d} had asked for it.",
    "The {a} and the {b} went to the {c}, where the {d} of the {e} was held on the first day.",
)
LOADED = (
    "The brutal regime has ruined the {a} of the {b}, and its thugs took the {c}.",
    "It was a shameful and reckless attack on the {a}, and the {b} will never forget the {c}.",
    "Critics slammed the disastrous {a} as a vile betrayal of the {b} and the {c}.",
)

MARKET = "{name} closed at {price} on {day}, up {percent} percent from the day before, the exchange in {place} said."
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Known:
    """What is true of an article."""

    id: str
    outlet: str
    day: date
    event: str | None
    copy_of: str | None


@dataclass(frozen=True)
class MadeCorpus:
    """``articles`` of ``outlets``: a share are ``copies``, and each of ``per_event`` in a row report one event.

    A share of ``alone`` report none. ``days`` is how long all of it takes.
    """

    articles: int
    outlets: int = 200
    copies: float = 0.05
    per_event: int = 6
    alone: float = 0.3
    days: int = 365
    seed: int = 0

    @cached_property
    def words(self) -> list[str]:
        """The vocabulary, of which the first words are the most frequent."""
        return _invented(random.Random(f"{self.seed} words"), 6000, 2)

    @cached_property
    def names(self) -> list[str]:
        """Names of people and places."""
        return [name.title() for name in _invented(random.Random(f"{self.seed} names"), 20000, 3)]

    def known(self, number: int) -> Known:
        """What is true of an article by its number."""
        chance = random.Random(f"{self.seed} known {number}")
        original = self._original(number)
        outlet = f"Outlet {chance.randrange(self.outlets):03}"
        alone = chance.random() < self.alone
        day = FIRST_DAY + timedelta(days=number * self.days // self.articles)
        if original is not None:
            first = self.known(original)
            if first.outlet == outlet:
                outlet = f"Outlet {(int(outlet[-3:]) + 1) % self.outlets:03}"
            return Known(_id(number), outlet, day, first.event, first.id)
        return Known(_id(number), outlet, day, None if alone else f"e{number // self.per_event}", None)

    def article(self, number: int) -> dict[str, str]:
        """An article by its number: id, outlet, title, text, date."""
        known = self.known(number)
        original = self._original(number)
        if original is None:
            title, text = self._written(number, known)
        else:
            title, text = self._written(original, self.known(original))
            text = self._changed(text, random.Random(f"{self.seed} changed {number}"))
        named = {"id": known.id, "outlet": known.outlet, "title": title, "text": text}
        return {**named, "date": known.day.isoformat()}

    def table(self, first: int, number: int) -> pa.Table:
        """Articles ``first`` to before ``first + number``."""
        return pa.Table.from_pylist([self.article(place) for place in range(first, first + number)])

    def truth(self) -> pa.Table:
        """Id, event and original of every article."""
        found = [self.known(number) for number in range(self.articles)]
        columns = {name: [getattr(item, name) for item in found] for name in ("id", "outlet", "event", "copy_of")}
        return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})

    def write(self, folder: Path, rows: int) -> Iterator[Path]:
        """Write Parquet files of ``rows`` articles."""
        for first in range(0, self.articles, rows):
            path = folder / f"articles-{first // rows:05}.parquet"
            pq.write_table(self.table(first, min(rows, self.articles - first)), path, compression="zstd")
            yield path

    def alike(self, number: int) -> pa.Table:
        """So many market reports, all from one template and none a copy of another."""
        return pa.Table.from_pylist([self._market_report(place) for place in range(number)])

    def _market_report(self, number: int) -> dict[str, str]:
        chance = random.Random(f"{self.seed} market {number}")
        lines = [
            MARKET.format(
                name=chance.choice(self.names),
                price=f"{chance.uniform(10, 999):.2f}",
                day=chance.choice(DAYS),
                percent=chance.randint(1, 9),
                place=chance.choice(self.names[:20]),
            )
            for _ in range(12)
        ]
        day = FIRST_DAY + timedelta(days=chance.randrange(self.days))
        named = {"id": f"m{number:08}", "outlet": f"Outlet {chance.randrange(self.outlets):03}"}
        return {**named, "title": "Markets at the close", "text": " ".join(lines), "date": day.isoformat()}

    def _original(self, number: int) -> int | None:
        """The article that this one is a copy of, which is no copy itself."""
        chance = random.Random(f"{self.seed} copy {number}")
        if not number or chance.random() >= self.copies:
            return None
        source = number - 1 - chance.randrange(min(BACK, number))
        found = self._original(source)
        return source if found is None else found

    def _written(self, number: int, known: Known) -> tuple[str, str]:
        chance = random.Random(f"{self.seed} text {number}")
        slant = int(known.outlet[-3:]) % 5 / 20
        sentences = [self._sentence(chance, slant) for _ in range(chance.randint(9, 15))]
        if known.event is not None:
            told = self._told(known.event)
            for template in chance.sample(EVENT, EVENT_SENTENCES):
                sentences.insert(chance.randrange(len(sentences)), template.format(**told))
            title = f"{told['name']} and the {told['thing']} of {told['place']}"
        else:
            title = f"The {self._word(chance)} of the {self._word(chance)}".capitalize()
        third = len(sentences) // 3
        parts = (sentences[:third], sentences[third : 2 * third], sentences[2 * third :])
        return title, "\n\n".join(" ".join(part) for part in parts)

    def _told(self, event: str) -> dict[str, str]:
        """Who, where and what an event is about."""
        chance = random.Random(f"{self.seed} event {event}")
        name, other, place = (chance.choice(self.names) for _ in range(3))
        thing, thing2, things = (chance.choice(self.words) for _ in range(3))
        told = {"name": f"{name} {chance.choice(self.names)}", "other": f"{other} {chance.choice(self.names)}"}
        number = str(chance.randint(12, 9999))
        return {**told, "place": place, "thing": thing, "thing2": thing2, "things": f"{things}s", "number": number}

    def _sentence(self, chance: random.Random, slant: float) -> str:
        template = chance.choice(LOADED if chance.random() < slant else PLAIN)
        return template.format(n=chance.randint(2, 99), **{slot: self._word(chance) for slot in "abcde"})

    def _word(self, chance: random.Random) -> str:
        return self.words[int(len(self.words) * chance.random() ** 3)]

    def _changed(self, text: str, chance: random.Random) -> str:
        words = text.split(" ")
        for _ in range(max(1, len(words) // CHANGED)):
            words[chance.randrange(len(words))] = self._word(chance)
        return " ".join(words)


def _id(number: int) -> str:
    return f"a{number:08}"


def _invented(chance: random.Random, size: int, syllables: int) -> list[str]:
    """Words that are in no dictionary, each once."""
    found: dict[str, None] = {}
    while len(found) < size:
        parts = (chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(syllables))
        found["".join(parts) + chance.choice(CODAS)] = None
    return list(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--outlets", type=int, default=200)
    parser.add_argument("--copies", type=float, default=0.05, help="the share of articles that copy another")
    parser.add_argument("--rows", type=int, default=10_000, help="articles of a file")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--known", type=Path, help="write event and original of every article to this Parquet file")
    given = parser.parse_args()
    made = MadeCorpus(given.articles, given.outlets, given.copies, seed=given.seed)
    given.folder.mkdir(parents=True, exist_ok=True)
    for _ in made.write(given.folder, given.rows):
        pass
    if given.known is not None:
        pq.write_table(made.truth(), given.known)


if __name__ == "__main__":
    main()
