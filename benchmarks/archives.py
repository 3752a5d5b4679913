"""How long, and in how much memory, a folder of Word files from a news database is read or measured.

    python benchmarks/archives.py --files 1000 --articles 100

The files are made up, in the layout of Nexis Uni, one of them cut off. Prints one line of figures.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORDS = (
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "that",
    "council",
    "ferry",
    "dam",
    "vote",
    "said",
    "mayor",
    "crew",
    "was",
)
_PARAGRAPHS, _SENTENCES, _LENGTH = 12, 4, 14


def main() -> None:
    """Make the files, read them in a process of its own, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=100, help="articles a file")
    parser.add_argument("--command", choices=("read", "measure"), default="read")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "exports"
        folder.mkdir()
        size = sum(_write(folder / f"export{number:05}.docx", number, given.articles) for number in range(given.files))
        (folder / "broken.docx").write_bytes((folder / "export00000.docx").read_bytes()[:2000])
        output = str(Path(name) / "out.parquet")
        command = [sys.executable, "-m", "masthead", given.command, str(folder), "-q", "-o", output]
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - begun
        rejects = (Path(name) / "out.parquet.rejects.jsonl").read_text(encoding="utf-8").strip()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    articles = given.files * given.articles
    print(
        f"{given.files:,} files, {size / 1e6:,.0f} MB, {articles:,} articles: {seconds:,.1f} s "
        f"({articles / seconds:,.0f} articles a second), CPU {used.ru_utime + used.ru_stime:,.1f} s, "
        f"peak {used.ru_maxrss / 1024:,.0f} MB, exit {done.returncode}; rejected: {rejects}"
    )


def _write(path: Path, number: int, articles: int) -> int:
    """Write a file of made-up articles, and give back its size."""
    words = random.Random(number)
    document = f'<?xml version="1.0"?><w:document xmlns:w="{_NAMESPACE}"><w:body>{"".join(_articles(words, articles))}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{document}</w:body></w:document>")
    return path.stat().st_size


def _articles(words: random.Random, articles: int) -> Iterator[str]:
    for article in range(articles):
        title = " ".join(words.choices(_WORDS, k=7)).capitalize()
        yield f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>{title}</w:t></w:r></w:p>'
        day = f"March {article % 28 + 1}, {2001 + article % 20}"
        heads = ("Harrow Post" if article % 2 else "Tidewater Post", day, "Copyright 2031 Harrow Papers")
        yield from (_paragraph(text) for text in heads)
        yield from (_paragraph(f"\u00a0{_length()} words", bold="Length:"), _paragraph("", bold="Body"))
        yield from (_paragraph(_text(words)) for _ in range(_PARAGRAPHS))
        yield from (_paragraph("\u00a0March 30, 2031", bold="Load-Date:"), _paragraph("", bold="End of Document"))


def _length() -> int:
    return _PARAGRAPHS * _SENTENCES * _LENGTH


def _text(words: random.Random) -> str:
    sentences = (" ".join(words.choices(_WORDS, k=_LENGTH)).capitalize() for _ in range(_SENTENCES))
    return ". ".join(sentences) + "."


def _paragraph(text: str, *, bold: str = "") -> str:
    looks = '<w:pPr><w:spacing w:before="200" w:line="260" w:lineRule="atLeast"/><w:jc w:val="both"/></w:pPr>'
    strong = f'<w:r><w:rPr><w:b/><w:sz w:val="20"/></w:rPr><w:t>{bold}</w:t></w:r>' if bold else ""
    run = f'<w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="20"/></w:rPr><w:t>{text}</w:t></w:r>'
    return f"<w:p>{looks}{strong}{run if text else ''}</w:p>"


if __name__ == "__main__":
    main()
