"""Words and word pairs counted once for a whole corpus, and the choice of those a fold may learn from.

Counting is the same for every fold and model; what a fold *learns* (which terms exist, how rare they are) comes from
its training rows alone, so a corpus is counted once and nothing leaks. Terms are numbered while they are counted and
pairs are pairs of numbers, which takes a third of the time and memory of counting strings.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import defaultdict
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin

from masthead.classifiers.views import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

WORD = re.compile(r"\b\w\w+\b")
"""A word for the text models: two letters, digits or underscores or more, as in scikit-learn's vectorisers."""

MIN_ARTICLES = 2
PAIR = " "
WORDS_AT_ONCE = 2_000_000
"""Words that are sorted at a time: one or two hundred megabytes."""


def count_terms(
    texts: Iterable[str], least: int = MIN_ARTICLES, before: Sequence[sparse.csr_matrix] = ()
) -> tuple[sparse.csr_matrix, list[str]]:
    """Counts of the words and pairs of neighbouring words that ``least`` texts hold, and their names.

    The matrix has a row per text and a column per term, float32; terms are in alphabetical order. Columns ``before``
    them are put there at once, since a copy of the counts is large.
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    tokens, ends = array("i"), array("q", [0])
    for text in texts:
        tokens.extend(map(numbers.__getitem__, WORD.findall(text.lower())))
        ends.append(len(tokens))
    blocks, terms = _counted(tokens, ends, np.array(list(numbers), dtype=object), least)
    del tokens, numbers
    order = sorted(range(len(terms)), key=terms.__getitem__)
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return _joined(before, blocks, place), [terms[i] for i in order]


def _counted(
    tokens: array[int], ends: array[int], names: NDArray[Any], least: int
) -> tuple[list[sparse.csr_matrix], list[str]]:
    """Counts of the terms in parts, and the names of these; ``tokens`` are places in ``names``, text by text."""
    height = len(ends) - 1
    words = np.frombuffer(tokens, dtype=np.int32) if tokens else np.empty(0, np.int32)
    lengths = np.asarray(np.diff(np.frombuffer(ends, dtype=np.int64)), dtype=np.int64)
    rows = np.repeat(np.arange(height, dtype=np.int32), lengths)
    known = max(len(names), 1)
    blocks: list[sparse.csr_matrix] = []
    terms: list[str] = []
    for chosen in _in_parts(words):
        counts, found = _count(words[chosen].astype(np.int64), rows[chosen], height, least)
        blocks.append(counts)
        terms += list(names[found])
        first = chosen[:-1] if len(chosen) and chosen[-1] == len(words) - 1 else chosen
        first = first[rows[first] == rows[first + 1]]
        pairs = words[first].astype(np.int64) * known + words[first + 1]
        counts, found = _count(pairs, rows[first], height, least)
        blocks.append(counts)
        terms += [f"{names[key // known]}{PAIR}{names[key % known]}" for key in found]
    return blocks, terms


def count_known(texts: Iterable[str], vocabulary: Sequence[str]) -> sparse.csr_matrix:
    """Counts of the terms of ``vocabulary`` in each text: the matrix a model trained with them reads."""
    column = {term: number for number, term in enumerate(vocabulary)}
    rows, columns, height = [], [], 0
    for row, text in enumerate(texts):
        words = WORD.findall(text.lower())
        pairs = [f"{one}{PAIR}{other}" for one, other in pairwise(words)]
        found = [column[term] for term in (*words, *pairs) if term in column]
        columns += found
        rows += [row] * len(found)
        height = row + 1
    ones = np.ones(len(rows), dtype=np.float32)
    return sparse.csr_matrix((ones, (rows, columns)), shape=(height, len(vocabulary)))


class NoTermsError(ValueError):
    """No term is in articles of enough outlets: the texts have nothing in common to learn from."""


class TermSelector(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Keeps the terms that belong to no single outlet: column 0 is the outlet's number, the rest are counts.

    A term stays where at least two training articles hold it, in at least ``needed`` training outlets: the square root
    of the articles an outlet has on average (so that a term met once in passing does not count), but never more than
    half of the outlets, and 2 at least where there are as many. What one outlet alone writes tells the outlet.
    """

    kept_: NDArray[np.intp]

    def fit(self, x: View | sparse.csr_matrix, y: object = None) -> TermSelector:  # noqa: ARG002
        """Choose terms from the training rows ``x``."""
        view = View.of(x)
        numbers = _outlet_numbers(view)
        outlets, articles = _spread(view, numbers)
        enough = outlets >= needed(len(numbers), len(np.unique(numbers)))
        self.kept_ = np.flatnonzero(enough & (articles >= MIN_ARTICLES))
        if not len(self.kept_):
            raise NoTermsError("no terms remain: empty vocabulary")
        return self

    def transform(self, x: View | sparse.csr_matrix) -> sparse.csr_matrix:
        """The counts of the chosen terms."""
        return View.of(x).only(self.kept_ + 1).matrix()

    def get_feature_names_out(self, input_features: Sequence[str]) -> NDArray[Any]:
        """The chosen terms."""
        return np.asarray(input_features, dtype=object)[self.kept_ + 1]


def needed(articles: int, outlets: int) -> int:
    """How many outlets must use a term: 1 where there is one outlet, else from 2 to half of them."""
    if outlets < 2:
        return 1
    return max(2, min(round(math.sqrt(articles / outlets)), outlets // 2))


def _outlet_numbers(x: View) -> NDArray[np.float64]:
    return np.asarray(x.only(slice(1)).matrix().toarray()).ravel()


def _spread(x: View, numbers: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """In how many outlets and in how many articles each term is, column 0 left out; ``numbers`` are the outlets."""
    terms = x.only(slice(1, None))
    order = np.argsort(numbers, kind="stable")
    outlets, articles = np.zeros((2, terms.shape[1]), np.intp)
    seen, last, start = np.zeros(terms.shape[1], bool), math.nan, 0
    for part in terms.take(order).parts():
        found, number = np.unique(numbers[order[start : start + part.shape[0]]], return_inverse=True)
        part.data = np.ones(part.nnz, np.float32)
        member = sparse.csr_matrix((np.ones(len(number), np.float32), (number, np.arange(len(number)))))
        by_outlet = member @ part
        articles += np.bincount(part.indices, minlength=len(articles))
        outlets += np.bincount(by_outlet.indices, minlength=len(outlets))
        # An outlet whose articles are in two parts counts once.
        first = by_outlet[0].indices if found[0] == last else np.empty(0, np.int32)
        outlets[first[seen[first]]] -= 1
        seen = seen if found[-1] == last else np.zeros_like(seen)
        seen[by_outlet[-1].indices] = True
        last, start = found[-1], start + part.shape[0]
    return outlets, articles


def _in_parts(words: NDArray[np.int32]) -> Iterator[NDArray[np.intp]]:
    """The places of the words in parts that no word is in two of, nor a pair by its first: less to sort at a time."""
    parts = max(1, len(words) // WORDS_AT_ONCE)
    part = words % parts
    for number in range(parts):
        yield np.flatnonzero(part == number)


def _joined(
    before: Sequence[sparse.csr_matrix], blocks: list[sparse.csr_matrix], place: NDArray[np.int32]
) -> sparse.csr_matrix:
    """``before`` and then ``blocks`` side by side, with the columns of the latter where ``place`` puts them.

    ``blocks`` is emptied on the way, so that what is copied is not held twice.
    """
    every = [*before, *blocks]
    lengths = sum(np.diff(block.indptr).astype(np.int64) for block in every)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    first = sum(block.shape[1] for block in before)
    column = np.concatenate([np.arange(first, dtype=np.int32), place + np.int32(first)])
    data, indices = np.empty(ends[-1], np.float32), np.empty(ends[-1], np.int32)
    blocks.clear()
    every.reverse()
    free, done = ends[:-1].copy(), 0
    while every:
        block = every.pop()
        own = np.diff(block.indptr)
        at = np.repeat(free - block.indptr[:-1], own)
        at += np.arange(block.nnz)
        data[at], indices[at] = block.data, column[done:][block.indices]
        free, done = free + own, done + block.shape[1]
    joined = sparse.csr_matrix((data, indices, ends), shape=(len(ends) - 1, len(column)))
    joined.has_sorted_indices = False
    joined.sort_indices()
    return joined


def _count(
    keys: NDArray[np.int64], rows: NDArray[np.int32], height: int, least: int
) -> tuple[sparse.csr_matrix, NDArray[np.int64]]:
    """Counts by row of the keys that ``least`` rows or more hold, and these keys in order."""
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, np.intp)
    column = np.repeat(np.arange(len(first), dtype=np.int32), np.diff(np.r_[first, len(keys)]))
    # Rows rise within a key (the sort is stable): each change of row within it is one more row that holds it.
    begins = np.zeros(len(keys), dtype=bool)
    begins[1:] = rows[1:] != rows[:-1]
    begins[first] = True
    holding = np.add.reduceat(begins, first, dtype=np.int32) if len(keys) else np.empty(0, np.int32)
    several = holding >= least
    renumbered = np.cumsum(several, dtype=np.int32) - 1
    keep = several[column]
    column, rows = renumbered[column[keep]], rows[keep]
    ones = np.ones(len(rows), dtype=np.float32)
    counts = sparse.csr_matrix((ones, (rows, column)), shape=(height, int(several.sum())))
    return counts, keys[first[several]]
