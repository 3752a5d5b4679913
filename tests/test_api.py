"""The public functions: one a command, raw input or an earlier step's result in, the figures of the command out."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import masthead
from fileserver import serving
from masthead import (
    AlarmOptions,
    AuditOptions,
    ChoicesOptions,
    CompareOptions,
    ConcordanceOptions,
    EvaluateOptions,
    EventsOptions,
    How,
    PowerOptions,
    Protocol,
    Result,
    RunOptions,
    SampleOptions,
    StudyOptions,
    TrainOptions,
    TrendOptions,
    WordsOptions,
)
from masthead.cli.app import COMMANDS, app
from masthead.errors import UsageError
from masthead.schema import (
    ALARMS,
    ARTICLES,
    AUDIT,
    CHANGES,
    CHECKED,
    CHOICES,
    COMPARISONS,
    CONCORDANCE,
    CORRECTED_COMPARISONS,
    CORRECTED_PROFILES,
    DUPLICATES,
    EVENT_REASONS,
    EVENTS,
    HEALTH,
    HITS,
    POOLED,
    POWER,
    PREDICTIONS,
    PROFILES,
    RANKS,
    SCORES,
    SENSITIVITY,
    TIDY,
    TREND,
    VERDICTS,
    WORDS,
)
from masthead.sources import read_articles

if TYPE_CHECKING:
    from collections.abc import Callable

for _module in walk_packages(masthead.__path__, "masthead."):
    if not _module.name.endswith("__main__"):  # which is a run of the program
        import_module(_module.name)

DEMO = Path(__file__).parents[1] / "corpora" / "demo"
TWO_IDS = ("9ab667251a8da0e6", "9eeebe69b4def379")
ROWS = {
    "newspaper": ["A", "A", "B", "B"],
    "body": ["The town was liberated.", "Officials said it fell.", "The rebels seized the town.", "It rained."],
}
RENAMED = {"outlet": ROWS["newspaper"], "text": ROWS["body"]}
FEW = {"draws": 20, "permutations": 19}
OUTLETS = ("Harrow Chronicle", "State Bulletin")
LABELS = {"Free Kestria Voice": "loud", "People's Lantern": "loud", "Second Glance": "loud", "Kestria Today": "loud"}
DECLARED = """
name = "mine"
title = "Sentences of my own"
version = "1"
license = "mine"
source = "https://example.org/mine"
citation = "Me (2031). Sentences."
by_hand = "Look on my desk."
size = "2 sentences"
traps = ["They are all the same."]

[[files]]
name = "file.csv"
url = "{url}"
checked = "verified"

[read]
unit = "sentence"
tables = [{{ layout = "table", files = ["file.csv"], delimiter = ";" }}]
[read.fields]
outlet = "outlet"
text = "text"
[read.labels]
biased = {{ column = "label", values = {{ Biased = "yes", Non-biased = "no" }} }}
"""
RELEASE = b"text;outlet;label\nIt rained in the north.;Example;Biased\nIt snowed.;Example;Non-biased\n"


@cache
def corpus() -> masthead.engines.Corpus:
    return masthead.open_corpus(DEMO, keep_wire=False)


@cache
def labelled() -> masthead.engines.Corpus:
    """The demo corpus with a label that follows how loud its outlets are."""
    articles = masthead.read(DEMO).articles
    said = [LABELS.get(outlet, "quiet") for outlet in articles["outlet"].to_pylist()]
    return masthead.open_corpus(articles.append_column("label_tone", pa.array(said)))


@cache
def trained() -> Any:
    return masthead.train(labelled(), TrainOptions(label="tone", model="framing"), Protocol(folds=2, draws=10))


def row(result: Result, **where: object) -> dict[str, Any]:
    """The one row of a result with these values."""
    [found] = [row for row in result.table.to_pylist() if all(row[name] == value for name, value in where.items())]
    return found


def test_every_public_function_is_called_here_with_every_module_loaded() -> None:
    functions = {name for name in masthead.__all__ if isfunction(getattr(masthead, name))}
    assert functions == set(CALLED)
    assert all(getattr(masthead, name) is not None for name in masthead.__all__)
    assert set(masthead.__all__) <= set(dir(masthead))
    with pytest.raises(AttributeError, match="no attribute 'compair'"):
        _ = masthead.compair


def test_each_command_has_a_function() -> None:
    assert set(COMMANDS) - {"features"} <= set(masthead.__all__)


def _read(_: Path) -> None:
    found = masthead.read(DEMO)
    assert (found.articles.num_rows, found.table.schema.names[: len(ARTICLES)]) == (96, ARTICLES.names)


def _check_health(_: Path) -> None:
    found = masthead.check_health(DEMO)
    assert found.table.schema == HEALTH
    assert (found.table["n_usable"].to_pylist(), found.findings) == ([12] * 8, ())


def _measure(_: Path) -> None:
    found = masthead.measure(DEMO)
    assert (found.table.num_rows, found.hits.schema) == (96, HITS)
    assert masthead.compare(found.table, CompareOptions(**FEW)).table.schema == COMPARISONS


def _verify(folder: Path) -> None:
    pq.write_table(pa.table(RENAMED), folder / "a.parquet")
    masthead.measure(folder / "a.parquet", to=folder / "out")
    found = masthead.verify(folder / "out")
    assert (found.table.schema, found.table["status"].unique().to_pylist()) == (CHECKED, ["ok"])
    (folder / "out" / "a.parquet").unlink()
    assert masthead.verify(folder / "out").details["failed"] == 1


def _merge(folder: Path) -> None:
    pq.write_table(pa.table(RENAMED), folder / "a.parquet")
    masthead.measure(folder / "a.parquet", How(shard=(1, 1)), to=folder / "out")
    found = masthead.merge(folder / "out")
    assert (found.tally.total, found.details["merged"]) == (len(RENAMED["text"]), 1)
    assert masthead.verify(folder / "out").details["failed"] == 0


def _open_corpus(_: Path) -> None:
    assert corpus().features.num_rows + corpus().not_own.agency + corpus().not_own.republished == 96


def _explain(_: Path) -> None:
    found = masthead.explain(pa.table({"outlet": ["A"], "text": ["The town was liberated."]}))
    assert [hit["family"] for hit in found.hits.to_pylist()] == ["choices", "loaded"]


def _methods(_: Path) -> None:
    found = masthead.methods(masthead.profile(corpus(), draws=20))
    assert found.table["name"].to_pylist()[0] == "measured"
    assert [work.key for work in found.references if work.key == "Garwood1936"]


def _cite(_: Path) -> None:
    found = masthead.cite(masthead.profile(corpus(), draws=20), corpora=["fa_kes"])
    assert found.table["key"].to_pylist()[0] == "masthead"
    assert {"Garwood1936", "abusalem2019fakes"} <= set(found.table["key"].to_pylist())


def _report(_: Path) -> None:
    found = masthead.report(corpus(), StudyOptions(outlets=OUTLETS, evidence="none", **FEW))
    assert (found.table.schema, found.overview.articles) == (COMPARISONS, dict.fromkeys(OUTLETS, 12))
    assert found.missing == {"evidence": "left out, as asked for with --evidence none"}


def _ranks(_: Path) -> None:
    assert masthead.ranks(corpus()).table.schema == RANKS


def _tidy(_: Path) -> None:
    table = masthead.tidy(corpus()).table
    assert (table.schema, len(table)) == (TIDY, 96 * 11)


def _profile(_: Path) -> None:
    assert masthead.profile(corpus(), draws=20).table.schema == PROFILES
    assert masthead.profile(corpus(), pool=True, draws=20).table.schema == POOLED


def _compare(_: Path) -> None:
    found = masthead.compare(corpus(), CompareOptions(baseline="State Bulletin", **FEW))
    assert found.table.schema == COMPARISONS
    assert row(found, feature="loaded.all", outlet="Harrow Chronicle")["reference"] == "State Bulletin"
    assert found.profiles is not None
    named = masthead.compare(found, CompareOptions(families=("choices",), by="genre", **FEW))
    assert (named.profiles, named.table["family"].unique().to_pylist()) == (None, ["choices"])
    assert named.comparisons.num_rows > named.table.num_rows
    with pytest.raises(UsageError, match="--stratify fixes the mix of all articles"):
        CompareOptions(by="genre", stratify="genre")


def _sample(_: Path) -> None:
    found = masthead.sample(DEMO, SampleOptions(features=("attribution.sentence_share",), n=8))
    assert found.outlets["drawn"].to_pylist() == [8] * 8
    codes = [row | {"attribution.sentence_share": row["sentence"] % 2} for row in found.table.to_pylist()]
    corrected = masthead.compare(corpus(), CompareOptions(**FEW), codes=codes)
    assert corrected.table.schema == CORRECTED_COMPARISONS
    assert corrected.profiles.schema == CORRECTED_PROFILES


def _power(_: Path) -> None:
    found = masthead.power(corpus(), PowerOptions(families=("attribution",)))
    assert found.table.schema == POWER
    assert (
        row(found, feature="attribution.quoted_share", comparison="State Bulletin against the rest")["n_clusters"] == 12
    )


def _demo(_: Path) -> None:
    assert masthead.demo(CompareOptions(**FEW)).table.equals(masthead.compare(DEMO, CompareOptions(**FEW)).table)


def _false_alarms(_: Path) -> None:
    found = masthead.false_alarms(corpus(), AlarmOptions(splits=2, events=True))
    assert (found.table.schema, len(found.tested)) == (ALARMS, found.table.num_rows)
    assert len(found.catalogue) > len(found.tested)


def _sensitivity(_: Path) -> None:
    found = masthead.sensitivity(corpus(), CompareOptions(**FEW))
    assert (found.table.schema, "quotations" in found.table["choice"].to_pylist()) == (SENSITIVITY, True)


def _choices(_: Path) -> None:
    found = masthead.choices(corpus(), ChoicesOptions(concepts=("taking_a_place",), draws=20))
    assert (found.table.schema, found.table["concept"].unique().to_pylist()) == (CHOICES, ["taking_a_place"])
    assert found.details["titles"]["taking_a_place"]


def _concordance(_: Path) -> None:
    found = masthead.concordance(corpus(), "govern*", ConcordanceOptions(outlets=OUTLETS, lines=3))
    assert (found.table.schema, found.table.num_rows) == (CONCORDANCE, 3)
    assert found.uses["outlet"].to_pylist() == [*OUTLETS, None]
    assert found.manifest["word"] == "govern*"
    with pytest.raises(UsageError, match="a FEATURES file holds no words"):
        masthead.concordance(corpus().features, "govern*")


def _words(_: Path) -> None:
    found = masthead.words(corpus(), WordsOptions(outlets=OUTLETS, concordance=1))
    assert found.table.schema.names == [*WORDS.names, "concordance"]
    assert set(found.table["outlet"].to_pylist()) == set(OUTLETS)
    with pytest.raises(UsageError, match="a FEATURES file holds no words"):
        masthead.words(corpus().features)


def _trend(_: Path) -> None:
    found = masthead.trend(corpus(), TrendOptions(by="year", features=("loaded.all",), outlets=OUTLETS))
    assert (found.table.schema, found.undated) == (TREND, 0)
    assert {row["outlet"] for row in found.table.to_pylist()} == set(OUTLETS)
    days = sorted(corpus().features["date"].to_pylist())
    middle = date.fromisoformat(days[len(days) // 2][:10])
    assert masthead.trend(corpus(), TrendOptions(around=middle)).table.schema == CHANGES


def _duplicates(_: Path) -> None:
    found = masthead.duplicates(pa.table({"outlet": ["A", "B"], "text": ["It rained all day in the north. " * 9] * 2}))
    assert (found.table.schema, found.table["kind"].to_pylist()) == (DUPLICATES, ["original", "exact"])
    assert found.articles["copy_of"].to_pylist() == [None, found.articles["id"][0].as_py()]


def _events(_: Path) -> None:
    found = masthead.events(DEMO)
    assert (found.table.schema, found.table.num_rows, found.details["given"]) == (EVENTS, 12, 96)
    assert found.articles["event"].null_count == 0


def _why_event(_: Path) -> None:
    event, *_ = masthead.events(DEMO).table.to_pylist()
    found = masthead.why_event(DEMO, *event["ids"][:2], EventsOptions(regroup=True))
    assert found.table.schema == EVENT_REASONS
    assert (found.details["same"], found.details["because"][:12]) == (True, "One event of")


def _train(_: Path) -> None:
    assert (trained().table.schema, trained().trained.classes) == (SCORES, ("loud", "quiet"))
    assert trained().reasons


def _evaluate(_: Path) -> None:
    options = EvaluateOptions(label="tone", models=("majority",))
    found = masthead.evaluate(labelled(), options, Protocol(folds=2, draws=10))
    assert row(found, metric="accuracy", unit="article")["value"] == 0.5
    assert [line["n"] for line in found.table.to_pylist() if line["metric"] == "accuracy"] == [8, 96]
    assert found.details["majority"]["classes"] == ["loud", "quiet"]
    whole = labelled().articles
    parts = [whole.filter([row % 2 == part for row in range(len(whole))]) for part in (0, 1)]
    apart = masthead.evaluate(parts[0], options, test=parts[1])
    assert set(apart.table["split"].to_pylist()) == {"given"}


def _score(_: Path) -> None:
    found = masthead.score(labelled(), trained().trained, Protocol(draws=10))
    assert any(note.startswith("these are the model's training data") for note in found.notes)


def _predict(folder: Path) -> None:
    masthead.save_model(trained().trained, folder / "tone.skops")
    found = masthead.predict(DEMO, folder / "tone.skops")
    assert (found.table.schema, found.table.num_rows, found.details["label"]) == (PREDICTIONS, 96, "label_tone")
    assert found.notes == ("the model was trained on 8 of 8 outlets here; its scores are for outlets it had not seen",)
    assert masthead.load_model(folder / "tone.skops").classes == ("loud", "quiet")
    pooled = masthead.predict(DEMO, folder / "tone.skops", unit="outlet")
    assert (pooled.table.schema, pooled.table["n"].to_pylist()) == (VERDICTS, [12] * 8)
    assert pooled.table.num_rows == len(set(found.table["outlet"].to_pylist()))
    with pytest.raises(UsageError, match="there is no unit 'outlets'"):
        masthead.predict(DEMO, folder / "tone.skops", unit="outlets")


def _card(folder: Path) -> None:
    masthead.save_model(trained().trained, folder / "tone.skops")
    found = masthead.card(folder / "tone.skops")
    assert found.table.schema == SCORES
    assert set(found.table["split"].to_pylist()) == {"outlet", "random"}
    assert found.details["trained"].card["data"]["labels"][0] == {"label": "loud", "articles": 48, "outlets": 4}


def _audit(_: Path) -> None:
    found = masthead.audit(labelled(), AuditOptions(label="tone"))
    assert (found.table.schema, found.table["view"].to_pylist()) == (AUDIT, ["text", "masked", "features"])
    assert any("0 of 8 outlets carry more than one label" in note for note in found.notes)


def _validate(folder: Path) -> None:
    path = folder / "codes.csv"
    path.write_text("sentence,hedged\nThe plan may fail.,1\nThe road was closed.,0\n", encoding="utf-8")
    found = masthead.validate(path, draws=10)
    assert (found.documents, found.unit, row(found, metric="f1")["value"]) == (2, "sentence", 1.0)
    assert found.notes == (
        "a text of your file is taken for one sentence: --unit says otherwise",
        "hedged marks 1 sentence: precision, recall and F1 that rest on fewer than 10 cases say little",
    )


def _list_suites(_: Path) -> None:
    found = masthead.list_suites("basil")
    assert (found.table["task"].to_pylist(), found.suites[0].name) == (["basil.events"], "basil")


def _suites(folder: Path) -> None:
    options = RunOptions(only=("*.events",), models=("majority",), draws=10)
    found = masthead.run_suite("demo", options)
    assert row(found, metric="accuracy", unit="article")["value"] == 0.5
    assert set(found.tasks) == {"demo.events"}
    kept = {"manifest": dict(found.manifest), "rows": found.table.to_pylist()}
    path = folder / "demo.json"
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert masthead.suite_results([str(path)]).table.num_rows == found.table.num_rows
    assert row(masthead.compare_suites(path, path), metric="accuracy")["difference"] == 0.0
    with pytest.raises(UsageError, match="--errors is for the suite validity"):
        masthead.run_suite("demo", RunOptions(errors=1))


def _doctor(_: Path) -> None:
    found = masthead.doctor()
    assert row(found, what="bundled corpus") == {
        "what": "bundled corpus",
        "ok": True,
        "found": "96 articles",
        "fix": "",
    }


def _list_features(_: Path) -> None:
    assert row(masthead.list_features("Loaded terms"), primary=True)["feature"] == "loaded.all"
    assert {item.family for item in masthead.list_features(families=("hedging",)).features} == {"hedging"}


def _lexicons(_: Path) -> None:
    lists = {row["name"] for row in masthead.list_lexicons().table.to_pylist()}
    assert {"hedging", "taking_a_place"} <= lists
    assert masthead.show_lexicon("hedging").table.num_rows == len(masthead.show_lexicon("hedging").lexicons[0].entries)


def _import_lexicon(folder: Path) -> None:
    path = folder / "moods.dic"
    path.write_text("%\n1\tgloom\n%\nattack*\t1\nqzqz*\t1\nc++\t1\n")
    found = masthead.import_lexicon(path)
    rows = {row["term"]: (row["status"], row["hits"]) for row in found.table.to_pylist()}
    assert (rows["qzqz*"], rows["c++"]) == (("used", 0), ("left out", None))
    assert rows["attack*"][1] > 1
    assert found.lexicon.layout == "LIWC dictionary"
    assert list(found.manifest["lexicons"]) == ["moods"]


def _corpora(folder: Path) -> None:
    assert "demo" in masthead.list_corpora(data=folder).table["name"].to_pylist()
    assert masthead.show_corpus("demo", data=folder).table["present"].to_pylist() == [True]
    with serving(RELEASE) as server:
        (folder / "corpus.toml").write_text(DECLARED.format(url=server.url), encoding="utf-8")
        fetched = masthead.fetch_corpus(str(folder / "corpus.toml"), data=folder)
    assert fetched.table["bytes"].to_pylist() == [len(RELEASE)]
    found = masthead.import_corpus([fetched.folder], str(folder / "corpus.toml"))
    assert found.table["label_biased"].to_pylist() == ["yes", "no"]


CALLED: dict[str, Callable[[Path], None]] = {
    "audit": _audit,
    "card": _card,
    "check_health": _check_health,
    "choices": _choices,
    "cite": _cite,
    "compare": _compare,
    "compare_suites": _suites,
    "demo": _demo,
    "power": _power,
    "sample": _sample,
    "doctor": _doctor,
    "duplicates": _duplicates,
    "evaluate": _evaluate,
    "events": _events,
    "why_event": _why_event,
    "explain": _explain,
    "false_alarms": _false_alarms,
    "fetch_corpus": _corpora,
    "import_corpus": _corpora,
    "import_lexicon": _import_lexicon,
    "list_corpora": _corpora,
    "list_features": _list_features,
    "list_lexicons": _lexicons,
    "list_suites": _list_suites,
    "load_model": _predict,
    "measure": _measure,
    "merge": _merge,
    "open_corpus": _open_corpus,
    "predict": _predict,
    "methods": _methods,
    "profile": _profile,
    "ranks": _ranks,
    "report": _report,
    "tidy": _tidy,
    "read": _read,
    "run_suite": _suites,
    "save_model": _predict,
    "score": _score,
    "sensitivity": _sensitivity,
    "show_corpus": _corpora,
    "show_lexicon": _lexicons,
    "suite_results": _suites,
    "train": _train,
    "trend": _trend,
    "validate": _validate,
    "verify": _verify,
    "concordance": _concordance,
    "words": _words,
}


@pytest.mark.parametrize("call", dict.fromkeys(CALLED.values()), ids=lambda call: call.__name__.strip("_"))
def test_a_public_function_gives_its_table_and_figures(
    call: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    call(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (
            ["compare", DEMO, "--draws", 20, "--permutations", 19],
            lambda: masthead.compare(DEMO, CompareOptions(**FEW)),
        ),
        (
            ["compare", DEMO, "--aa", 2, "--events"],
            lambda: masthead.false_alarms(DEMO, AlarmOptions(splits=2, events=True)),
        ),
        (["choices", DEMO], lambda: masthead.choices(DEMO)),
        (
            ["words", DEMO, "State Bulletin", "--concordance", 1],
            lambda: masthead.words(DEMO, WordsOptions(outlets=("State Bulletin",), concordance=1)),
        ),
        (
            ["concordance", DEMO, "govern*", "--voice", "all"],
            lambda: masthead.concordance(DEMO, "govern*", ConcordanceOptions(voice="all", lines=None)),
        ),
        (["trend", DEMO, "--by", "year"], lambda: masthead.trend(DEMO, TrendOptions(by="year"))),
        (["events", DEMO], lambda: masthead.events(DEMO)),
        (["events", DEMO, "--why", *TWO_IDS], lambda: masthead.why_event(DEMO, *TWO_IDS)),
        (["read", DEMO], lambda: masthead.check_health(DEMO)),
        (["duplicates", DEMO], lambda: masthead.duplicates(DEMO)),
        (["features", "--family", "style"], lambda: masthead.list_features(families=("style",))),
        (["lexicons"], masthead.list_lexicons),
        (["lexicons", "show", "hedging"], lambda: masthead.show_lexicon("hedging")),
        (["corpora", "list"], masthead.list_corpora),
        (["bench", "list"], masthead.list_suites),
        (["bench", "table", "babe"], lambda: masthead.suite_results(["babe"])),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list) else "",
)
def test_a_command_prints_the_rows_of_its_function(arguments: list[Any], call: Callable[[], Result]) -> None:
    printed = CliRunner().invoke(app, [*map(str, arguments), "-f", "json"])
    assert printed.exit_code == 0, printed.output
    rows = call().table.to_pylist()
    assert json.loads(printed.stdout)["rows"] == json.loads(json.dumps(rows).replace("Infinity", "null"))


def test_a_command_prints_the_scores_of_its_function(tmp_path: Path) -> None:
    path = tmp_path / "labelled.jsonl"
    rows = labelled().articles.select(["id", "outlet", "title", "text", "label_tone"]).to_pylist()
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    asked = ["evaluate", path, "--label", "tone", "--model", "framing", "--folds", 2, "-f", "json"]
    printed = CliRunner().invoke(app, [*map(str, asked)])
    how = How(read=masthead.ReadOptions(label="tone"))
    found = masthead.evaluate(path, EvaluateOptions(label="tone", models=("framing",)), Protocol(folds=2), how)
    assert json.loads(printed.stdout)["rows"] == found.table.to_pylist()
    assert json.loads(printed.stdout)["manifest"]["data_sha256"] == found.data_sha256


@pytest.mark.parametrize(
    "frame", [pd.DataFrame(RENAMED), pl.DataFrame(RENAMED), pa.table(RENAMED)], ids=["pandas", "polars", "arrow"]
)
def test_any_data_frame_is_read_and_measured(frame: Any) -> None:
    articles = masthead.read(frame).articles
    assert articles["outlet"].to_pylist() == ROWS["newspaper"]
    measured = masthead.measure(frame)
    assert measured.features.num_rows == 4
    assert measured.features.equals(masthead.measure(articles).features)


def test_columns_are_mapped() -> None:
    read = masthead.ReadOptions(columns={"outlet": "newspaper", "text": "body"})
    assert masthead.read(pd.DataFrame(ROWS), read).articles["text"].to_pylist() == ROWS["body"]


def test_every_hit_is_its_own_words() -> None:
    articles = masthead.read(DEMO).articles
    texts = {row["id"]: row for row in articles.to_pylist()}
    for hit in masthead.measure(articles).hits.to_pylist():
        words = texts[hit["article_id"]][hit["field"]][hit["start"] : hit["end"]]
        assert words, hit
        assert words == words.strip(), hit
        if hit["family"] == "attribution" and hit["category"] == "quote":
            assert words[0] in "\"“‘'", hit


def test_features_are_taken_from_any_data_frame() -> None:
    features = masthead.measure(DEMO).features
    frame = features.drop_columns("choices").to_pandas()
    whole = masthead.compare(features, CompareOptions(**FEW))
    assert whole.table.equals(masthead.compare(frame, CompareOptions(**FEW)).table)


def test_explain_shows_one_article() -> None:
    with pytest.raises(UsageError, match="there are 2 articles; explain shows one"):
        masthead.explain(pa.table({"outlet": ["A", "A"], "text": ["x", "y"]}))
    with pytest.raises(UsageError, match="no article has the id 'b'"):
        masthead.explain(pa.table({"id": ["a"], "outlet": ["A"], "text": ["x"]}), id="b")


def test_rejects_are_given_or_warned_of(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"outlet":"A","text":"x"}\n{broken\n', encoding="utf-8")
    assert [Path(reject.origin).name for reject in masthead.read(tmp_path / "a.jsonl").rejects] == ["a.jsonl:2"]
    rejects: list[Any] = []
    assert read_articles(tmp_path / "a.jsonl", rejects=rejects).num_rows == len(rejects) == 1
    with pytest.warns(UserWarning, match=r"1 input could not be used, first .*a\.jsonl:2"):
        read_articles(tmp_path / "a.jsonl")


def test_a_number_of_jobs_below_zero_is_refused() -> None:
    with pytest.raises(UsageError, match="jobs is -1"):
        masthead.measure(pa.table(RENAMED), How(jobs=-1))


def test_what_a_command_warns_of_is_in_the_notes_of_its_result(root: Path) -> None:
    demo = root / "corpora" / "demo"
    genre = (
        "Outlets differ in genre: 100% of Second Glance is opinion and 0% of Borderlands Report. "
        "--genre news compares news alone."
    )
    for found in (masthead.compare(demo), masthead.words(demo), masthead.profile(demo)):
        assert found.notes[-1] == genre


RECORDS = [
    {"outlet": outlet, "text": f"The ferry was late, the crews of {outlet} said for the {number}th time.", "n": number}
    for outlet in ("Harrow Post", "Tidewater Post")
    for number in range(2)
]


@pytest.mark.parametrize("source", [RECORDS, {name: [row[name] for row in RECORDS] for name in RECORDS[0]}])
def test_articles_may_be_dicts_or_a_dict_of_columns(source: Any) -> None:
    assert masthead.read(source).table["outlet"].to_pylist() == [row["outlet"] for row in RECORDS]
    assert masthead.measure(source).table.num_rows == len(RECORDS)
    assert masthead.measure(RECORDS[0]).table.num_rows == 1


@pytest.mark.parametrize("name", ["choices", "compare", "events", "measure", "profile", "read", "trend", "words"])
def test_options_of_another_kind_are_refused_with_the_right_one_named(name: str) -> None:
    with pytest.raises(UsageError, match=r"options are given as \w+\(\.\.\.\), not as \{'days': 3\}"):
        getattr(masthead, name)(RECORDS, {"days": 3})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: masthead.ReadOptions(limit="5"), "limit takes a whole number, not '5'"),
        (lambda: masthead.ReadOptions(label_cols="camp"), "label_cols takes a list of column names, not 'camp'"),
        (lambda: masthead.ReadOptions(columns=["text"]), "columns takes a dict of fields and columns"),
        (lambda: masthead.ReadOptions(columns={"text": 3}), "a column is named by a text, not 3"),
        (lambda: masthead.How(jobs="2"), "jobs is '2'"),
        (lambda: masthead.How(read={"outlet": "A"}), "options are given as ReadOptions"),
        (lambda: masthead.read(5), "articles can't be read from a int"),
        (lambda: masthead.read([{"a": 1}]), "no column holds the article's text"),
        (lambda: masthead.measure(RECORDS, to=5), "results go to a path, not to 5"),
    ],
)
def test_values_of_another_kind_are_refused(make: Any, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        make()
    assert said in str(caught.value)
