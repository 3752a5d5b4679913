"""What articles are about, as weights of their content words, without what gives their outlet away.

Words of headline and text, without furniture (bylines, datelines, credits), without words of grammar, names of outlets
and agencies, and the loaded and hedging words that are compared themselves, weighed by TF-IDF (Salton and Buckley
1988), rows of unit length. Where there are several outlets a word counts that two of them use.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from masthead import storage
from masthead.comparisons.linking import lead_texts
from masthead.engines.corpus import code_hash
from masthead.lexicons import bundled_lexicon
from masthead.sources.agencies.credits import agencies
from masthead.text.masking import names_to_hide
from masthead.text.word_sets import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

FEWEST, COMMONEST = 5, 0.2
"""Words of fewer articles, or of more than this share of them, say nothing of topics."""
_COMPARED = "words.txt"
_WORD = re.compile(r"[^\W\d_]{3,}")


class ContentWords(NamedTuple):
    """Weights of ``words`` in n articles, shape ``(n, words)``, in the order of ``ids`` and ``outlets``."""

    weights: csr_array
    words: NDArray[np.str_]
    ids: tuple[str, ...]
    outlets: tuple[str, ...]


def content_words(articles: pa.Table) -> ContentWords:
    """The content words of ARTICLES, in the order of their ids, so that nothing depends on the order of the input."""
    ids = articles["id"].to_pylist()
    order = sorted(range(len(ids)), key=ids.__getitem__)
    outlets = articles["outlet"].to_pylist()
    hidden = names_to_hide({*outlets, *(name for agency in agencies() for name in agency.credits)})
    counts, words = count_words(f"{title}\n{text}" for title, text in lead_texts(articles))
    kept = _telling(counts, words, outlets, hidden | set(FUNCTION_WORDS) | compared_words())
    counts = counts[:, kept][order]
    return ContentWords(
        weigh_words(counts), words[kept], tuple(ids[row] for row in order), tuple(outlets[row] for row in order)
    )


def count_words(texts: Iterable[str]) -> tuple[csr_array, NDArray[np.str_]]:
    """How often each text has each word, and the words, in order: scikit-learn's ``CountVectorizer`` imports slowly."""
    numbers: dict[str, int] = {}
    codes, counts, ends = array("i"), array("f"), array("i", [0])
    for text in texts:
        found = Counter(_WORD.findall(text.lower()))
        codes.extend(numbers.setdefault(word, len(numbers)) for word in found)
        counts.extend(found.values())
        ends.append(len(codes))
    words = np.array(list(numbers), dtype=np.str_)
    order = np.argsort(words)
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order))
    parts = np.frombuffer(counts, np.float32), place[np.frombuffer(codes, np.int32)], np.frombuffer(ends, np.int32)
    matrix = csr_array(parts, shape=(len(ends) - 1, len(words)))
    matrix.sort_indices()
    return matrix, words[order]


def compared_words() -> set[str]:
    """Words that are counted as loaded or as hedges: what is compared must not decide what is compared with what.

    They are kept in the cache: reading the lists takes longer than everything else that is done with them here.
    """

    def build(folder: Path) -> None:
        entries = (entry for name in ("loaded", "hedging") for entry in bundled_lexicon(name).entries)
        words = {form.casefold() for entry in entries for form in entry.forms}
        (folder / _COMPARED).write_text("\n".join(sorted(words)), encoding="utf-8")

    folder = storage.Cache().get_or_build(f"compared-words-{code_hash()[:40]}", build)
    return set((folder / _COMPARED).read_text(encoding="utf-8").split("\n"))


def _telling(counts: csr_array, words: NDArray[np.str_], outlets: list[str], hidden: set[str]) -> NDArray[np.intp]:
    """The columns that count."""
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    enough = (having >= FEWEST) & (having <= max(COMMONEST * len(outlets), FEWEST))
    names, outlet = np.unique(outlets, return_inverse=True)
    if len(names) > 1:
        member = csr_array((np.ones(len(outlets), np.float32), (outlet, np.arange(len(outlets)))))
        held = csr_array((np.ones(counts.nnz, np.float32), counts.indices, counts.indptr), shape=counts.shape)
        users = member @ held
        enough &= np.bincount(users.indices, minlength=counts.shape[1]) > 1
    return np.flatnonzero(enough & ~np.isin(words, sorted(hidden)))


def weigh_words(counts: csr_array) -> csr_array:
    """TF-IDF of counts, as scikit-learn has it: tf is 1 + log of the count, rows are of unit length."""
    texts = counts.shape[0]
    having = np.bincount(counts.indices, minlength=counts.shape[1]).astype(counts.dtype)
    rarity = np.log((texts + 1) / (having + 1)) + 1
    weights = (np.log(counts.data) + 1) * rarity[counts.indices]
    rows = np.repeat(np.arange(texts, dtype=np.int32), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(rows, weights**2, texts))
    weights /= lengths[rows]
    return csr_array((weights, counts.indices, counts.indptr), shape=counts.shape)
