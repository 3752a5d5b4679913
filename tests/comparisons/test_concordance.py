"""A word in context: which uses, whose, how often and how evenly, near which words."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import masthead
from masthead import ConcordanceOptions, How, ReadOptions
from masthead.errors import UsageError
from masthead.native import machine
from masthead.schema import COLLOCATES, CONCORDANCE, USES

DEMO = Path(__file__).parents[2] / "corpora" / "demo"
REGIME = (
    "The brutal regime fell. The brutal regime lied. The brutal regime fled. A brutal winter came. The people waited."
)
SPEECH = (
    "“The regime will fall soon,” said Ada Roth. Officials said that the regime had lost the north. "
    "The Regime's soldiers left the town on Monday, and nobody saw them leave."
)
PLAIN = "Nobody was seen in the streets of the town, and the shops were closed for the whole of the week."


def articles(*texts: tuple[str, str], **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"a{n}", "outlet": outlet, "text": text, **more} for n, (outlet, text) in enumerate(texts)]


def found(word: str, *texts: tuple[str, str], **options: Any) -> Any:
    return masthead.concordance(articles(*texts), word, ConcordanceOptions(**options))


def matches(result: Any) -> list[str]:
    return result.table["match"].to_pylist()


def test_a_use_stands_between_what_is_before_and_after_it() -> None:
    result = found("winter", ("A", REGIME))
    [row] = result.table.to_pylist()
    assert result.table.schema == CONCORDANCE
    assert row == {
        "outlet": "A",
        "article_id": "a0",
        "date": None,
        "voice": "own",
        "start": REGIME.index("winter"),
        "end": REGIME.index("winter") + len("winter"),
        "left": "The brutal regime fell. The brutal regime lied. The brutal regime fled. A brutal ",
        "match": "winter",
        "right": " came. The people waited.",
    }


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("REGIME", ["regime", "regime", "Regime"]),
        ("regime*", ["regime", "regime", "Regime"]),
        ("l?ave", ["leave"]),
        ("the regime", ["The regime", "the regime", "The Regime"]),
        ("the * soldiers", ["The Regime's soldiers"]),
        ("l*t", ["lost", "left"]),
        ("fall soon", ["fall soon"]),
        ("soon said", []),
    ],
)
def test_a_word_a_phrase_or_a_pattern_matches_as_a_term_of_a_word_list_does(word: str, expected: list[str]) -> None:
    assert matches(found(word, ("A", SPEECH), voice="all")) == expected


@pytest.mark.parametrize(
    ("voice", "expected"),
    [
        ("own", ["Regime"]),
        ("attributed", ["regime"]),
        ("quoted", ["regime"]),
        ("all", ["regime", "regime", "Regime"]),
    ],
)
def test_uses_are_told_apart_by_whose_words_they_are(voice: str, expected: list[str]) -> None:
    result = found("regime", ("A", SPEECH), voice=voice)
    assert matches(result) == expected
    row = result.uses.to_pylist()[0]
    assert (row["uses_own"], row["uses_attributed"], row["uses_quoted"]) == (1, 1, 1)
    assert row["uses"] == len(expected)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("kill(ed|ing)", "'(|)' cannot be part of a word"),
        ("*", "it has no letters or digits"),
        ("  ", "there is no word to look for"),
        ("...", "it has no letters or digits"),
    ],
)
def test_what_can_never_match_is_refused(word: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        found(word, ("A", SPEECH))
    assert said in str(caught.value)
    assert "* stands for any letters of a word" in str(caught.value)


def test_counts_are_those_of_a_word_list_with_the_term(tmp_path: Path) -> None:
    path = tmp_path / "govern.tsv"
    header = "".join(f"# {key}: {value}\n" for key, value in (("name", "gov"), ("version", "1"), ("license", "own")))
    path.write_text(f"{header}# source: me\n# citation: none\nterm\tcategory\ngovern*\tall\n", encoding="utf-8")
    how = How(measure=masthead.MeasureOptions(lexicons=(str(path),)))
    features = masthead.open_corpus(DEMO, how, keep_wire=False).features
    profiles = [row for row in masthead.profile(DEMO, how).table.to_pylist() if row["feature"] == "gov.all"]
    result = masthead.concordance(DEMO, "govern*")
    rows = result.uses.to_pylist()
    assert result.uses.schema == USES
    for voice in ("own", "attributed", "quoted"):
        assert rows[-1][f"uses_{voice}"] == sum(features[f"gov.all.{voice}"].to_pylist())
    assert [row["rate"] for row in rows[:-1]] == pytest.approx([row["estimate"] for row in profiles])
    assert [(row["low"], row["high"]) for row in rows[:-1]] == [(row["low"], row["high"]) for row in profiles]
    assert sum(n for _, n in result.forms) == rows[-1]["uses"] == 44


def test_the_last_row_is_of_all_outlets_together() -> None:
    texts = [("A", "The regime fell on the town. It was over."), ("B", f"The regime lost. {PLAIN}"), ("B", PLAIN)]
    one, two, both = found("regime", *texts).uses.to_pylist()
    assert [row["outlet"] for row in (one, two, both)] == ["A", "B", None]
    assert (one["words"], two["words"], both["words"]) == (9, 43, 52)
    assert (both["n_articles"], both["n_articles_using"], both["uses"]) == (3, 2, 2)
    assert both["rate"] == pytest.approx(1000 * 2 / 52)
    assert two["dp"] == pytest.approx(20 / 43)  # one use, in an article of 23 of 43 words
    assert two["dp_norm"] == pytest.approx(20 / 23)  # the most is a use in the article of 20 words
    assert both["dp"] == pytest.approx((1 / 2 - 9 / 52 + 1 / 2 - 23 / 52 + 20 / 52) / 2)
    assert both["dp_outlets"] == pytest.approx(1 / 2 - 9 / 52)
    assert both["dp_outlets_norm"] == pytest.approx((1 / 2 - 9 / 52) / (1 - 9 / 52))
    assert (one["dp"], one["low"], one["reason"]) == (None, None, "too few clusters (1 < 10)")


def test_collocates_of_an_example_worked_by_hand() -> None:
    # 16 words but for the uses; 6 of them stand next to one: brutal three times, fell, lied and fled.
    result = found("regime", ("A", REGIME), window=1)
    [row] = result.collocates.to_pylist()
    assert result.collocates.schema == COLLOCATES
    assert (row["word"], row["near"], row["uses"], row["expected"]) == ("brutal", 3, 4, pytest.approx(6 * 4 / 16))
    assert row["log_dice"] == pytest.approx(14 + math.log2(2 * 3 / (3 + 4)))
    cells = [(3, 6 * 4 / 16), (1, 10 * 4 / 16), (3, 6 * 12 / 16), (9, 10 * 12 / 16)]
    assert row["g2"] == pytest.approx(2 * sum(seen * math.log(seen / expected) for seen, expected in cells))


def test_a_word_near_two_uses_counts_once_and_none_over_the_end_of_a_sentence() -> None:
    text = "The regime hates the regime. The regime hates the regime. The regime hates the regime. Cats sleep."
    rows = {row["word"]: row for row in found("regime", ("A", text), window=2).collocates.to_pylist()}
    assert (rows["hates"]["near"], rows["hates"]["uses"]) == (3, 3)
    assert rows["hates"]["log_dice"] == pytest.approx(14 + math.log2(2 * 3 / (6 + 3)))
    assert "cats" not in rows


def test_collocates_are_words_of_the_voice_asked_for() -> None:
    text = "The old regime fell. “The new regime is the new hope,” said Ada Roth. "
    assert [row["word"] for row in found("regime", ("A", text * 3), window=1).collocates.to_pylist()] == ["fell", "old"]
    quoted = found("regime", ("A", text * 3), window=1, voice="quoted")
    assert [row["word"] for row in quoted.collocates.to_pylist()] == ["is", "new"]


def test_lines_are_drawn_by_seed_article_and_place_alone() -> None:
    texts = [("AB"[n % 2], f"Number {n} is a day on which the regime stood and the regime fell.") for n in range(40)]
    how = How(read=ReadOptions(exclude_furniture=False))

    def lines(rows: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
        return masthead.concordance(rows, "regime", ConcordanceOptions(**options), how).table.to_pylist()

    every, drawn = lines(articles(*texts), lines=None), lines(articles(*texts), lines=7)
    assert (len(every), len(drawn)) == (80, 7)
    assert all(row in every for row in drawn)
    turned = lines(articles(*texts)[::-1], lines=7)
    assert sorted(row["article_id"] for row in turned) == sorted(row["article_id"] for row in drawn)
    assert lines(articles(*texts), lines=7, seed=1) != drawn
    assert lines(articles(*texts), lines=0) == []
    keys = [(row["outlet"], int(row["article_id"][1:]), row["start"]) for row in every]
    assert keys == sorted(keys)


def test_only_the_outlets_asked_for_are_looked_through() -> None:
    result = found("regime", ("A", SPEECH), ("B", SPEECH + PLAIN), outlets=("B",))
    assert result.table["outlet"].to_pylist() == ["B"]
    assert result.uses["outlet"].to_pylist() == ["B", None]
    with pytest.raises(UsageError, match=r"There is no outlet 'Ba'"):
        found("regime", ("A", SPEECH), ("B", SPEECH + PLAIN), outlets=("Ba",))
    with pytest.raises(UsageError, match="no article of B counts"):
        found("regime", ("A", SPEECH), ("B", SPEECH), outlets=("B",))


def test_a_word_that_nobody_uses_gives_tables_without_rows_but_counts() -> None:
    result = found("zeppelin", ("A", SPEECH))
    assert (result.table.num_rows, result.collocates.num_rows, result.forms) == (0, 0, ())
    assert result.uses.to_pylist()[-1]["rate"] == 0.0
    assert result.uses.to_pylist()[-1]["dp"] is None


def test_articles_in_another_language_are_told_and_not_looked_through() -> None:
    german = "Das Regime ist gefallen, und die Leute gingen auf die Straße, weil sie nicht mehr warten wollten. " * 5
    result = found("regime", ("A", SPEECH), ("A", german))
    assert result.uses.to_pylist()[0]["n_articles"] == 1
    assert any("1 not in English" in note for note in result.notes)


def test_agency_copy_and_copies_do_not_count_unless_they_are_kept() -> None:
    rows = articles(
        ("A", f"{SPEECH} One."), ("A", f"{SPEECH} Two."), ("B", f"{SPEECH} Three."), ("B", f"{SPEECH} Four.")
    )
    for row, agency, copy in zip(rows, (None, "AP", None, None), ("a3", None, "a0", None), strict=True):
        row |= {"agency": agency, "copy_of": copy}
    table = masthead.read(pa.Table.from_pylist(rows)).articles
    table = table.set_column(table.column_names.index("copy_of"), "copy_of", pa.array(["a3", None, "a0", None]))
    table = table.set_column(table.column_names.index("agency"), "agency", pa.array([None, "AP", None, None]))

    def counted(**keep: bool) -> list[str]:
        result = masthead.concordance(
            table, "regime", how=How(keep_reprints=keep.get("prints", False)), keep_wire=keep.get("wire", False)
        )
        assert sorted(result.table["article_id"].to_pylist()) == sorted(
            masthead.open_corpus(table, How(keep_reprints=keep.get("prints", False)), keep_wire=keep.get("wire", False))
            .table["id"]
            .to_pylist()
        )
        return sorted(result.table["article_id"].to_pylist())

    assert counted() == ["a3"]
    assert counted(wire=True) == ["a0", "a1", "a3"]
    assert counted(prints=True) == ["a2", "a3"]
    assert counted(wire=True, prints=True) == ["a0", "a1", "a2", "a3"]


def test_files_that_pass_once_and_a_measured_corpus_give_the_same() -> None:
    options = ConcordanceOptions(voice="all", lines=5)
    passing = masthead.concordance(DEMO, "govern*", options)
    for source in (masthead.read(DEMO), masthead.measure(DEMO), masthead.open_corpus(DEMO, keep_wire=False)):
        other = masthead.concordance(source, "govern*", options)
        assert (other.table, other.uses, other.collocates) == (passing.table, passing.uses, passing.collocates)
    with pytest.raises(UsageError, match="a FEATURES file holds no words"):
        masthead.concordance(masthead.measure(DEMO).features, "govern*")


def test_articles_of_one_genre() -> None:
    rows = [
        {**row, "genre": genre}
        for row, genre in zip(articles(("A", SPEECH), ("A", SPEECH + PLAIN)), ("news", "opinion"), strict=True)
    ]
    result = masthead.concordance(rows, "regime", how=How(genre="news"))
    assert result.table["article_id"].to_pylist() == ["a0"]
    assert "of genre news: 1 of 2 articles; left out: 1 opinion" in result.notes
    with pytest.raises(UsageError, match="no article is of genre 'letter'"):
        masthead.concordance(rows, "regime", how=How(genre="letter"))


def test_both_modes_find_the_same() -> None:
    options = ConcordanceOptions(voice="all", lines=None)
    how = How(read=ReadOptions(limit=6))
    compiled = masthead.concordance(DEMO, "the", options, how)
    with machine.python_mode():
        plain = masthead.concordance(DEMO, "the", options, how)
    assert (plain.table, plain.uses, plain.collocates) == (compiled.table, compiled.uses, compiled.collocates)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"lines": -1}, "lines is -1"), ({"window": 0}, "window is 0"), ({"voice": "mine"}, "There is no voice 'mine'")],
)
def test_options_out_of_range_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        found("regime", ("A", SPEECH), **changed)
