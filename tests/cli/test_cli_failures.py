"""Bad input and bad use: the message, where, what to do, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


def test_a_missing_file(run: Run) -> None:
    result = run("compare", "nowhere.csv")
    assert result.exit_code == 4
    assert result.stderr == "error: no such file or folder\n  where: nowhere.csv\n  fix: Check the path.\n"


def test_an_empty_folder(run: Run) -> None:
    Path("empty").mkdir()
    assert run("compare", "empty").exit_code == 4


def test_no_text_column(run: Run) -> None:
    Path("a.csv").write_text("outlet,bodi\nA,x\n", encoding="utf-8")
    result = run("compare", "a.csv")
    assert result.exit_code == 2
    assert "--text-col" in result.stderr


def test_a_column_flag_with_a_slip(run: Run) -> None:
    Path("a.csv").write_text("outlet,body\nA,x\n", encoding="utf-8")
    result = run("read", "a.csv", "--text-col", "bodi")
    assert result.exit_code == 2
    assert "Did you mean 'body'?" in result.stderr


def test_duplicate_ids(run: Run) -> None:
    Path("a.csv").write_text("id,outlet,text\n1,A,x\n1,A,y\n", encoding="utf-8")
    result = run("read", "a.csv")
    assert result.exit_code == 2
    assert "--on-duplicate" in result.stderr
    assert run("read", "a.csv", "--on-duplicate", "suffix").exit_code == 0


def test_a_broken_line_is_rejected_and_the_result_is_still_printed(run: Run) -> None:
    Path("a.jsonl").write_text('{"outlet":"A","text":"x"}\n{broken\n', encoding="utf-8")
    result = run("read", "a.jsonl")
    assert result.exit_code == 3
    assert result.stdout.startswith(
        "Read 1 article of 1 outlet\nNothing was found that may affect the figures.\n1 input could not be used.\n"
    )
    assert "1 input could not be used\n  a.jsonl:2: " in result.stderr


def test_a_row_with_the_wrong_number_of_fields_is_rejected(run: Run) -> None:
    Path("a.csv").write_text("outlet,text\nA,x\nA,y,z\nB,w\n", encoding="utf-8")
    result = run("read", "a.csv")
    assert result.exit_code == 3
    assert result.stdout.startswith("Read 2 articles of 2 outlets\n")
    assert "a.csv:3: " in result.stderr


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"The town\x00 slept well.", id="NUL"),
        pytest.param("The town \ud800 slept.".encode("utf-8", "surrogatepass"), id="lone surrogate"),
        pytest.param("The town slept well.".encode("utf-16"), id="UTF-16"),
        pytest.param("The caf\u00e9 slept, it seems, all through the long night.".encode("latin-1"), id="Latin-1"),
        pytest.param(b"\xef\xbb\xbfThe town\r\nslept well.", id="BOM and CRLF"),
    ],
)
def test_odd_encodings_are_read(run: Run, data: bytes) -> None:
    Path("corpus/A").mkdir(parents=True)
    Path("corpus/A/1.txt").write_bytes(data)
    result = run("read", "corpus", "-o", "articles.jsonl")
    assert result.exit_code == 0, result.stderr
    [article] = [json.loads(line) for line in Path("articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert article["text"].startswith("The ")
    assert "slept" in article["text"]
    assert "\x00" not in article["text"]


def test_a_table_without_text_among_articles_is_left_out(run: Run, corpus: Path) -> None:
    (corpus / "ratings.csv").write_text("domain,rating\na.example,3\n", encoding="utf-8")
    result = run("read", corpus)
    assert result.exit_code == 3
    assert result.stdout.startswith("Read 22 articles of 2 outlets\n")
    assert "missing column (no column holds the article's text.)" in result.stderr


def test_tables_that_all_lack_the_text_are_wrong_use(run: Run) -> None:
    Path("tables").mkdir()
    for name in ("a.csv", "b.csv"):
        Path("tables", name).write_text("outlet,bodi\nA,x\n", encoding="utf-8")
    result = run("read", "tables")
    assert result.exit_code == 2
    assert "--text-col" in result.stderr


def test_the_counts_of_measure_are_no_articles(run: Run, corpus: Path) -> None:
    assert run("measure", corpus, "-o", "features.csv").exit_code == 0
    result = run("profile", "features.csv")
    assert result.exit_code == 2
    assert "this was written by measure and contains no articles" in result.stderr


def test_the_same_article_twice_is_dropped_where_that_is_asked(run: Run) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        Path(name).write_text('{"outlet":"A","text":"The town slept."}\n', encoding="utf-8")
    assert run("read", "a.jsonl", "b.jsonl").stdout.startswith("Read 2 articles ")
    result = run("read", "a.jsonl", "b.jsonl", "--on-duplicate", "keep-first")
    assert result.stdout.startswith("Read 1 article ")
    assert "duplicate article" in result.stderr


def test_rejects_go_beside_the_output(run: Run) -> None:
    Path("out").mkdir()
    Path("a.jsonl").write_text('{"outlet":"A","text":"x"}\n{broken\n', encoding="utf-8")
    assert run("read", "a.jsonl", "-o", "out/articles.jsonl").exit_code == 3
    [reject] = [
        json.loads(line) for line in Path("out/articles.jsonl.rejects.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert list(reject) == ["reason", "origin", "detail"]
    assert reject["origin"] == "a.jsonl:2"
    assert len(Path("out/articles.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_a_stale_list_of_rejects_is_emptied(run: Run) -> None:
    Path("a.jsonl").write_text('{"outlet":"A","text":"x"}\n', encoding="utf-8")
    Path("b.jsonl.rejects.jsonl").write_text("old\n", encoding="utf-8")
    assert run("read", "a.jsonl", "-o", "b.jsonl").exit_code == 0
    assert Path("b.jsonl.rejects.jsonl").read_text(encoding="utf-8") == ""


def test_another_output_in_the_same_folder_keeps_the_rejects_of_the_first(run: Run) -> None:
    Path("a.jsonl").write_text('{"outlet":"A","text":"x"}\n{broken\n', encoding="utf-8")
    Path("b.jsonl").write_text('{"outlet":"A","text":"x"}\n', encoding="utf-8")
    assert run("read", "a.jsonl", "-o", "first.csv").exit_code == 3
    kept = Path("first.csv.rejects.jsonl").read_text(encoding="utf-8")
    assert json.loads(kept)["origin"] == "a.jsonl:2"
    assert run("read", "b.jsonl", "-o", "second.csv").exit_code == 0
    assert run("read", "a.jsonl", "-o", "first.parquet").exit_code == 3
    assert Path("first.csv.rejects.jsonl").read_text(encoding="utf-8") == kept
    assert sorted(path.name for path in Path().glob("*rejects*")) == [
        "first.csv.rejects.jsonl",
        "first.parquet.rejects.jsonl",
    ]


def test_rejects_go_where_they_are_told_to(run: Run) -> None:
    Path("a.jsonl").write_text('{"outlet":"A","text":"x"}\n{broken\n', encoding="utf-8")
    assert run("read", "a.jsonl", "--rejects", "bad.csv").exit_code == 3
    assert Path("bad.csv").read_text(encoding="utf-8").startswith("reason,origin,detail\n")


def test_only_the_first_five_rejects_are_listed(run: Run) -> None:
    Path("a.jsonl").write_text('{"outlet":"A","text":"x"}\n' + "{broken\n" * 9, encoding="utf-8")
    result = run("read", "a.jsonl")
    assert result.stderr.count("  a.jsonl:") == 5
    assert "  and 4 more: --rejects FILE or -v\n" in result.stderr
    assert run("read", "a.jsonl", "-v").stderr.count("  a.jsonl:") == 9


def test_strict_stops_at_the_first(run: Run) -> None:
    Path("a.jsonl").write_text('{"outlet":"A","text":"x"}\n{broken\n', encoding="utf-8")
    assert run("read", "a.jsonl", "--strict").exit_code == 4


def test_a_truncated_parquet_among_good_files_and_alone(run: Run) -> None:
    pq.write_table(pa.table({"outlet": ["A"], "text": ["x"]}), "good.parquet")
    Path("bad.parquet").write_bytes(Path("good.parquet").read_bytes()[:-20])
    assert run("read", "good.parquet", "bad.parquet").exit_code == 3
    assert run("read", "bad.parquet").exit_code == 4


def test_a_binary_file_named_txt(run: Run, corpus: Path) -> None:
    (corpus / "Alpha" / "x.txt").write_bytes(bytes(range(256)) * 20)
    assert run("read", corpus).exit_code == 3


def test_empty_and_foreign_texts_are_kept_with_the_reason(run: Run) -> None:
    rows = [{"outlet": "A", "text": ""}, {"outlet": "A", "text": "今天天气很好，我们去公园散步，看到了很多花。" * 9}]
    Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run("measure", "a.jsonl", "-f", "json")
    assert result.exit_code == 0
    assert [row["reason"] for row in json.loads(result.stdout)["rows"]] == ["empty", "language"]


@pytest.mark.parametrize("form", ["table", "html", "md", "latex", "csv", "json", "jsonl"])
def test_escapes_and_markup_in_names_and_titles_are_inert(run: Run, form: str) -> None:
    row = {"outlet": "[/bold]\x1b[31m<b>", "title": "\x1b]0;x\x07[/red]", "text": "\x1b[2J hello"}
    Path("a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    result = run("profile", "a.jsonl", "--format", form)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout + result.stderr


def test_an_outlet_named_like_a_path_writes_nothing_outside(run: Run, tmp_path: Path) -> None:
    Path("in").mkdir()
    Path("in/a.jsonl").write_text(json.dumps({"outlet": "../../x", "text": "hello"}) + "\n", encoding="utf-8")
    assert run("profile", "in/a.jsonl", "-o", "in/out.html").exit_code == 0
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "in",
        "in/a.jsonl",
        "in/out.html",
    ]


def test_an_unknown_option(run: Run) -> None:
    assert run("compare", "x", "--seeed", 1).exit_code == 2


def test_an_unknown_baseline_is_named_with_its_nearest(run: Run, corpus: Path) -> None:
    result = run("compare", corpus, "--baseline", "Alfa")
    assert result.exit_code == 2
    assert "Did you mean 'Alpha'?" in result.stderr


def test_an_unknown_family(run: Run, corpus: Path) -> None:
    result = run("compare", corpus, "--family", "hedgin")
    assert result.exit_code == 2
    assert "Did you mean 'hedging'?" in result.stderr


@pytest.mark.parametrize(
    ("command", "output", "code", "said"),
    [
        ("compare", "missing/out.html", 5, "the folder 'missing' does not exist"),
        ("compare", "out.xyz", 2, "the file name ending '.xyz' is not a known format."),
        ("explain", "out.parquet", 2, "this result cannot be written as Parquet"),
    ],
)
def test_an_impossible_output_is_refused_before_the_input_is_read(
    run: Run, command: str, output: str, code: int, said: str
) -> None:
    result = run(command, "nowhere", "-o", output)
    assert result.exit_code == code
    assert said in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("measure", "-o", "missing/f.parquet"),
        ("measure", "--hits", "missing/h.parquet"),
        ("read", "--rejects", "missing/r.jsonl"),
        ("train", "--label", "side", "--save", "missing/m.skops"),
    ],
    ids=lambda arguments: arguments[-1],
)
def test_every_file_to_be_written_needs_its_folder_before_the_input_is_read(run: Run, arguments: tuple[str]) -> None:
    result = run(*arguments, "nowhere")
    assert result.exit_code == 5
    assert "the folder 'missing' does not exist" in result.stderr


def test_an_input_is_never_overwritten(run: Run) -> None:
    Path("a.jsonl").write_text('{"outlet":"A","text":"x"}\n', encoding="utf-8")
    result = run("read", "a.jsonl", "-o", "./a.jsonl")
    assert result.exit_code == 2
    assert "would be overwritten" in result.stderr
    assert Path("a.jsonl").read_text(encoding="utf-8") == '{"outlet":"A","text":"x"}\n'


@pytest.mark.parametrize(
    "arguments",
    [
        ("predict", "news", "--trained", "read.json"),
        ("predict", "read.json", "--trained", "m.skops"),
        ("compare", "news", "--lexicon", "read.json"),
        ("compare", "news", "--outlets-file", "read.json"),
        ("compare", "news", "--codes", "read.json"),
        ("evaluate", "--label", "side", "--train", "news", "--test", "read.json"),
        ("train", "news", "--label", "side", "--save", "m.skops", "--test", "read.json"),
        ("card", "read.json"),
        ("validate", "read.json"),
        ("methods", "read.json"),
        ("bench", "compare", "news.json", "read.json"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("flag", ["-o", "--rejects"])
def test_nothing_that_an_option_reads_is_overwritten(run: Run, arguments: tuple[str, ...], flag: str) -> None:
    for name in ("read.json", "news.json"):
        Path(name).write_text("{}", encoding="utf-8")
    result = run(*arguments, flag, "./read.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: this file is an input and would be overwritten\n  where: read.json\n")
    assert Path("read.json").read_text(encoding="utf-8") == "{}"


def test_a_verified_folder_gets_no_file_of_its_verification(run: Run) -> None:
    Path("results").mkdir()
    result = run("verify", "results", "-o", "results/verified.json")
    assert result.exit_code == 2
    assert "would be in the folder that is verified" in result.stderr
    assert not list(Path("results").iterdir())


def test_two_results_are_not_written_to_one_file(run: Run, corpus: Path) -> None:
    result = run("measure", corpus, "-o", "same.csv", "--hits", "same.csv")
    assert result.exit_code == 2
    assert "two results would be written to this file" in result.stderr
    assert not Path("same.csv").exists()


def test_a_seed_is_not_negative(run: Run, corpus: Path) -> None:
    assert run("compare", corpus, "--seed", "-1").exit_code == 2


def test_another_run_that_writes_the_same_output(run: Run, corpus: Path) -> None:
    with FileLock(".out.html.lock"):
        result = run("compare", corpus, "-o", "out.html")
    assert result.exit_code == 6
    assert not Path("out.html").exists()


def test_a_features_file_has_no_texts_for_a_classifier(run: Run, corpus: Path) -> None:
    assert run("measure", corpus, "-o", "f.parquet").exit_code == 0
    result = run("evaluate", "f.parquet", "--label", "side")
    assert result.exit_code == 2
    assert "classifiers need the articles" in result.stderr


def test_quiet_says_nothing_beside_the_result(run: Run) -> None:
    Path("a.jsonl").write_text('{"source":"A","text":"x"}\n{broken\n', encoding="utf-8")
    assert run("read", "a.jsonl").stderr != ""
    assert run("read", "a.jsonl", "-q").stderr == ""


def test_debug_shows_where_an_error_arose(run: Run) -> None:
    assert "Traceback" not in run("compare", "nowhere").stderr
    assert "Traceback" in run("compare", "nowhere", "--debug").stderr


def test_a_defect_of_ours_is_called_one(run: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("masthead.profiles.profile", broken)
    result = run("profile", corpus)
    assert result.exit_code == 70
    assert "this is a defect of masthead" in result.stderr
    assert "Traceback" not in result.stderr
