"""Each command of the page on archives runs, on files as those databases write them."""

import random
import re
import shlex
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import exports as made
import tool_exports as tools
from masthead.cli.app import app

PAGE = (Path(__file__).parents[1] / "docs" / "archives.md").read_text(encoding="utf-8")
NOUNS = ("ferry", "harbour", "dam", "road", "school", "crew", "mayor", "clinic", "market", "bridge", "tower", "river")


def text(seed):
    words = random.Random(seed)
    return " ".join(f"The {words.choice(NOUNS)} and the {words.choice(NOUNS)} were late, she said." for _ in range(40))


PIECES = [
    made.Piece(f"Ferry vote {number}", outlet, f"March {number + 1}, 2031", (text(f"{outlet}{number}"), "It ended."))
    for outlet in ("Harrow Post", "Tidewater Post", "State Bulletin")
    for number in range(4)
]
FILES = {
    "nexis/2031.docx": made.docx(made.uni_body(PIECES)),
    "factiva.html": made.factiva_boxes(PIECES),
    "factiva/a.xml": made.factiva_xml(PIECES),
    "factiva/b.rtf": made.rtf(made.factiva_text(PIECES, codes=True)),
    "europresse.html": made.europresse(PIECES),
    "proquest.txt": made.proquest(PIECES),
    "newsbank.txt": made.newsbank(PIECES),
    "articles/Harrow Post/a.docx": made.docx("".join(map(made.paragraph, ("Ferry vote", text(1), "It is late.")))),
    "articles/State Bulletin/a.txt": f"Ferry vote\n\n{text(2)}\n",
}
ROWS = [
    {"outlet": piece.outlet, "title": piece.title, "date": f"2031-03-{number % 4 + 1:02}", "text": piece.paragraphs[0]}
    for number, piece in enumerate(PIECES)
]
FILES |= {
    "mediacloud-with-texts.csv": tools.media_cloud(ROWS),
    **{f"pages/{name}": content for name, content in tools.pages(ROWS).items()},
    "crawl.warc.gz": tools.web_archive(ROWS),
    "articles.xlsx": tools.workbook(ROWS),
    "from-r.parquet": tools.from_r(ROWS),
    "spellings.csv": tools.spelled_in_two_ways(ROWS),
}
EXPECTED = {"Harrow Post", "Tidewater Post", "State Bulletin"}
OTHERS = {
    "Single documents": EXPECTED - {"Tidewater Post"},
    "From web archives": {tools.host(outlet) for outlet in EXPECTED},
}


def sections() -> dict[str, list[str]]:
    """The commands of each section of the page."""
    parts = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    found = {part.split("\n", 1)[0]: re.findall(r"^```sh\n(.*?)^```", part, re.MULTILINE | re.DOTALL) for part in parts}
    return {name: [line for block in blocks for line in block.splitlines()] for name, blocks in found.items() if blocks}


@pytest.mark.parametrize("section", sections())
def test_each_command_of_the_page_runs(section, tmp_path, monkeypatch):
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.chdir(tmp_path)
    for line in sections()[section]:
        words = shlex.split(line)
        assert words[0] == "masthead"
        done = CliRunner().invoke(app, words[1:])
        assert done.exit_code == 0, (line, done.output)
    outlets = {name.split(" (")[0] for name in pq.read_table("articles.parquet")["outlet"].to_pylist()}
    assert outlets == OTHERS.get(section, EXPECTED)


def test_every_source_of_the_page_has_commands():
    assert {"From Nexis", "From Factiva", "From Europresse", "From ProQuest and NewsBank"} <= set(sections())
    assert {"From Media Cloud", "From scrapers and APIs", "From web archives", "From R"} <= set(sections())
