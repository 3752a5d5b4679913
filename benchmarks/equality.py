"""Python mode held against machine code: every value of FEATURES, every hit, every count of readability.

    python benchmarks/equality.py --texts 100000 --articles 3000 -o benchmarks/results/equality.json

The made-up texts are short and dense: quotation marks of every kind, cues and phrases of the word lists, names, titles,
abbreviations, numbers, odd spaces, letters of other scripts and code points at random. Real articles come from the
Parquet files of the corpora (MASTHEAD_DATA), the same number of each. The first difference is printed, and the exit
status is 1. With MASTHEAD_BOUNDS=1 the machine code also checks that every place is inside its array.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from processes import environment

from masthead.features import Counter, MeasureOptions, lexicon_versions, load_instruments
from masthead.lexicons import bundled_choices, bundled_lexicon, word_classes
from masthead.native import machine
from masthead.schema import ARTICLES
from masthead.sources import read_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 250
ODD = "\u00a0\u2028\u0085\u0301\u0345ßİıſKΣςéﬀŉǅ中ا½²٣_‐‑—–…\u200b😀\U0001d400"
MARKS = ["“", "”", '"', "'", "‘", "’", "«", "»", "„", "‹", "›", "``", "''", "`", "’s", "'s", "('", "[", ")", "—"]
WORDS = """the a that he she they who was were is had said by of to in on with not and but or regime U.S. no. Mr. Dr. I
Monday 1990s 3.5 40% 6'2" 19:30 Q: ORR: so-called well-known it's don't she'd naïve ΟΔΟΣ İstanbul’s terrorist-held"""
NAMES = "Brett McGurk Jane Hall Holt Orr Ministry of Defence Prime Minister White House Smith Eric O’Neill NATO"
GAPS = [*[" "] * 9, ", ", ". ", "? ", "! ", "\n", "\n\n", "; ", ": ", "-", "", "  "]


def vocabulary() -> list[str]:
    """Every form of the bundled lists, and the words of the closed classes."""
    entries = [entry for name in ("cues", "loaded", "hedging") for entry in bundled_lexicon(name).entries]
    for choice in bundled_choices():
        entries += [*choice.entries, *choice.referent_entries]
    forms = {form for entry in entries for form in entry.forms}
    return sorted(forms | {word for words in word_classes().values() for word in words})


def made_up(rng: random.Random, listed: list[str]) -> str:
    """One text of some hundred characters."""
    common, names = WORDS.split(), NAMES.split()
    parts = []
    for _ in range(rng.randint(1, 45)):
        kind = rng.random()
        if kind < 0.34:
            word = rng.choice(listed)
        elif kind < 0.66:
            word = rng.choice(common)
        elif kind < 0.8:
            word = rng.choice(names)
        elif kind < 0.97:
            word = rng.choice(MARKS)
        else:
            word = rng.choice(ODD) if rng.random() < 0.7 else chr(rng.choice([rng.randrange(32, 0xD800), 0x1F600]))
        style = rng.random()
        word = word.upper() if style < 0.03 else word[:1].upper() + word[1:] if style < 0.15 else word
        parts.append(word + rng.choice(GAPS if kind < 0.8 else ["", "", " "]))
    return "".join(parts)


def invented(rng: random.Random, listed: list[str], count: int, first: int) -> pa.Table:
    """Made-up articles with headlines; some are long enough for readability, some have spans left out."""
    rows = []
    for number in range(count):
        text = made_up(rng, listed)
        if rng.random() < 0.02:
            text = " ".join(made_up(rng, listed) for _ in range(8))
        spans = sorted(rng.sample(range(len(text) + 1), 2)) if rng.random() < 0.05 and len(text) > 2 else None
        rows.append(
            {
                **dict.fromkeys(ARTICLES.names),
                "id": f"t{first + number}",
                "outlet": "o",
                "text": text,
                "title": made_up(rng, listed)[:80] if rng.random() < 0.3 else None,
                "excluded": [{"start": spans[0], "end": spans[1], "kind": "credit"}] if spans else None,
            }
        )
    return pa.Table.from_pylist(rows, schema=ARTICLES)


class Counted(NamedTuple):
    """What one mode makes of some articles, each table as rows."""

    features: list[dict[str, Any]]
    hits: list[dict[str, Any]]
    readability: list[tuple[float, ...]]


class Modes:
    """The shipped Counter in either mode."""

    def __init__(self) -> None:
        instruments = load_instruments(MeasureOptions())
        self.python, self.machine_code = Counter(instruments), Counter(instruments)

    def counted(self, articles: pa.Table) -> tuple[Counted, Counted]:
        """What Python mode and machine code make of the articles."""
        with machine.python_mode():
            one = _counted(self.python, articles)
        with machine.compiling():
            return one, _counted(self.machine_code, articles)


def _counted(counter: Counter, articles: pa.Table) -> Counted:
    measured = counter.measure(articles)
    readability = counter.readability(articles["text"].to_pylist()).values()
    return Counted(measured.features.to_pylist(), measured.hits.to_pylist(), list(zip(*readability, strict=True)))


def same(articles: pa.Table, modes: Modes) -> int:
    """How many hits there are; exits where anything differs."""
    one, other = modes.counted(articles)
    if one != other:
        sys.exit(difference(articles.to_pylist(), one, other))
    return len(one.hits)


def difference(rows: list[dict[str, Any]], one: Counted, other: Counted) -> str:
    """The first difference, with the text that it is in."""
    tell = "{}: {!r} in Python mode, {!r} as machine code\n{}".format
    by_id = {row["id"]: json.dumps({name: row[name] for name in ("id", "title", "text", "excluded")}) for row in rows}
    for row, left, right in zip(rows, one.features, other.features, strict=True):
        for name in left:
            if left[name] != right[name]:
                return tell(name, left[name], right[name], by_id[row["id"]])
    for row, counts, others in zip(rows, one.readability, other.readability, strict=True):
        if counts != others:
            return tell("readability", counts, others, by_id[row["id"]])
    for left, right in zip(one.hits, other.hits, strict=False):
        if left != right:
            return tell("a hit", left, right, by_id[min(left["article_id"], right["article_id"])])
    return tell("hits", len(one.hits), len(other.hits), "")


def made_up_tables(count: int, seed: int) -> Iterator[pa.Table]:
    """Batches of made-up articles, so many in all."""
    make = partial(invented, random.Random(seed), vocabulary())
    for first in range(0, count, BATCH):
        yield make(min(BATCH, count - first), first)


def real(limit: int) -> Iterator[tuple[str, pa.Table]]:
    """The first articles of each Parquet file of the corpora that has articles of outlets."""
    folder = Path(os.environ.get("MASTHEAD_DATA", "../shared/corpora")) / "articles"
    files = [path for path in sorted(folder.glob("*.parquet")) if _has_outlets(path)]
    for path in files:
        yield path.stem, read_articles(str(path), limit=limit // len(files), rejects=[])


def _has_outlets(path: Path) -> bool:
    if not {"outlet", "text"} <= set(pq.read_schema(path).names):
        return False
    outlets = pq.read_table(path, columns=["outlet"])["outlet"]
    return bool(outlets.null_count < len(outlets))


def compare(modes: Modes, texts: int, articles: int, seed: int) -> dict[str, Any]:
    """Compare the modes on so many made-up texts and real articles; returns what was compared."""
    made_up = {"texts": 0, "characters": 0, "hits": 0}
    clock = time.monotonic()
    for table in made_up_tables(texts, seed):
        made_up["hits"] += same(table, modes)
        made_up["texts"] += table.num_rows
        made_up["characters"] += sum(map(len, table["text"].to_pylist()))
        if time.monotonic() - clock > 60:
            clock = time.monotonic()
            print(f"{made_up['texts']:,} texts", file=sys.stderr, flush=True)
    found = {}
    for name, table in real(articles) if articles else ():
        hits = sum(same(table.slice(first, BATCH), modes) for first in range(0, table.num_rows, BATCH))
        found[name] = {"texts": table.num_rows, "hits": hits}
    return {"made_up": made_up, "articles": found, "differences": 0, "seed": seed}


def main() -> None:
    """Compare, and write what was compared."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    before = environment()
    result = compare(Modes(), options.texts, options.articles, options.seed)
    result["bounds_checked"] = os.environ.get(machine.CHECKED) == "1"
    text = json.dumps({**result, "environment": before, "lists": lexicon_versions()}, indent=2)
    print(text)
    if options.output:
        options.output.write_text(text + "\n")


if __name__ == "__main__":
    main()
