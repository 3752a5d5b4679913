"""The main text of web pages against what people marked on them, beside plain trafilatura.

    python benchmarks/extraction.py article-extraction-benchmark -o benchmarks/results/extraction.json

The folder holds ``ground-truth.json`` and ``html/NAME.html.gz`` (github.com/scrapinghub/article-extraction-benchmark).
Scores are that benchmark's: of each page the shares of four-word shingles that are right, too much and missing, from
which precision and recall; their means over the pages; F1 of the means. ``--pages`` lists where the two differ most.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

import trafilatura
from processes import environment

from masthead.sources import read_articles
from masthead.sources.formats.decode import decode
from masthead.sources.formats.html import read_html
from masthead.sources.repair.posts import KIND as EMBED
from masthead.sources.rows import Unusable
from masthead.sources.strings import reported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from masthead.sources.options import Reject

WORDS = 4
WORD = re.compile(r"\w+")


class Score(NamedTuple):
    """Precision and recall of one page, None where nothing was found or nothing was to be found."""

    precision: float | None
    recall: float | None


def plain(data: bytes) -> str:
    """What trafilatura makes of a page by itself."""
    return trafilatura.extract(data, include_comments=False) or ""


def ours(data: bytes) -> str:
    """What masthead reads."""
    try:
        return read_html(decode(data, html=True).text, "page.html", None).values["text"] or ""
    except Unusable:
        return ""


def counted(pages: dict[str, bytes]) -> dict[str, str]:
    """What masthead counts of each page: the text without the furniture that shows in a single page.

    Embedded posts stay here, since those who marked the pages took them for text.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, data in pages.items():
            path = Path(folder) / name / "page.html"
            path.parent.mkdir()
            path.write_bytes(data)
        rejects: list[Reject] = []
        rows = read_articles(folder, rejects=rejects).to_pylist()
    texts = {
        row["outlet"]: reported(
            row["text"], [(at["start"], at["end"]) for at in row["excluded"] if at["kind"] != EMBED]
        )
        for row in rows
    }
    return {name: texts.get(name, "") for name in pages}


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every four words in a row, or all words where they are fewer."""
    words = WORD.findall(text)
    found = (tuple(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1)))
    return Counter(shingle for shingle in found if shingle)


def score(true: str, found: str) -> Score:
    """How much of what was found is right, and how much of what is right was found."""
    wanted, given = shingles(true), shingles(found)
    right = (wanted & given).total()
    return Score(
        right / given.total() if given else None,
        right / wanted.total() if wanted else None,
    )


def summary(scores: Iterable[Score]) -> dict[str, float]:
    """The means over the pages, and F1 of the means."""
    pages = list(scores)
    precision = mean(page.precision for page in pages if page.precision is not None)
    recall = mean(page.recall for page in pages if page.recall is not None)
    f1 = 2 * precision * recall / (precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


READERS: dict[str, Callable[[bytes], str]] = {"masthead": ours, "trafilatura": plain}


def main() -> None:
    """Score both and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=0, help="pages to list where the two differ most")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    truth = json.loads((options.folder / "ground-truth.json").read_text())
    pages = {name: gzip.decompress((options.folder / "html" / f"{name}.html.gz").read_bytes()) for name in truth}
    found = {called: {name: reader(data) for name, data in pages.items()} for called, reader in READERS.items()}
    found["counted"] = counted(pages)
    scores = {
        called: {name: score(truth[name]["articleBody"], text) for name, text in texts.items()}
        for called, texts in found.items()
    }
    result = {"pages": len(pages), **{called: summary(own.values()) for called, own in scores.items()}}
    print(json.dumps(result, indent=1))
    for name in sorted(truth, key=lambda page: _apart(scores, page), reverse=True)[: options.pages]:
        print(name[:12], *(f"{called}={scores[called][name]}" for called in found))
    if options.output is not None:
        options.output.write_text(json.dumps(result | {"environment": environment()}, indent=1) + "\n")


def _apart(scores: dict[str, dict[str, Score]], page: str) -> float:
    one, other = (found[page] for found in list(scores.values())[:2])
    return sum(abs((left or 0.0) - (right or 0.0)) for left, right in zip(one, other, strict=True))


if __name__ == "__main__":
    main()
