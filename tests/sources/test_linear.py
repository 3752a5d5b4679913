"""Reading takes time in proportion to the text, whatever is repeated in it."""

import json
import time

import pytest

from masthead.sources import read

AROUND = "Hello there.{run}The town is quiet tonight, officials said on Monday.\n\nAnother paragraph follows.{run}"
RUNS = {
    "blanks": " ",
    "blank lines": " \n",
    "newlines": "\n",
    "no-break spaces": "\N{NO-BREAK SPACE}",
    "digits": "7",
    "numbers": "1.",
    "letters": "a",
    "capitals": "A",
    "tags": "<a ",
    "ampersands": "&amp; ",
    "dashes": "-",
    "brackets": "[",
    "marks": '"',
    "accents": "\N{COMBINING ACUTE ACCENT}",
}
SHORT = 40_000


def seconds(path, kind, run, length):
    text = AROUND.format(run=run * (length // len(run)))
    path.write_text(json.dumps({"outlet": "A", "text": text}) if kind == "jsonl" else text, encoding="utf-8")
    begun = time.process_time()
    read(path)
    return time.process_time() - begun


@pytest.mark.parametrize("kind", ["jsonl", "txt"])
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_twice_the_run_takes_twice_the_time(tmp_path, kind, run):
    path = tmp_path / f"a.{kind}"
    seconds(path, kind, "x", 10)  # what is only done once
    short, long = (min(seconds(path, kind, run, length) for _ in range(2)) for length in (SHORT, 2 * SHORT))
    assert long <= 2.5 * short + 0.1
    assert long < 1
