"""The suite of measured validity, on annotations of our own whose figures are worked out by hand."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from sklearn.metrics import f1_score, roc_auc_score

from masthead.errors import UnreadableInput, UsageError
from masthead.evaluation.options import RunOptions
from masthead.evaluation.validity import (
    FIELDS,
    Document,
    Found,
    GoldSpan,
    Sentence,
    Suite,
    load_suite,
    read_gold,
    run_suite,
    samples,
)
from masthead.evaluation.validity.checks import FAMILY as CHECKLIST
from masthead.evaluation.validity.running import AGENCY, FURNITURE, _placed_back
from masthead.evaluation.validity.samples import area, f1, macro_f1_of_two, precision, recall, spearman
from masthead.features import FAMILIES
from masthead.lexicons import BUNDLED
from masthead.storage import bundled

if TYPE_CHECKING:
    from pathlib import Path

SAID = "The mayor said taxes will rise. It rained. Residents left."
SAID_SENTENCES = (Sentence(0, 31, {}), Sentence(32, 42, {}), Sentence(43, 58, {}))


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite(bundled("benchmarks/validity.toml"))


def task(suite: Suite, name: str) -> Any:
    return next(task for task in suite.tasks if task.id == name)


def values(suite: Suite, name: str, documents: list[Document], hits: list[list[Found]]) -> dict[str, float]:
    made = samples(task(suite, name), documents, hits)
    return {metric: float(sample.value(np.ones((1, sample.groups)))[0]) for metric, sample in made.items()}


def hit(start: int, end: int, category: str, weight: float = 0.0, voice: str = "own") -> Found:
    return Found(start, end, category, voice, weight)


@pytest.fixture
def reported() -> Document:
    """Two annotators' spans: a cue and its content in the first sentence, a cue in the third."""
    spans = (
        GoldSpan("source", ((0, 9),)),
        GoldSpan("cue", ((10, 14),)),
        GoldSpan("content", ((15, 30),)),
        GoldSpan("cue", ((53, 57),)),
    )
    return Document("a", "Daily", SAID, SAID_SENTENCES, spans)


def test_a_sentence_is_attributed_where_a_cue_content_or_quote_touches_it(suite: Suite, reported: Document) -> None:
    hits = [hit(10, 14, "cue"), hit(35, 41, "quote"), hit(43, 52, "source")]
    found = values(suite, "attribution.polnear.sentence", [reported], [hits])
    # ours: yes yes no; theirs: yes no yes. Marked: 1 right of 2 and 2. Unmarked: 0 right of 1 and 1.
    assert found == {"macro_f1": pytest.approx((0.5 + 0.0) / 2), "precision": 0.5, "recall": 0.5}


def test_articles_are_compared_by_their_share_of_attributed_sentences(suite: Suite, reported: Document) -> None:
    plain = Document("b", "Daily", SAID, SAID_SENTENCES, (GoldSpan("cue", ((10, 14),)),))
    none = Document("c", "Daily", SAID, SAID_SENTENCES, ())
    empty = Document("d", "Daily", "", (), ())
    hits = [[hit(10, 14, "cue")], [hit(10, 14, "cue")], [hit(0, 58, "content")], []]
    found = values(suite, "attribution.polnear.article", [reported, plain, none, empty], hits)
    # ours 1/3, 1/3, 1; theirs 2/3, 1/3, 0. Ranks 1.5, 1.5, 3 against 3, 2, 1.
    assert found["mae"] == pytest.approx((1 / 3 + 0 + 1) / 3)
    assert found["spearman"] == pytest.approx(-0.8660254)
    assert samples(task(suite, "attribution.polnear.article"), [reported, empty], [[], []])["mae"].n == 1


def test_characters_count_once_however_many_spans_hold_them(suite: Suite, reported: Document) -> None:
    hits = [hit(15, 20, "content"), hit(18, 25, "quote"), hit(32, 37, "quote"), hit(0, 58, "cue")]
    found = values(suite, "attribution.polnear.character", [reported], [hits])
    assert found == {"precision": pytest.approx(10 / 15), "recall": pytest.approx(10 / 15), "f1": pytest.approx(2 / 3)}


def test_spans_agree_where_they_overlap_and_pieces_are_one_span(suite: Suite) -> None:
    gold = (GoldSpan("cue", ((0, 3), (10, 14))), GoldSpan("cue", ((33, 35),)), GoldSpan("source", ((43, 52),)))
    document = Document("a", None, SAID, SAID_SENTENCES, gold)
    hits = [hit(12, 20, "cue"), hit(12, 20, "cue"), hit(2, 4, "cue"), hit(35, 40, "cue"), hit(43, 52, "cue")]
    found = values(suite, "attribution.polnear.cue", [document], [hits])
    # Four different hits, two right; two annotated cues, one found: touching is not overlapping.
    assert found == {"precision": 0.5, "recall": 0.5, "f1": 0.5}


def test_extents_are_of_one_attribution_and_end_where_the_annotation_does(suite: Suite) -> None:
    """The content's quotation is one with it, punctuation at the ends counts for nothing, and a gap parts stretches."""
    text = "“It fell,” Roth said. “Today.” Orr said the dam held, “they say”."
    content = GoldSpan("content", ((0, 10), (22, 30)))
    gold = Document("a", "Daily", text, (), (content, GoldSpan("content", ((40, 64),))))

    def found(*places: tuple[int, int, int | None]) -> float:
        ours = [Found(start, end, "content", None, 0.0, group=group) for start, end, group in places]
        return values(suite, "attribution.polnear.content_extent", [gold], [ours])["recall"]

    assert found((1, 8, 0), (22, 30, 0), (40, 52, 1), (54, 64, 1)) == 1
    assert found((1, 8, 0), (22, 30, None), (40, 52, 1)) == 0  # neither all of one nor of the other
    assert found((1, 8, 0), (22, 30, 0), (36, 64, 1)) == 0.5
    assert found((0, 10, 0), (22, 30, 0), (40, 64, 0)) == 0


def test_conditionals_boosters_and_approximators_are_no_hedges(suite: Suite) -> None:
    spans = (GoldSpan("speculation_modal_probable", ((0, 3),)), GoldSpan("speculation_hypo_condition", ((32, 34),)))
    document = Document("a", None, SAID, SAID_SENTENCES, spans)
    hits = [hit(0, 3, "epistemic"), hit(32, 34, "conditional"), hit(35, 36, "booster"), hit(43, 50, "doxastic")]
    found = values(suite, "hedging.hedge_news.sentence", [document], [hits])
    assert found == {"precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3)}


def flagged(marks: str, flag: str = "loaded_or_name_calling") -> Document:
    """Sentences of ten characters each: + marked, - unmarked, ? undecided."""
    values = [{"+": True, "-": False, "?": None}[mark] for mark in marks]
    sentences = tuple(Sentence(10 * n, 10 * n + 10, {flag: value}) for n, value in enumerate(values))
    return Document("a", None, "x" * 10 * len(marks), sentences)


def test_loaded_sentences_rank_by_the_sum_of_weights_and_are_flagged_by_one_strong_term(suite: Suite) -> None:
    document = flagged("++--?")
    light = np.float32(0.4).item()
    hits = [hit(1, 2, "label", 0.5), hit(3, 4, "label", light), hit(12, 13, "label", 0.4), hit(22, 23, "label", 0.4)]
    hits += [hit(45, 46, "label", 1.0), hit(34, 35, "scare_quote", 0.0)]
    found = values(suite, "loaded.ptc.sentence", [document], [hits])
    # Scores .9 and .4 against .4 and 0: of four pairs three are won and one is tied. One of two is flagged.
    assert found == {"auc": pytest.approx(3.5 / 4), "f1": pytest.approx(2 / 3)}
    assert samples(task(suite, "loaded.ptc.sentence"), [document], [hits])["auc"].n == 4


def test_on_basil_only_terms_in_the_outlet_s_own_voice_count(suite: Suite) -> None:
    document = flagged("+--", "lexical_bias_own_voice")
    hits = [hit(1, 2, "label", 0.6), hit(12, 13, "label", 0.9, "quoted"), hit(22, 23, "label", 0.9, "attributed")]
    assert values(suite, "loaded.basil.sentence", [document], [hits]) == {"auc": 1.0, "f1": 1.0}


def test_the_weight_of_a_word_is_ranked_against_its_rating(suite: Suite) -> None:
    words = [Document(word, None, word, rating=rating) for word, rating in (("a", 0.1), ("b", 0.5), ("c", 0.9))]
    hits = [[], [hit(0, 1, "label", 0.3), hit(0, 1, "emotive", 0.8)], [hit(0, 1, "label", 0.5)]]
    assert values(suite, "loaded.babe_words.word", words, hits) == {"spearman": pytest.approx(0.5)}


def test_the_figures_equal_scikit_learn_s() -> None:
    random = np.random.default_rng(5)
    gold, ours, scores = random.integers(0, 2, 300), random.integers(0, 2, 300), random.integers(0, 6, 300) / 10
    right = float((gold & ours).sum())
    sums = np.array([right, ours.sum(), right, gold.sum(), 300.0])
    assert f1(sums) == pytest.approx(f1_score(gold, ours), abs=1e-12)
    assert macro_f1_of_two(sums) == pytest.approx(f1_score(gold, ours, average="macro"), abs=1e-12)
    levels = np.array([[((gold == side) & (scores == level)).sum() for level in np.unique(scores)] for side in (0, 1)])
    assert area(levels.astype(float)) == pytest.approx(roc_auc_score(gold, scores), abs=1e-12)


def test_nothing_to_find_has_no_figure_and_nothing_found_is_zero() -> None:
    none_there, none_found = np.array([0.0, 2, 0, 0]), np.array([0.0, 0, 0, 2])
    assert np.isnan([recall(none_there), f1(none_there), precision(none_found)]).all()
    assert (precision(none_there), recall(none_found), f1(none_found)) == (0.0, 0.0, 0.0)


def test_an_interval_draws_groups_and_needs_ten_of_them() -> None:
    numbers = [float(n) for n in range(40)]
    noisy = [n + 15 * (n % 2) for n in numbers]
    paired = spearman([str(n // 2) for n in range(40)], numbers, noisy)
    first, again = paired.estimate(1, "x", 200), paired.estimate(1, "x", 200)
    assert first == again != paired.estimate(2, "x", 200)
    assert first.low is not None
    assert first.value is not None
    assert first.high is not None
    assert first.low < first.value < first.high
    few = spearman([str(n // 5) for n in range(40)], numbers, noisy).estimate(1, "x")
    assert few[1:] == (None, None, "too few groups for an interval (8 < 10)")
    constant = spearman(["a", "b"], [0.0, 0.0], [1.0, 2.0]).estimate(1, "x")
    assert constant == (None, None, None, "no value: one side has nothing to compare")


def write(path: Path, *rows: dict[str, Any] | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
    return path


def test_gold_is_read_with_the_pieces_of_a_span_together(tmp_path: Path) -> None:
    spans = [
        {"start": 0, "end": 3, "type": "cue", "span_id": "T1"},
        {"start": 4, "end": 9, "type": "source", "text": "mayor"},
        {"start": 10, "end": 14, "type": "cue", "span_id": "T1"},
    ]
    article = {"doc_id": "1", "group_id": "g", "outlet": "Daily", "text": SAID, "spans": spans, "meta": {"wire": None}}
    article["sentences"] = [{"start": 0, "end": 31, "id": "s"}]
    sentence = {
        "doc_id": "2",
        "group_id": "h",
        "unit": "sentence",
        "text": "It rained.",
        "labels": {"biased_sg2": None},
    }
    first, second = read_gold(write(tmp_path / "x.jsonl.gz", article, "", sentence))
    assert (first.group, first.outlet, first.sentences[0].end) == ("g", "Daily", 31)
    assert first.spans == (GoldSpan("cue", ((0, 3), (10, 14))), GoldSpan("source", ((4, 9),)))
    assert second.sentences == (Sentence(0, 10, {"biased_sg2": None}),)


def test_words_that_few_saw_are_left_out(suite: Suite, tmp_path: Path) -> None:
    path = write(
        tmp_path / "w.csv.gz", "word,annotator_exposures,annotator_marks,mark_rate", "of,9,1,0.1", "mob,10,5,0.5"
    )
    [word] = read_gold(path, task(suite, "loaded.babe_words.word").gold)
    assert (word.text, word.rating) == ("mob", 0.5)


@pytest.mark.parametrize(
    ("name", "lines", "where"),
    [
        ("x.jsonl.gz", ['{"doc_id":"1","group_id":"g","text":"x"}', '{"doc_id":'], "x.jsonl.gz:2"),
        ("x.jsonl.gz", ['{"doc_id":"1","group_id":"g","text":7}'], "x.jsonl.gz:1"),
        ("x.jsonl.gz", ['{"doc_id":"1","group_id":"g","text":"x","sentences":[{"start":0}]}'], "x.jsonl.gz:1"),
        ("w.csv.gz", ["word,mark_rate", "mob,0.5"], "w.csv.gz:2"),
        ("w.csv.gz", ["word,annotator_exposures,mark_rate", "mob,ten,0.5"], "w.csv.gz:2"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, name: str, lines: list[str], where: str) -> None:
    with pytest.raises(UnreadableInput) as error:
        read_gold(write(tmp_path / name, *lines))
    assert str(error.value.where).endswith(where)
    assert error.value.fix


def test_a_file_that_is_not_gzip_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl.gz").write_text("{}", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="the annotated corpus cannot be read"):
        read_gold(tmp_path / "x.jsonl.gz")


def test_the_shipped_declaration_names_what_exists(suite: Suite) -> None:
    assert [task.id for task in suite.tasks] == [f"{t.instrument}.{t.corpus}.{t.id.split('.')[2]}" for t in suite.tasks]
    assert {task.hits.family for task in suite.tasks} <= {*FAMILIES, AGENCY, FURNITURE, CHECKLIST, "events", "genre"}
    assert {task.lexicon for task in suite.tasks} <= {*BUNDLED, ""}
    assert {task.corpus for task in suite.tasks} == {corpus.name for corpus in suite.corpora}
    assert all(corpus.license and corpus.citation and corpus.limits for corpus in suite.corpora)


DECLARED = """
version = "1"
title = "a small suite"
[[corpora]]
name = "tiny"
title = "t"
file = "gold/tiny.jsonl.gz"
citation = "c"
license = "l"
[[tasks]]
id = "hedging.tiny.sentence"
instrument = "hedging"
lexicon = "hedging"
corpus = "tiny"
unit = "sentence"
about = "a"
hits = { family = "hedging", categories = ["epistemic", "doxastic", "investigation"] }
gold = { spans = ["hedge"] }
metrics = [{ name = "f1", naive = 0.5, naive_source = "s" }]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('about = "a"', 'about = "a"\ncolour = "red"', "unknown field `colour`"),
        ('name = "f1"', 'name = "f2"', "Invalid enum value 'f2'"),
        ('name = "f1"', 'name = "mae"', "there is no mae of a sentence; known: precision, recall, f1, macro_f1, auc"),
        ('corpus = "tiny"', 'corpus = "tinny"', "no corpus 'tinny' is declared"),
        (', naive_source = "s"', "", "a figure beside f1 has no source"),
        ('spans = ["hedge"]', "", "gold takes either spans or a flag"),
        ('about = "a"', 'about = "a"\nsuperseded_by = "b"', "superseded by 'b', which is not declared"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "suite.toml").write_text(DECLARED.replace(old, new), encoding="utf-8")
    with pytest.raises(UsageError) as error:
        load_suite(tmp_path / "suite.toml")
    assert said in error.value.what
    assert error.value.where == str(tmp_path / "suite.toml")


def test_a_declaration_that_is_no_toml_or_absent_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "suite.toml").write_text("version = ", encoding="utf-8")
    for name, said in (("suite.toml", "the suite is not valid TOML"), ("none.toml", "the suite cannot be read")):
        with pytest.raises(UnreadableInput, match=said):
            load_suite(tmp_path / name)


@pytest.fixture
def tiny(tmp_path: Path) -> Suite:
    (tmp_path / "suite.toml").write_text(DECLARED, encoding="utf-8")
    return load_suite(tmp_path / "suite.toml")


def tiny_row(number: int, outlet: str) -> dict[str, Any]:
    """Two sentences: the first is hedged and annotated, the second neither."""
    text = f"The plan may possibly fail {number} times. The road was closed on Monday."
    cut = text.index(". ") + 1
    return {
        "doc_id": str(number),
        "group_id": f"g{number}",
        "outlet": outlet,
        "text": text,
        "sentences": [{"start": 0, "end": cut}, {"start": cut + 1, "end": len(text)}],
        "spans": [{"start": 9, "end": 12, "type": "hedge"}],
    }


def test_a_suite_is_run_over_all_documents_and_by_outlet(tiny: Suite, tmp_path: Path) -> None:
    rows = [tiny_row(number, "Daily" if number < 10 else "Times") for number in range(12)]
    del rows[11]["spans"]
    write(tmp_path / "gold" / "tiny.jsonl.gz", *rows)
    outcome = run_suite(tiny, tmp_path)
    whole, daily, times = outcome.rows
    assert [set(row) <= set(FIELDS) for row in outcome.rows] == [True] * 3
    assert (whole["outlet"], daily["outlet"], times["outlet"]) == (None, "Daily", "Times")
    # Twelve sentences of 24 are flagged, eleven rightly; Times has one right of two.
    assert whole["value"] == pytest.approx(2 * 11 / (12 + 11))
    assert whole["low"] <= whole["value"] <= whole["high"] == 1.0
    assert (daily["value"], daily["low"], daily["high"]) == (1.0, None, None)
    assert daily["reason"] == "no interval: every resample gives the same figure"
    assert (times["value"], times["low"]) == (pytest.approx(2 / 3), None)
    assert (whole["n"], whole["n_groups"], whole["naive"], whole["naive_source"]) == (24, 12, 0.5, "s")
    assert "naive" not in times
    assert list(outcome.data) == ["gold/tiny.jsonl.gz"]
    assert outcome == run_suite(tiny, tmp_path)


def test_absent_corpora_are_named_and_none_at_all_is_an_error(tiny: Suite, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"none of the annotated corpora is here: gold/tiny\.jsonl\.gz"):
        run_suite(tiny, tmp_path)
    other = msgspec.structs.replace(tiny.corpora[0], name="other", file="gold/other.jsonl.gz")
    second = msgspec.structs.replace(tiny.tasks[0], id="hedging.other.sentence", corpus="other")
    both = msgspec.structs.replace(tiny, corpora=(*tiny.corpora, other), tasks=(*tiny.tasks, second))
    write(tmp_path / "gold" / "tiny.jsonl.gz", tiny_row(1, "Daily"))
    assert run_suite(both, tmp_path).absent == ("other",)
    assert run_suite(both, tmp_path, RunOptions(only=("tiny",))).absent == ()
    with pytest.raises(UsageError, match=r"no task, instrument or corpus is called 'tinny'. Did you mean 'tiny'\?"):
        run_suite(both, tmp_path, RunOptions(only=("tinny",)))


def test_agency_copy_is_a_flag_of_the_document(suite: Suite, tmp_path: Path) -> None:
    """Three articles: one credited to an agency and flagged so, one credited and not flagged, one flagged alone."""
    facts = [("(AP) — ", "AP"), ("(AP) — ", None), ("", "AFP"), ("", None)]
    rows = [
        {"doc_id": str(n), "group_id": str(n), "outlet": "Daily", "meta": {"wire": wire, "author": None}}
        | {"text": f"FERRIN {credit}The mayor said on Monday that the bridge would be rebuilt by the end of May."}
        for n, (credit, wire) in enumerate(facts)
    ]
    write(tmp_path / "gold" / "polnear.jsonl.gz", *rows)
    found = run_suite(suite, tmp_path, RunOptions(only=("wire",), draws=10)).rows
    assert [(row["metric"], row["value"], row["n"]) for row in found if row["outlet"] is None] == [
        ("precision", 0.5, 4),
        ("recall", 0.5, 4),
    ]


def test_a_superseded_task_is_not_run(tiny: Suite, tmp_path: Path) -> None:
    old = msgspec.structs.replace(tiny.tasks[0], superseded_by="hedging.tiny.sentence.2")
    new = msgspec.structs.replace(tiny.tasks[0], id="hedging.tiny.sentence.2")
    write(tmp_path / "gold" / "tiny.jsonl.gz", tiny_row(1, "Daily"))
    outcome = run_suite(msgspec.structs.replace(tiny, tasks=(old, new)), tmp_path)
    assert {row["task"] for row in outcome.rows} == {"hedging.tiny.sentence.2"}


def test_the_committed_figures_are_what_the_instruments_give(suite: Suite, research_data: Path) -> None:
    name = "hedge_news"
    if not (research_data / suite.corpus(task(suite, f"hedging.{name}.sentence")).file).is_file():
        pytest.skip(f"{name} is not in {research_data}")
    committed = json.loads(bundled("benchmarks/results/validity.json").read_bytes())["rows"]
    fresh = run_suite(suite, research_data, RunOptions(only=(name,))).rows
    assert fresh
    assert [row for row in committed if row["corpus"] == name] == [
        {field: row.get(field) for field in FIELDS} for row in fresh
    ], "run `masthead bench run validity -o benchmarks/results/validity.json` again"


def test_a_sentence_is_furniture_where_half_of_it_is_marked(suite: Suite) -> None:
    flags = [{"furniture": True}, {"furniture": True}, {"furniture": False}, {"furniture": False}]
    sentences = tuple(Sentence(10 * i, 10 * i + 10, flag) for i, flag in enumerate(flags))
    document = Document("g", "Harrow Post", "x" * 40, sentences)
    found = values(suite, "furniture.newsdiscourse.sentence", [document], [[hit(0, 15, "title"), hit(16, 24, "tags")]])
    assert found == {"recall": 1.0, "precision": 1.0, "false_alarms": 0.0}
    found = values(suite, "furniture.newsdiscourse.sentence", [document], [[hit(6, 10, "title"), hit(25, 40, "tags")]])
    assert found == {"recall": 0.0, "precision": 0.0, "false_alarms": 1.0}


def test_furniture_is_placed_back_in_a_text_that_reading_mended() -> None:
    spans = [{"start": 5, "end": 12, "kind": "credit"}]
    assert list(_placed_back("Â\xa0so. Getty X", "\xa0so. Getty X", spans)) == [(6, 13, "credit")]
