"""The compiled pass held against the plain code: every value of FEATURES and every hit, on made-up and on real texts.

    python benchmarks/equality.py --texts 100000 --articles 3000 -o benchmarks/results/equality.json

The made-up texts are short and dense: quotation marks of every kind, cues and phrases of the word lists, names, titles,
abbreviations, numbers, odd spaces, letters of other scripts and code points at random. Real articles come from the
Parquet files of the corpora (MASTHEAD_DATA), the same number of each. The first difference is printed, and the exit
status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa

from masthead.features import MeasureOptions, load_instruments, measure_batch
from masthead.features.counting.batches import Kernel
from masthead.features.instruments import lexicon_versions
from masthead.lexicons import bundled_choices, bundled_lexicon, word_classes
from masthead.schema import ARTICLES
from masthead.sources import read_articles
from masthead.version import __version__

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


def same(articles: pa.Table, kernel: Kernel) -> int:
    """How many hits there are; exits where anything differs."""
    expected, found = measure_batch(articles, kernel.instruments), kernel.measure(articles)
    if found.features.equals(expected.features) and found.hits.equals(expected.hits):
        return int(found.hits.num_rows)
    for name in expected.features.column_names:
        for at, (one, other) in enumerate(
            zip(expected.features[name].to_pylist(), found.features[name].to_pylist(), strict=True)
        ):
            if one != other:
                tell(articles.slice(at, 1).to_pylist()[0], f"{name}: {one!r} in the plain code, {other!r} compiled")
    one, other = expected.hits.to_pylist(), found.hits.to_pylist()
    for left, right in zip(one, other, strict=False):
        if left != right:
            row = next(row for row in articles.to_pylist() if row["id"] in (left["article_id"], right["article_id"]))
            tell(row, f"a hit: {left!r} in the plain code, {right!r} compiled")
    tell({}, f"{len(one)} hits in the plain code, {len(other)} compiled")
    return 0


def tell(row: dict[str, Any], what: str) -> None:
    """Print a difference with its text, and end."""
    sys.exit(f"{what}\n{json.dumps({name: row.get(name) for name in ('id', 'title', 'text', 'excluded')})}")


def real(limit: int) -> list[tuple[str, pa.Table]]:
    """The first articles of each Parquet file of the corpora."""
    folder = Path(os.environ.get("MASTHEAD_DATA", "../shared/corpora")) / "articles"
    files = [path for path in sorted(folder.glob("*.parquet")) if path.name != "outlet_ratings.parquet"]
    return [(path.stem, read_articles(str(path), limit=limit // len(files))) for path in files]


def main() -> None:
    """Compare, and write what was compared."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    kernel = Kernel(load_instruments(MeasureOptions()))
    listed, rng = vocabulary(), random.Random(options.seed)
    result: dict[str, Any] = {"made_up": {"texts": 0, "characters": 0, "hits": 0}, "articles": {}}
    clock = time.monotonic()
    for first in range(0, options.texts, BATCH):
        table = invented(rng, listed, min(BATCH, options.texts - first), first)
        result["made_up"]["hits"] += same(table, kernel)
        result["made_up"]["texts"] += table.num_rows
        result["made_up"]["characters"] += sum(map(len, table["text"].to_pylist()))
        if time.monotonic() - clock > 60:
            clock = time.monotonic()
            print(f"{result['made_up']['texts']:,} texts", file=sys.stderr, flush=True)
    for name, table in real(options.articles) if options.articles else ():
        hits = sum(same(table.slice(first, BATCH), kernel) for first in range(0, table.num_rows, BATCH))
        result["articles"][name] = {"texts": table.num_rows, "hits": hits}
    result["differences"] = 0
    result["seed"] = options.seed
    result["environment"] = {"masthead": __version__, "python": platform.python_version(), "lists": lexicon_versions()}
    text = json.dumps(result, indent=2)
    print(text)
    if options.output:
        options.output.write_text(text + "\n")


if __name__ == "__main__":
    main()
