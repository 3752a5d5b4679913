"""A user's own word lists: wildcards against a regular expression, categories by themselves, scores, what can't match."""

from __future__ import annotations

import re
from fnmatch import translate
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.errors import UsageError
from masthead.features import MeasureOptions, catalogue, load_instruments
from masthead.lexicons.writing import lines_of
from masthead.schema import VOICES
from modes import articles_of, assert_same, hits_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from modes import CounterInMode

    Write = Callable[[str, str], Path]

HEAD = "# name: mood\n# version: 1\n# license: mine\n# source: me\n# citation: none\n"
PATTERNS = [
    "kill*",
    "*kill",
    "k*",
    "*phobia",
    "gr?m*",
    "*?ing",
    "kill?",
    "*qz*",
    "qz*x",
    "19*",
    "?9",
    "u.s.*",
    "u.s*",
    "o'*",
    "*'t",
    "*é*",
    "stra?e*",
    "*ß",
    "k?ll*g?",
    "*ing*",
    "don'*",
    "*n't",
    "kill",
    "zqkill",
    "a*",
    "*a",
    "*zq?l*",
    "**kill**",
    "k*l*l*",
    "ph*",
    "zqz?",
]
texts = st.lists(
    st.tuples(
        st.lists(
            st.sampled_from(
                ["grum", "kill", "qz", "ph", "obia", "ing", "é", "ß", "n't", "19", "4.1", "u.s.", "x", "zq"]
            ),
            min_size=1,
            max_size=3,
        ).map("".join),
        st.sampled_from([" ", " ", ", ", ". ", "-", "\n\n", " “", "” ", "'s "]),
    ).map("".join),
    max_size=25,
).map("".join)
START = "The of and to in is that it was the of. "
"""English enough for any text that begins with it."""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "mood.txt") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def counts(counter: CounterInMode, text: str) -> dict[str, float]:
    """The counts of the list, all voices together, by what is left of the columns' names."""
    row = counter.measure(articles_of([text])).features.to_pylist()[0]
    (own,) = counter.instruments.own
    found: dict[str, float] = {}
    for name, value in row.items():
        if name.startswith(f"{own.name}.") and name.rpartition(".")[2] in VOICES:
            stem = name.removeprefix(f"{own.name}.").rpartition(".")[0]
            found[stem] = found.get(stem, 0.0) + value
    return found


@pytest.fixture(scope="module")
def wild(
    both_counters: tuple[CounterInMode, CounterInMode], tmp_path_factory: pytest.TempPathFactory
) -> tuple[CounterInMode, CounterInMode]:
    """Both counters with PATTERNS, a category each, and some phrases."""
    path = tmp_path_factory.mktemp("lists") / "mood.csv"
    rows = [f"{pattern},w{number}\n" for number, pattern in enumerate(PATTERNS)]
    phrases = ["kill* war,a\n", "kill? *,b\n", "x * war,c\n", "* war,e\n"]
    path.write_text("".join(["term,category\n", *rows, *phrases]), encoding="utf-8")
    python, code = both_counters
    return python.with_lists(path), code.with_lists(path)


@settings(deadline=None)
@given(texts)
def test_a_wildcard_counts_what_a_regular_expression_counts_in_the_same_tokens(
    wild: tuple[CounterInMode, CounterInMode], drawn: str
) -> None:
    python, code = wild
    found, forms = counts(code, START + drawn), code.read(START + drawn).forms

    for number, pattern in enumerate(PATTERNS):
        fits = re.compile(translate(pattern.casefold())).match
        assert found[f"w{number}"] == sum(fits(form) is not None for form in forms), pattern
    assert_same(python, code, articles_of([START + drawn], titles=[drawn[:80]]))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["kill", "kills", "killqz", "zqkill", "qzqz", "x", "war"]), min_size=1, max_size=20))
def test_wildcards_inside_phrases_fit_known_and_unknown_words(
    wild: tuple[CounterInMode, CounterInMode], drawn: list[str]
) -> None:
    python, code = wild
    said = " ".join(drawn)
    found = counts(code, f"{START}The {said}")

    assert found["a"] == len(re.findall(r"\bkill\S* war\b", said))
    assert found["b"] == len(re.findall(r"\bkill\w(?= )", said))
    assert found["c"] == len(re.findall(r"\bx \S+ war\b", said))
    assert found["e"] == drawn.count("war")  # there is a word before each
    assert_same(python, code, articles_of([START + said]))


def test_each_category_is_matched_by_itself_and_all_of_them_once(counter: CounterInMode, write: Write) -> None:
    path = write("%\n1\tharm\n2\tend\n%\nkill*\t1\nkilling\t2\nkilling time\t2\ntime\t1\n", "mood.dic")
    text = "It was the killing of time in the end, and they were killing time."
    found = counts(counter.with_lists(path), text)

    assert found == {"harm": 4.0, "end": 2.0, "all": 3.0}
    hits = [(hit["category"], hit["term"]) for hit in hits_of(counter.with_lists(path), text, "mood")]
    assert hits == [
        ("end", "killing"),
        ("harm", "kill*"),
        ("harm", "time"),
        ("harm", "kill*"),
        ("end", "killing time"),
        ("harm", "time"),
    ]


def test_a_category_called_all_counts_once_and_stands_alone(counter: CounterInMode, write: Write) -> None:
    path = write(f"{HEAD}term\tcategory\ngrim*\tall\n", "mood.tsv")
    features = counter.with_lists(path).measure(articles_of(["The town was grim. It was a grim day."])).features
    assert features["mood.all.own"].to_pylist() == [2.0]
    path = write(f"{HEAD}term\tcategory\ngrim*\tall\nbright\tgood\n", "mood.tsv")
    with pytest.raises(UsageError, match="no category may be called 'all' beside others"):
        counter.with_lists(path)


def test_the_plain_term_and_the_closer_wildcard_come_first(counter: CounterInMode, write: Write) -> None:
    path = write("k*,-1\nkill*,-3\nkilling,-5\nqz*,1\nqzo*,2\n", "mood.csv")
    text = "The killing of the killers is that. The kin of a qzopf and a qzapf is in it."
    hits = hits_of(counter.with_lists(path), text, "mood")

    assert [(hit["term"], hit["weight"]) for hit in hits] == [
        ("killing", -5.0), ("kill*", -3.0), ("k*", -1.0), ("qzo*", 2.0), ("qz*", 1.0),
    ]  # fmt: skip


def test_no_match_begins_after_a_bound_prefix(counter: CounterInMode, write: Write) -> None:
    text = "The anti-qzist and the qzist-led of the anti-killer and the killer-led is in it."
    assert counts(counter.with_lists(write("qz*\nkill*\n", "mood.txt")), text) == {"mood": 2.0}


def test_scores_are_added_up_by_voice_and_may_be_below_nought(counter: CounterInMode, write: Write) -> None:
    path = write("word;score\nvile;-2,5\nsplendid;3\nnot splendid;-1\n", "mood.csv")
    text = "The plan is vile and vile and splendid. “It is not splendid,” said the mayor of the town."
    row = counter.with_lists(path).measure(articles_of([text])).features.to_pylist()[0]

    assert (row["mood.mood.own"], row["mood.mood.scores.own"]) == (3.0, -2.0)
    assert (row["mood.mood.quoted"], row["mood.mood.scores.quoted"]) == (1.0, -1.0)


def test_the_mean_score_is_a_ratio_of_sums(write: Write) -> None:
    options = MeasureOptions((str(write("word,score\nvile,-2\nsplendid,3\n", "mood.csv")),))
    features = {feature.name: feature for feature in catalogue(options) if feature.family == "mood"}
    mean = features["mood.mean"]
    sums = {"mood.mood.scores.own": np.array([-6.0, 4.0, 0.0]), "mood.mood.own": np.array([4.0, 2.0, 0.0])}

    np.testing.assert_array_equal(mean.estimate(sums), [-1.5, 2.0, np.nan])
    assert (mean.kind, mean.pooling, mean.low, mean.high, mean.primary) == ("score", "ratio of sums", -2.0, 3.0, True)
    assert not features["mood.all"].primary


def test_several_columns_of_scores_have_a_mean_each(write: Write) -> None:
    path = write("word,valence,arousal\nvile,-2,1\nsplendid,3,0.5\n", "mood.csv")
    names = [feature.name for feature in catalogue(MeasureOptions((str(path),))) if feature.family == "mood"]

    assert names == ["mood.valence.mean", "mood.arousal.mean", "mood.all", "mood.valence", "mood.arousal"]


@pytest.mark.parametrize(
    ("term", "why"),
    [
        (":-(", "no letters or digits"),
        ("*", "no letters or digits"),
        ("c++", "'+' cannot be part of a word"),
        ("and/or", "'/' cannot be part"),
        ("miller's", '"\'s" cannot be part'),
        ("strike!", "'!' cannot be part"),
        ("* * dread", "more than one *"),
    ],
)
def test_what_can_never_match_is_left_out_of_lists_of_others_and_refused_in_ours(
    write: Write, term: str, why: str
) -> None:
    (lexicon,) = load_instruments(MeasureOptions((str(write(f"glee\n{term}\n", "moods.txt")),))).own
    assert [entry.term for entry in lexicon.entries] == ["glee"]
    ((line, said, kind, what),) = lexicon.remarks
    assert (line, said, kind) == (2, term, "left out")
    assert why in what
    with pytest.raises(UsageError, match="can never match") as caught:
        load_instruments(MeasureOptions((str(write(f"{HEAD}term\nglee\n{term}\n", "mood.tsv")),)))
    assert str(caught.value).startswith(f"{write('', 'x').parent / 'mood.tsv'}:8: ")


def test_duplicates_and_conflicts_are_told_and_the_first_counts(write: Write) -> None:
    text = "word,score\nglee,2\nGlee,2\ngrim-faced,-1\ngrim faced,-2\nnew_moon,1\n"
    instruments = load_instruments(MeasureOptions((str(write(text, "mood.csv")),)))
    (lexicon,) = instruments.own

    assert [(entry.term, entry.weight) for entry in lexicon.entries] == [
        ("glee", 2.0),
        ("grim-faced", -1.0),
        ("new moon", 1.0),
    ]
    assert [(remark.line, remark.kind) for remark in lexicon.remarks] == [
        (6, "read otherwise"),
        (3, "duplicate"),
        (5, "conflict"),
    ]
    (note,) = instruments.notes
    assert note.startswith("word list mood: 1 read otherwise, 1 conflict; masthead lexicons import ")


LISTS = {
    "mood.dic": "%\n1\tharm\n2\tend\n%\nkill*\t1\t2\nkilling time\t2\n* dread\t1\nnew_moon\t2\n",
    "mood.csv": "word,valence,arousal\nkill*,-2.25,1\nsplendid,3,0.1\n",
    "mood.txt": "kill*\nqz?\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_written_as_ours_counts_the_same(counter: CounterInMode, write: Write, name: str) -> None:
    path = write(LISTS[name], name)
    text = "The killing of the splendid qzo is killing time in the dread of a new moon, and it was dread."
    first = counter.with_lists(path)
    ours = write("".join(lines_of(first.instruments.own[0])), "mood.tsv")
    second = counter.with_lists(ours)

    assert second.instruments.own[0].layout == "masthead"
    assert (
        first.measure(articles_of([text])).features.to_pylist()
        == second.measure(articles_of([text])).features.to_pylist()
    )
    titles: list[Any] = [[feature.name for feature in catalogue(MeasureOptions((str(each),)))] for each in (path, ours)]
    assert titles[0] == titles[1]


def test_wildcards_in_a_list_of_ours_keep_its_scope(counter: CounterInMode, write: Write) -> None:
    path = write(f"{HEAD}term\tcategory\nkill*\tharm\nkilling spree\tspree\n", "mood.tsv")
    assert counts(counter.with_lists(path), "It is the killing spree and the kill of the day in it.") == {
        "harm": 1.0,
        "spree": 1.0,
    }
