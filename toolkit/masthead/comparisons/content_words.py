"""What articles are about, as weights of their content words, without what gives their outlet away.

Words of headline and text, without furniture (bylines, datelines, credits), without words of grammar, names of outlets
and agencies, and the loaded and hedging words that are compared themselves, weighed by TF-IDF (Salton and Buckley
1988), rows of unit length. Where there are several outlets a word counts that two of them use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from masthead.comparisons.linking import lead_texts
from masthead.lexicons import bundled_lexicon
from masthead.sources.agencies.credits import agencies
from masthead.text.masking import names_to_hide
from masthead.text.word_sets import FUNCTION_WORDS

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

FEWEST, COMMONEST = 5, 0.2
"""Words of fewer articles, or of more than this share of them, say nothing of topics."""
_WORD = r"[^\W\d_]{3,}"


class ContentWords(NamedTuple):
    """Weights of ``words`` in n articles, shape ``(n, words)``, in the order of ``ids`` and ``outlets``."""

    weights: csr_array
    words: NDArray[np.str_]
    ids: tuple[str, ...]
    outlets: tuple[str, ...]


def content_words(articles: pa.Table) -> ContentWords:
    """The content words of ARTICLES, in the order of their ids, so that nothing hangs on the order of the input."""
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 - slow to import, needed here only

    ids = articles["id"].to_pylist()
    order = sorted(range(len(ids)), key=ids.__getitem__)
    named = articles["outlet"].to_pylist()
    outlets = [named[row] for row in order]
    hidden = names_to_hide({*outlets, *(name for agency in agencies() for name in agency.credits)})
    counter = CountVectorizer(token_pattern=_WORD, lowercase=True, dtype=np.float32)
    texts = (f"{title}\n{text}" for title, text in lead_texts(articles, order))
    try:
        counts = csr_array(counter.fit_transform(texts))
    except ValueError:  # no word at all
        counts = csr_array((len(order), 0), dtype=np.float32)
    words = np.array(counter.get_feature_names_out() if counts.shape[1] else [], dtype=np.str_)
    kept = _telling(counts, words, outlets, hidden | set(FUNCTION_WORDS) | compared_words())
    return ContentWords(_weighed(counts[:, kept]), words[kept], tuple(ids[row] for row in order), tuple(outlets))


def compared_words() -> set[str]:
    """Words that are counted as loaded or as hedges: what is compared must not decide what is compared with what."""
    entries = (entry for name in ("loaded", "hedging") for entry in bundled_lexicon(name).entries)
    return {form.casefold() for entry in entries for form in entry.forms}


def _telling(counts: csr_array, words: NDArray[np.str_], outlets: list[str], hidden: set[str]) -> NDArray[np.intp]:
    """The columns that count."""
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    enough = (having >= FEWEST) & (having <= max(COMMONEST * len(outlets), FEWEST))
    names, outlet = np.unique(outlets, return_inverse=True)
    if len(names) > 1:
        member = csr_array((np.ones(len(outlets), np.float32), (outlet, np.arange(len(outlets)))))
        users = (member @ (counts > 0).astype(np.float32)).tocsc()
        enough &= np.diff(users.indptr) > 1
    return np.flatnonzero(enough & ~np.isin(words, sorted(hidden)))


def _weighed(counts: csr_array) -> csr_array:
    from sklearn.feature_extraction.text import TfidfTransformer  # noqa: PLC0415

    if not counts.shape[1]:
        return counts
    return csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(counts))
