"""Rows of articles by features: counts and exposure by hand, and the way back to outlets' figures."""

from __future__ import annotations

import csv
import math
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from masthead import profile, tidy
from masthead.features.base import Feature
from masthead.profiles.tidy import tidy_articles
from masthead.schema import TIDY
from masthead.storage import bundled

if TYPE_CHECKING:
    from pathlib import Path

LOADED = Feature(
    name="loaded",
    family="loaded",
    title="Loaded",
    kind="density",
    unit="per 1,000 words",
    numerator=("hits",),
    denominator=("words.own",),
    scale=1000.0,
    higher="more",
    citation="none",
    primary=True,
)
ARTICLES = {
    "id": ["a", "b"],
    "outlet": ["Quill", "Quill"],
    "date": ["2031-05-01", None],
    "event": [None, "strike"],
    "label_camp": ["left", "left"],
    "hits": [3, 0],
    "words.own": [400, 0],
    "words.attributed": [100, 50],
    "words.quoted": [0, 0],
}


def test_a_row_has_the_counts_and_an_exposure_in_the_features_unit() -> None:
    table = tidy_articles(pa.table(ARTICLES), [LOADED])
    assert table.schema.names == [*TIDY.names, "label_camp"]
    first, second = table.to_pylist()
    assert {name: first[name] for name in ("value", "numerator", "denominator", "exposure", "words")} == {
        "value": 7.5,
        "numerator": 3.0,
        "denominator": 400.0,
        "exposure": 0.4,
        "words": 500.0,
    }
    assert (first["cluster"], second["cluster"]) == ("Quill/day:2031-05-01", "Quill/event:strike")
    assert first["label_camp"] == "left"
    assert [second[name] for name in ("value", "numerator", "denominator", "exposure")] == [None] * 4


def test_sums_of_the_rows_give_the_profiles_of_outlets() -> None:
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in tidy(bundled("corpora/demo"), every_feature=True).table.to_pylist():
        if row["exposure"] is not None:
            sums[row["outlet"], row["feature"]][0] += row["numerator"]
            sums[row["outlet"], row["feature"]][1] += row["exposure"]
    rows: list[dict[str, Any]] = profile(bundled("corpora/demo"), draws=20).table.to_pylist()
    ratios = [row for row in rows if row["numerator"] is not None]
    assert len(ratios) > 100
    for row in ratios:
        above, below = sums[row["outlet"], row["feature"]]
        assert above / below == pytest.approx(row["estimate"])


def test_the_command_writes_what_the_function_gives(tmp_path: Path) -> None:
    path = tmp_path / "tidy.csv"
    command = ["measure", str(bundled("corpora/demo")), "--tidy", "--quiet", "-o", str(path)]
    subprocess.run([sys.executable, "-m", "masthead", *command], check=True)
    with path.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    expected = tidy(bundled("corpora/demo")).table.to_pylist()
    assert len(written) == len(expected) == 96 * 11
    for row, other in zip(written, expected, strict=True):
        assert (row["id"], row["feature"], row["cluster"]) == (other["id"], other["feature"], other["cluster"])
        if other["exposure"]:
            assert math.isclose(float(row["numerator"]) / float(row["exposure"]), other["value"], abs_tol=1e-12)
