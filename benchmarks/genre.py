"""Fit how an article of opinion and one of straight news are written: means, weights and bounds of features/genre.toml.

    python benchmarks/genre.py --data corpora [--write]

Nobody's labels of articles are used. In Article-Bias-Prediction the addresses of some articles say that they are
opinion or analysis, and those of others name a desk (politics, world, ...; *news* alone is too little, as columns stand
there too). Each article is there twice, whole and as a lead of 60 to 110 words, so that one set of weights serves both.
Opinion is held against news, then opinion and analysis together, kinds weighing the same, and in each the outlets by
the square root of their articles. Figures are of outlets that the weights were not fitted to, in ten folds.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from masthead.engines.counting import choose_counter
from masthead.engines.stream import slices
from masthead.features import MeasureOptions, genre, load_instruments
from masthead.sources import guess_genre, read

DESK = re.compile(
    r"/(?:politics|world|us|usa|nation|homenews|national|business|economy|europe|asia|middleeast|meast|africa|americas"
    r"|justice|latest-news-wires|senate|house|administration|health|us-news)/",
    re.IGNORECASE,
)
INTERPRETING = re.compile(
    r"/(?:magazine|upshot|decoder\w*|dc-decoder|features?|in-?depth|politics-watch|foreign-policy|security-watch"
    r"|the-memo|agenda|parallels|long-?form|graphic-detail|archive)/",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"transcript|full[ -]text|^read\b|live[ -](?:updates|blog)|interactive|/live/|updates", re.IGNORECASE
)
NEWS, ANALYSIS, OPINION = range(3)
PENALTY = 0.1
FOLDS = 10
TOML = Path(__file__).parents[1] / "toolkit/masthead/features/genre.toml"


def label(url: str, title: str) -> int | None:
    """What an address says of its article, None where it says nothing that is sure."""
    path = re.sub(r"^https?://[^/]+|\?.*$", "", url)
    told = guess_genre(url=url, title=title)
    if told == "opinion":
        return OPINION
    if OTHERS.search(f"{title} {path}") or told in ("transcript", "live blog", "letter"):
        return None
    if told == "analysis" or INTERPRETING.search(path):
        return ANALYSIS
    return NEWS if DESK.search(path) else None


def lead(text: str, random: Random) -> str:
    """The first 60 to 110 words."""
    words = list(re.finditer(r"\S+", text))
    return text[: words[min(random.randint(60, 110), len(words)) - 1].end()] if words else text


def evidence(articles: pa.Table) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """What is counted for each rate, and what it is taken per: ``(articles, rates)`` each."""
    counter = choose_counter(load_instruments(MeasureOptions()))
    made = [genre.totals(counter.batches.counts(part)) for part in slices(articles, counter)]
    return tuple(  # type: ignore[return-value]
        np.array([np.concatenate([part[name][side] for part in made]) for name in genre.RATES]).T for side in (0, 1)
    )


def drawn(of: Any, per: Any, mean: Any) -> Any:
    """The rates as the score takes them."""
    return (of - mean * per) / (per + np.array([rate.added for rate in genre.RATES.values()]))


def weights_of(kind: Any, outlet: Any) -> Any:
    """Weights of articles: kinds in equal parts, in each the outlets by the square root of their articles."""
    _, number, times = np.unique(np.stack([kind, outlet]), axis=1, return_inverse=True, return_counts=True)
    weights = 1.0 / np.sqrt(times[number])
    for one in range(3):
        weights[kind == one] *= len(kind) / 3 / weights[kind == one].sum()
    return weights


def load(path: Path) -> tuple[pa.Table, Any, Any]:
    table = pq.read_table(path, columns=["id", "outlet", "title", "text", "url", "source_url"])
    labels = [
        label(url or "", title or "")
        for url, title in zip(table["url"].to_pylist(), table["title"].to_pylist(), strict=True)
    ]
    kept = [row for row, kind in enumerate(labels) if kind is not None]
    table = table.take(kept)
    _, outlet = np.unique(table["source_url"].to_pylist(), return_inverse=True)
    return table, np.array([labels[row] for row in kept]), outlet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="write them into features/genre.toml")
    given = parser.parse_args()
    table, kind, outlet = load(given.data / "articles/abp.parquet")
    random = Random(0)
    leads = pa.array([lead(text, random) for text in table["text"].to_pylist()])
    parts = [table, table.set_column(table.schema.get_field_index("text"), "text", leads)]
    counted = [evidence(read(part).articles) for part in parts]
    of, per = (np.concatenate([pair[side] for pair in counted]) for side in (0, 1))
    kind, outlet = np.tile(kind, 2), np.tile(outlet, 2)
    weights = weights_of(kind, outlet)
    mean = (of * weights[:, None]).sum(axis=0) / (per * weights[:, None]).sum(axis=0)
    values = drawn(of, per, mean)
    spread = values.std(axis=0)
    fits = [
        fitted(name, values / spread, kind, outlet, weights * np.isin(kind, kinds))
        for name, kinds in (("opinion", (NEWS, OPINION)), ("opinion or analysis", (NEWS, ANALYSIS, OPINION)))
    ]
    found = np.array([model.coef_[0] for model in fits])
    for name, one in sorted(zip(genre.RATES, found.T, strict=True), key=lambda row: row[1][0]):
        print(f"{name:20} {one[0]:6.2f} {one[1]:6.2f} a standard deviation")
    if given.write:
        write(mean, found.T / spread[:, None], [float(model.intercept_[0]) for model in fits])


def fitted(name: str, values: Any, kind: Any, outlet: Any, weights: Any) -> LogisticRegression:
    """The model of all articles that weigh something, after the figures of those fitted without an outlet's own."""
    held_out = np.zeros(len(kind))
    for train, test in GroupKFold(FOLDS).split(values, kind, outlet):
        held_out[test] = _model(values[train], kind[train], weights[train]).decision_function(values[test])
    print(f"written like {name}")
    report(kind, held_out)
    return _model(values, kind, weights)


def _model(values: Any, kind: Any, weights: Any) -> LogisticRegression:
    return LogisticRegression(C=PENALTY, max_iter=500).fit(values, kind > NEWS, weights)


def report(kind: Any, score: Any) -> None:
    half = len(kind) // 2
    for name, part in (("whole", slice(0, half)), ("leads", slice(half, None))):
        kinds, scores = kind[part], score[part]
        for one, called in ((OPINION, "opinion"), (ANALYSIS, "analysis")):
            two = (kinds == one) | (kinds == NEWS)
            print(f"{name}: AUC of {called} against news {roc_auc_score(kinds[two] == one, scores[two]):.3f}")
        for share in (0.5, 0.7, 0.9, 0.95, 0.98, 0.99, 0.995):
            bound = np.quantile(scores[kinds == NEWS], share)
            above = [float((scores[kinds == one] > bound).mean()) for one in (ANALYSIS, OPINION)]
            print(f"  above {bound:5.2f}: news {1 - share:.3f}, analysis {above[0]:.3f}, opinion {above[1]:.3f}")


def write(mean: Any, weights: Any, intercepts: list[float]) -> None:
    """Put what was fitted into the file of rates."""
    text = TOML.read_text(encoding="utf-8")
    pair = ", ".join(f"{one:.3f}" for one in intercepts)
    text = re.sub(r"^intercepts = .*$", f"intercepts = [{pair}]", text, flags=re.MULTILINE)
    for name, middle, weight in zip(genre.RATES, mean, weights, strict=True):
        made = f"mean = {middle:.4g}, weights = [{weight[0]:.3g}, {weight[1]:.3g}] }}"
        text = re.sub(rf"^({name} = .*), mean = .*$", rf"\1, {made}", text, flags=re.MULTILINE)
    TOML.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
