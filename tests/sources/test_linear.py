"""Reading takes time in proportion to the text, whatever is repeated in it."""

import json
import time
from contextlib import suppress
from html import escape

import pytest

import exports
from masthead.errors import UnreadableInput
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


RSS = (
    '<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><item><title>Late</title>'
    "<link>https://a.example/1</link><c:encoded>{text}</c:encoded></item></channel></rss>"
)


def as_it_is(text):
    return text.encode()


KINDS = {
    "jsonl": lambda text: json.dumps({"outlet": "A", "text": text}).encode(),
    "csv": lambda text: f'outlet,text\nA,"{text.replace(chr(34), chr(34) * 2)}"\n'.encode(),
    "txt": as_it_is,
    "md": as_it_is,
    "html": lambda text: f"<html><body><article><p>{text}</p></article></body></html>".encode(),
    "rss": lambda text: RSS.format(text=escape(text)).encode(),
    "rtf": lambda text: exports.rtf(text).encode(),
    "docx": lambda text: exports.docx("".join(map(exports.paragraph, text.split("\n")))),
}
"""How a text is written in a file of each kind; of a page its markup is part of the text."""


def seconds(path, kind, run, length):
    text = AROUND.format(run=run * (length // len(run)))
    path.write_bytes(KINDS[kind](text))
    begun = time.process_time()
    with suppress(UnreadableInput):
        read(path)
    return time.process_time() - begun


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_twice_the_run_takes_twice_the_time(tmp_path, kind, run):
    path = tmp_path / f"a.{kind}"
    seconds(path, kind, "x", 10)  # what is only done once
    short, long = (min(seconds(path, kind, run, length) for _ in range(2)) for length in (SHORT, 2 * SHORT))
    assert long <= 2.5 * short + 0.1
    assert long < 4
