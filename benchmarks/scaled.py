"""Corpora of any size from a Parquet file of articles: repeated, each time with other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVERY = 9
"""One word in so many is changed in a repeated article."""


class Corpus:
    """The articles of a file that have text; ``articles`` gives as many as are wanted."""

    def __init__(self, path: Path) -> None:
        table = pq.read_table(path, columns=["outlet", "title", "text"])
        table = table.filter(pc.is_valid(table["text"]))
        self.outlets = table["outlet"].to_pylist()
        self.titles = table["title"].to_pylist()
        self.texts = table["text"].to_pylist()

    def articles(self, first: int, number: int) -> pa.Table:
        """Articles ``first`` to ``first + number`` of an endless corpus, with ids of their own."""
        places = range(first, first + number)
        size = len(self.texts)
        return pa.table(
            {
                "id": [f"a{place}" for place in places],
                "outlet": [self.outlets[place % size] for place in places],
                "title": [self.titles[place % size] for place in places],
                "text": [changed(self.texts[place % size], place // size) for place in places],
            }
        )

    def write(self, number: int, folder: Path, shard: int) -> Iterator[Path]:
        """Write ``number`` articles to Parquet files of ``shard`` articles."""
        for first in range(0, number, shard):
            path = folder / f"articles-{first // shard:05}.parquet"
            pq.write_table(self.articles(first, min(shard, number - first)), path, compression="zstd")
            yield path


def changed(text: str, times: int) -> str:
    """The text with one word in nine another: turned by ``times`` letters, so that no two copies are the same."""
    if not times:
        return text
    words = text.split(" ")
    for at in range(times % EVERY, len(words), EVERY):
        word = words[at]
        turn = times % len(word) if word else 0
        words[at] = word[turn:] + word[:turn] if word.isalpha() else word
    return " ".join(words)
