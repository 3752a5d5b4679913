import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.sources.furniture.recurring import Learning, folded, mark_recurring, never_learned
from masthead.sources.texts import Texts
from recurring_lines import learn, mark

BODY = "Report {n} on the dam at Teal Gorge tells something else about flow {n}."
CALL = "Subscribe to our letter from Harrow"


def learned(texts, outlet="Harrow Post"):
    return learn((outlet, text) for text in texts).get(outlet, frozenset())


def texts(n, line, holding):
    return [BODY.format(n=f"no. {chr(97 + i % 26)}{i}") + (f"\n{line}" if i < holding else "") for i in range(n)]


def test_a_small_outlet_needs_three_texts_and_a_fifth_of_them():
    assert learned(texts(10, CALL, 3)) == {CALL}
    assert learned(texts(10, CALL, 2)) == frozenset()
    assert learned(texts(24, CALL, 4)) == frozenset()


def test_a_larger_outlet_needs_five_texts_and_at_the_foot_two_percent():
    assert learned(texts(200, CALL, 5)) == {CALL}
    assert learned(texts(200, CALL, 4)) == frozenset()
    assert learned(texts(400, CALL, 7)) == frozenset()


def test_digits_do_not_matter():
    assert learned([BODY.format(n=c * 3) + f"\nPost edition no. {i}" for i, c in enumerate("abc")]) == {
        "Post edition no. 0"
    }


def test_exact_duplicates_count_once():
    assert learned([f"One.\n{CALL}"] * 10) == frozenset()


def test_another_outlet_does_not_learn_from_this_one():
    pairs = [("A", f"{name}\n{CALL}") for name in "xyz"] + [("B", f"{name}\n{CALL}") for name in "uv"]
    assert set(learn(pairs)) == {"A"}


def test_a_background_paragraph_is_the_outlets_own_words():
    background = "More than 9,000 people have been driven from their homes since the war began in the north."
    assert learned(texts(10, background, 4)) == frozenset()
    assert len(learned(texts(10, background, 5))) == 1


def test_quotations_and_very_short_lines_are_never_learned():
    assert learned(texts(10, '"We will never give up this town"', 10)) == frozenset()
    assert learned(texts(10, "Thank you", 10)) == frozenset()


def test_the_recurring_lines_are_marked():
    many = texts(3, CALL, 3)
    [span] = mark(learn(("A", text) for text in many), "A", many[0])
    assert (many[0][span.start : span.end], span.kind) == (CALL, "recurring")


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
    assert known == learn(corpus)
    for batch, column, found in zip(batches, columns, candidates, strict=True):
        marked = mark_recurring(*column, found, known)
        assert [marked.get(row, []) for row in range(len(batch))] == [mark(known, *pair) for pair in batch]


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
