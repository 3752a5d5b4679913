"""CONTRIBUTING.md shows how to add a word, a cue and a rule to the text model; each example does what is said of it.

An example is a change to one file, in the form of ``diff`` without numbers of lines, and a case in the form of
``tests/cases``. The change is made in a copy of the package: the case fails before and passes after, in Python mode.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pytest

from edited_package import answer, copy_package, printed, replaced
from masthead.features import Counter, MeasureOptions, catalogue, load_instruments
from masthead.native import machine
from masthead.schema import ARTICLES

GUIDE = Path(__file__).parents[1] / "CONTRIBUTING.md"
PLACES = {
    "A word": "toolkit/masthead/lexicons/data/classes.tsv",
    "A cue": "toolkit/masthead/lexicons/data/cues.tsv",
    "A rule": "toolkit/masthead/text/rules/",
}
"""The headings of the examples, and the file or folder in which each makes its change."""


class Example(NamedTuple):
    """Stretches of a file with what they become, and a feature's case."""

    file: str
    changes: tuple[tuple[str, str], ...]
    feature: str
    case: dict[str, Any]


def example(heading: str) -> Example:
    """The example under a heading: one block of ``diff`` and one of ``toml``."""
    section = GUIDE.read_text(encoding="utf-8").partition(f"\n### {heading}\n")[2].partition("\n##")[0]
    (diff,), (toml,) = (re.findall(rf"(?sm)^```{kind}\n(.*?)^```$", section) for kind in ("diff", "toml"))
    head, *hunks = re.split(r"(?m)^@@\n", diff)
    ((old, new),) = re.findall(r"--- (\S+)\n\+\+\+ (\S+)\n", head)
    assert old == new, "an example changes one file"
    changes = tuple((_side(hunk, "-"), _side(hunk, "+")) for hunk in hunks)
    ((feature, (case,)),) = tomllib.loads(toml).items()
    assert case.keys() <= {"text", "title", "hits", "value"}
    return Example(old, changes, feature, case)


def _side(hunk: str, sign: str) -> str:
    """A stretch before (``-``) or after (``+``) a change."""
    return "".join(line[1:] or "\n" for line in hunk.splitlines(keepends=True) if line[0] in f"{sign} \n")


def measured(feature: str, case: dict[str, Any]) -> dict[str, Any]:
    """What a case is held against: the hits of the feature's family in the text, and the feature's value."""
    given = {"id": "case", "outlet": "outlet", "title": case.get("title"), "text": case["text"]}
    with machine.python_mode():
        found = Counter(load_instruments(MeasureOptions())).measure(
            pa.Table.from_pylist([{**dict.fromkeys(ARTICLES.names), **given}], schema=ARTICLES)
        )
    hits = [
        f"{'title: ' * (hit['field'] == 'title')}{hit['category']} {hit['voice']} "
        f"{given[hit['field']][hit['start'] : hit['end']]}"
        for hit in found.hits.to_pylist()
        if hit["family"] == feature.partition(".")[0]
    ]
    row = next(row for row in catalogue() if row.name == feature)
    value = float(row.estimate({name: found.features[name].to_numpy()[0] for name in row.columns}))
    return {"hits": hits, "value": None if np.isnan(value) else round(value, 4)}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all copies, as it is for somebody who tries them one after the other."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("heading", PLACES)
def test_an_example_changes_one_file_of_its_kind(heading: str, root: Path) -> None:
    file = example(heading).file
    assert file.startswith(PLACES[heading])
    assert (root / file).is_file()


@pytest.mark.parametrize("heading", PLACES)
def test_the_case_of_an_example_fails_before_and_passes_after(heading: str, tmp_path: Path, cache: Path) -> None:
    file, changes, feature, case = example(heading)
    expected = {"hits": case.get("hits", []), "value": case.get("value")}
    assert measured(feature, case) != expected
    package = copy_package(tmp_path)
    path = package / Path(file).relative_to("toolkit/masthead")
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        text = replaced(text, old, new, f"CONTRIBUTING.md, {heading}: {file}")
    path.write_text(text, encoding="utf-8")
    assert printed(Path(__file__), package, cache, json.dumps([feature, case])) == expected


if __name__ == "__main__":
    answer(measured(*json.load(sys.stdin)))
