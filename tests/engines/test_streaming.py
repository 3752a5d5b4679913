"""Parquet out: the same rows as in memory, whole or not at all, one file an input file where a folder is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dying_worker import DIES_ONCE, POISON, begin_poisoned, begin_unreadable
from masthead.engines import MANIFEST, How, Tally, Targets, measure, measure_shards, measure_to, open_corpus, shards
from masthead.engines.counting import Counter, choose_counter
from masthead.engines.stream import run
from masthead.errors import OutputFailed, UnreadableInput, UsageError
from masthead.features import MeasureOptions, load_instruments
from masthead.sources import ReadOptions, read_articles
from masthead.storage import read_manifest, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


TOWNS = ("Ardel", "Brenn", "Corva", "Delm")
TEXT = "It may rain on {town} and the brutal regime is a disgrace, said Karl Voss of {town}. Nobody told {town} why. "


def rows(outlet: str, first: int, n: int, **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{outlet}{k}",
            "outlet": outlet,
            "title": f"Rain on {k}",
            "text": TEXT.format(town=f"{outlet} {TOWNS[k]}") * 3,
            **more,
        }
        for k in range(first, first + n)
    ]


def write(path: Path, found: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.Table.from_pylist(found), path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files of articles."""
    for outlet, n in (("A", 3), ("B", 2), ("C", 4)):
        write(tmp_path / "in" / f"{outlet}.parquet", rows(outlet, 0, n))
    return tmp_path / "in"


def bare(path: Path) -> pa.Table:
    return read_table(path).replace_schema_metadata(None)


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_files_hold_what_is_measured_in_memory(folder: Path, tmp_path: Path, jobs: int) -> None:
    targets = Targets(tmp_path / "f.parquet", tmp_path / "h.parquet")
    outcome = measure_to([folder], targets, How(jobs=jobs, more={"command": "x"}))
    expected = measure(read_articles(folder))
    assert bare(targets.features).equals(expected.features)
    assert targets.hits is not None
    assert bare(targets.hits).equals(expected.hits)
    assert outcome.tally == Tally.of(expected.features, expected.hits)
    assert outcome.tally.articles == {"A": 3, "B": 2, "C": 4}
    manifest = read_manifest(targets.features)
    assert manifest == outcome.manifest
    assert {name: manifest[name] for name in ("kind", "articles", "rejects", "command")} == {
        "kind": "features",
        "articles": 9,
        "rejects": 0,
        "command": "x",
    }
    assert read_manifest(targets.hits) == {**manifest, "kind": "hits"}
    assert manifest == {**open_corpus([folder]).manifest, "command": "x"}


def test_without_hits_only_features_are_written(folder: Path, tmp_path: Path) -> None:
    outcome = measure_to([folder], Targets(tmp_path / "f.parquet", None), How(hits=False))
    assert outcome.tally.hits == {}
    assert bare(tmp_path / "f.parquet").equals(measure(read_articles(folder)).features)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.parquet", "in"]


def test_a_failure_leaves_no_file_and_an_earlier_one_as_it_was(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "f.parquet").write_bytes(b"earlier")
    with pytest.raises(UsageError, match="no article is of genre 'opinion'") as caught:
        measure_to([folder], Targets(tmp_path / "f.parquet", tmp_path / "h.parquet"), How(genre="opinion"))
    assert caught.value.fix is not None
    assert caught.value.fix.startswith("Genres found: unknown.")
    assert (tmp_path / "f.parquet").read_bytes() == b"earlier"
    assert not (tmp_path / "h.parquet").exists()
    with pytest.raises(UsageError, match=r"no genre 'opnion'\. Did you mean 'opinion'\?"):
        measure_to([folder], Targets(tmp_path / "f.parquet", None), How(genre="opnion"))


def test_only_articles_of_a_genre_are_measured(tmp_path: Path) -> None:
    found = [*rows("A", 0, 2, genre="news"), *rows("B", 0, 1, genre="opinion")]
    path = write(tmp_path / "a.parquet", found)
    outcome = measure_to([path], Targets(tmp_path / "f.parquet", None), How(genre="opinion"))
    assert bare(tmp_path / "f.parquet")["id"].to_pylist() == ["B0"]
    assert outcome.manifest["articles"] == 3
    assert outcome.manifest["genre"] == "opinion"
    assert outcome.manifest["genres"] == {"news": 2, "opinion": 1}
    assert outcome.notes[-1] == "of genre opinion: 1 of 3 articles; left out: 2 news"
    assert open_corpus([path], How(genre="opinion")).notes[-1] == outcome.notes[-1]
    assert open_corpus([path], How(genre="opinion")).manifest == outcome.manifest


def test_progress_counts_articles(folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    how = How(progress=lambda *said: seen.append(said))
    measure_to([folder], Targets(tmp_path / "f.parquet", None), how)
    assert seen[-1] == (9, 9)


@pytest.mark.parametrize(("jobs", "ahead"), [(1, 1), (2, 5)])
@pytest.mark.parametrize("compiled", [False, True])
def test_few_batches_are_held_at_a_time(compiled: bool, jobs: int, ahead: int) -> None:
    articles = read_articles(pa.Table.from_pylist(rows("A", 0, 4)))
    taken: list[int] = []

    def batches() -> Iterator[pa.Table]:
        for number in range(20):
            taken.append(number)
            yield articles

    instruments = load_instruments(MeasureOptions())
    counter = Counter(choose_counter(instruments).batches, compiled)
    given = 0
    for given, part in enumerate(run(batches(), How(jobs=jobs, hits=False), counter), 1):
        assert part.features.num_rows == 4
        assert len(taken) <= given - 1 + ahead
    assert given == 20


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_gets_one_file_an_input_file(folder: Path, tmp_path: Path, jobs: int) -> None:
    seen: list[tuple[int, int]] = []
    how = How(jobs=jobs, progress=lambda *said: seen.append(said))
    outcome = measure_shards([folder], tmp_path / "out", tmp_path / "hits", how)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert outcome.tally.articles == {"A": 3, "B": 2, "C": 4}
    for name in ("A.parquet", "B.parquet", "C.parquet"):
        expected = measure(read_articles(folder / name))
        assert bare(tmp_path / "out" / name).equals(expected.features)
        assert bare(tmp_path / "hits" / name).equals(expected.hits)
    corpus = open_corpus([tmp_path / "out"])
    assert corpus.features["id"].to_pylist() == ["A0", "A1", "A2", "B0", "B1", "C0", "C1", "C2", "C3"]
    assert [item["name"] for item in corpus.manifest["inputs"]] == ["A.parquet", "B.parquet", "C.parquet"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_shard_that_fails_loses_nothing_of_the_others(folder: Path, tmp_path: Path, jobs: int) -> None:
    (folder / "B.parquet").write_bytes(b"PAR1 cut off")
    outcome = measure_shards([folder], tmp_path / "out", None, How(jobs=jobs))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["A.parquet", "C.parquet", MANIFEST]
    assert [(reject.reason, reject.origin) for reject in outcome.rejects] == [
        ("file failed", str(folder / "B.parquet"))
    ]
    assert "damaged Parquet" in outcome.rejects[0].detail
    with pytest.raises(UnreadableInput, match="damaged Parquet"):
        measure_shards([folder], tmp_path / "out", None, How(jobs=jobs, read=ReadOptions(strict=True)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_was_broken_off_is_taken_up_where_it_stopped(folder: Path, tmp_path: Path, jobs: int) -> None:
    how = How(jobs=jobs)
    whole = measure_shards([folder], tmp_path / "out", tmp_path / "hits", how)
    kept, lost, other = (tmp_path / "out" / f"{name}.parquet" for name in "ABC")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (kept, lost, other)}
    lost.write_bytes(b"cut off")
    (tmp_path / "hits" / "C.parquet").unlink()
    again = measure_shards([folder], tmp_path / "out", tmp_path / "hits", how)
    assert "1 result is as an earlier run left it, and 2 measured" in again.notes
    assert replace(again, notes=(), details={}) == replace(whole, notes=(), details={})
    assert {path: path.read_bytes() for path in before} == {path: data for path, (data, _) in before.items()}
    assert [path.stat().st_mtime_ns == when for path, (_, when) in before.items()] == [True, False, False]
    write(folder / "A.parquet", rows("A", 1, 3))
    measure_shards([folder], tmp_path / "out", tmp_path / "hits", how)
    assert bare(kept)["id"].to_pylist() == ["A1", "A2", "A3"]
    when = kept.stat().st_mtime_ns
    measure_shards([folder], tmp_path / "out", tmp_path / "hits", How(cache=False))
    assert kept.stat().st_mtime_ns != when


def test_where_every_shard_fails_the_first_failure_is_raised(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.parquet").write_bytes(name.encode())
    with pytest.raises(UnreadableInput, match="damaged Parquet"):
        measure_shards([tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "out", None, How())


def test_an_article_that_kills_its_process_is_a_reject_and_the_others_are_measured(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {name: bare(folder / name) for name in ("A.parquet", "C.parquet")}
    poisoned = [*rows("B", 0, 2), *rows("B", 2, 1, text=f"{TEXT} {POISON}"), *rows("B", 3, 1)]
    write(folder / "B.parquet", poisoned)
    write(folder / "D.parquet", [{**poisoned[2], "id": "D2", "outlet": "D"}])
    monkeypatch.setattr(shards, "own_process", begin_poisoned)
    outcome = measure(folder, How(jobs=2), to=tmp_path / "out", hits_to=tmp_path / "hits")
    assert outcome.tally.articles == {"A": 3, "B": 3, "C": 4}
    said = "measuring it ended the process each time; it may need more memory than there is"
    assert outcome.rejects == (
        ("kills its process", str(folder / "B.parquet"), f"article 3, of id B2: {said}"),
        ("kills its process", str(folder / "D.parquet"), f"article 1, of id D2: {said}"),
    )
    assert bare(tmp_path / "out" / "B.parquet")["id"].to_pylist() == ["B0", "B1", "B3"]
    assert {name: bare(tmp_path / "out" / name)["id"].to_pylist() for name in expected} == {
        name: table["id"].to_pylist() for name, table in expected.items()
    }
    assert (outcome.manifest["articles"], outcome.manifest["rejects"]) == (10, 2)


def test_a_process_that_dies_once_costs_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DIES_ONCE, str(tmp_path / "died"))
    monkeypatch.setattr(shards, "own_process", begin_poisoned)
    outcome = measure(folder, How(jobs=2), to=tmp_path / "out")
    assert (tmp_path / "died").exists()
    assert outcome.tally.articles == {"A": 3, "B": 2, "C": 4}
    assert outcome.rejects == ()


def test_a_file_that_kills_whoever_reads_it_is_a_reject(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "own_process", begin_unreadable)
    outcome = measure(folder, How(jobs=2), to=tmp_path / "out")
    assert outcome.tally.articles == {"A": 3, "C": 4}
    what = "the process that measured it died each time, not for some of its articles; it may have run out of memory"
    assert outcome.rejects == (("file failed", str(folder / "B.parquet"), what),)


@pytest.mark.parametrize(
    ("names", "results"),
    [
        (["x/a.parquet", "x/b.jsonl.gz"], ["a.parquet", "b.parquet"]),
        (["x/a.parquet", "y/a.parquet"], ["x-a.parquet.parquet", "y-a.parquet.parquet"]),
        (["x/a.parquet", "x/a.jsonl"], ["x-a.parquet.parquet", "x-a.jsonl.parquet"]),
        (["z/x/a.csv", "y/x/a.csv"], ["00000-a.parquet", "00001-a.parquet"]),
    ],
)
def test_results_are_named_after_their_inputs(tmp_path: Path, names: list[str], results: list[str]) -> None:
    assert shards._names([tmp_path / name for name in names]) == results


def test_the_outlet_of_a_sub_folder_is_that_of_its_tables(tmp_path: Path) -> None:
    unnamed = [{key: value for key, value in row.items() if key != "outlet"} for row in rows("A", 0, 2)]
    write(tmp_path / "in" / "x.parquet", rows("Other", 0, 1))
    (tmp_path / "in" / "Daily").mkdir()
    write(tmp_path / "in" / "Daily" / "y.parquet", unnamed)
    outcome = measure_shards([tmp_path / "in"], tmp_path / "out", None, How())
    assert outcome.tally.articles == {"Daily": 2, "Other": 1}


def test_documents_and_results_among_the_inputs_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="results would be written among the inputs"):
        measure_shards([folder], folder, None, How())
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "note.md").write_text("A text.", encoding="utf-8")
    with pytest.raises(UsageError, match="input has only documents"):
        measure_shards([tmp_path / "papers"], tmp_path / "out", None, How())
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputFailed, match="can't be created"):
        measure_shards([folder], tmp_path / "file", None, How())


def test_a_document_among_tables_is_a_reject_and_the_tables_are_measured(folder: Path, tmp_path: Path) -> None:
    (folder / "notes.txt").write_text("To be asked: who owns the dam?", encoding="utf-8")
    outcome = measure_shards([folder], tmp_path / "out", None, How())
    assert [(reject.reason, reject.origin) for reject in outcome.rejects] == [
        ("not a table", str(folder / "notes.txt"))
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "A.parquet",
        "B.parquet",
        "C.parquet",
        MANIFEST,
    ]
    with pytest.raises(UnreadableInput, match="not a table"):
        measure_shards([folder], tmp_path / "strict", None, How(read=ReadOptions(strict=True)))


def test_a_genre_that_no_shard_has_is_an_error_and_one_that_some_lack_is_none(folder: Path, tmp_path: Path) -> None:
    write(folder / "D.parquet", rows("D", 0, 1, genre="opinion"))
    outcome = measure_shards([folder], tmp_path / "out", None, How(genre="opinion"))
    assert (outcome.tally.total, outcome.rejects) == (1, ())
    assert bare(tmp_path / "out" / "A.parquet").num_rows == 0
    assert outcome.manifest["genres"]["opinion"] == 1
    assert [note for note in outcome.notes if "left out" in note] == [outcome.notes[-1]]
    with pytest.raises(UsageError, match="no article is of genre 'news'"):
        measure_shards([folder], tmp_path / "news", None, How(genre="news"))


def test_a_users_list_is_counted_in_every_shard(folder: Path, tmp_path: Path, lexicon: Callable[[str], Path]) -> None:
    options = MeasureOptions((str(lexicon("rain")),))
    measure_shards([folder], tmp_path / "out", None, How(measure=options, jobs=2))
    expected = measure(read_articles(folder / "A.parquet"), How(measure=options)).features
    assert bare(tmp_path / "out" / "A.parquet").equals(expected)
    assert sum(expected[f"weather.wet.{voice}"][0].as_py() for voice in ("own", "attributed", "quoted")) == 3


@pytest.fixture
def lexicon(tmp_path: Path) -> Callable[[str], Path]:
    def make(term: str) -> Path:
        path = tmp_path / "weather.tsv"
        head = "# name: weather\n# version: 1\n# license: CC0\n# source: test\n# citation: none\n"
        path.write_text(f"{head}term\tcategory\n{term}\twet\n", encoding="utf-8")
        return path

    return make


def test_files_may_be_named_in_text_and_must_be_called_parquet(tmp_path: Path) -> None:
    articles = pa.Table.from_pylist(rows("A", 0, 2))
    measure(articles, to=str(tmp_path / "f.parquet"), hits_to=str(tmp_path / "h.parquet"))
    assert sorted(path.name for path in tmp_path.glob("*.parquet")) == ["f.parquet", "h.parquet"]
    with pytest.raises(UsageError, match="results are written as Parquet files") as refused:
        measure(articles, to=tmp_path / "f.csv")
    assert refused.value.fix == f"Call it {tmp_path / 'f.parquet'}."
    assert not (tmp_path / "f.csv").exists()
