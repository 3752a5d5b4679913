import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.sources import learn_recurring
from masthead.sources.learning import Learning, mark_recurring, never_learned
from masthead.sources.recurring import folded
from masthead.sources.texts import Texts

LINES = [
    "Read the paper every day", "Page 1 of 12 pages", "Page 34 of 5 pages", "1 2 3", "٣ 2 1", "Ünder the bridge now",
    "Ünder the bridge 2", "A b c", "A b 7", "7 b c", "The dam 2031 and the 12 towns", "The dam 3 and the 400 towns",
    "“No more than that”", "One", "Advertisement", "Two words", "Sign up for our newsletter, which is free and comes daily.",
    "The council met again this week and put off the vote on the river dam until autumn.",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(LINES), max_size=9).map("\n \n".join)
CORPUS = st.lists(st.tuples(st.sampled_from(["A", "B"]), TEXT), min_size=1, max_size=24)


@settings(max_examples=100, deadline=None)
@given(CORPUS, st.integers(1, 9))
def test_batches_teach_what_the_whole_corpus_does(corpus, size):
    batches = [corpus[start : start + size] for start in range(0, len(corpus), size)]
    columns = [
        (Texts(pa.array([text for _, text in batch], pa.large_string())), [name for name, _ in batch])
        for batch in batches
    ]
    learning = Learning()
    keys = [learning.keys(*batch) for batch in columns]
    for found in keys:
        learning.count(found)
    seen = set()
    new = [np.array([pair not in seen and seen.add(pair) is None for pair in batch]) for batch in batches]
    for (_, outlets), wanted in zip(columns, new, strict=True):
        learning.expect(outlets, wanted)
    candidates = [learning.candidates(*batch, found) for batch, found in zip(columns, keys, strict=True)]
    for batch, found, wanted in zip(columns, candidates, new, strict=True):
        learning.learn(*batch, found, wanted)
    known = learning.recurring()
    assert known == learn_recurring(corpus)
    for batch, column, found in zip(batches, columns, candidates, strict=True):
        marked = mark_recurring(*column, found, known)
        assert [marked.get(row, []) for row in range(len(batch))] == [known.mark(*pair) for pair in batch]


def test_lines_passed_over_are_none_that_could_be_learned() -> None:
    lines = [
        "“Read more about this subject",
        '"We are here," she said to us',
        "«Nous y sommes tous",
        "‘Tis the season of our rain",
        "Share this",
        "a b c",
        "Advertisement",
        "é à",
        "Photo by Lena Orsay",
        "A line that is longer than any that is looked at whole",
        "— Read more here",
        "«",
        "„",
    ]
    texts = Texts(pa.array(["\n".join(lines)]))
    passed = never_learned(texts, np.arange(len(lines))).tolist()
    assert [line for line, over in zip(lines, passed, strict=True) if not over] == [
        line for line in lines if folded(line) is not None
    ]
