"""What people read is in sentences of at most 35 words, without turns of phrase that made readers stumble.

Read are the manual, the README, the help of every command, notes and errors in the code, what a paper says of its
methods, and the docstrings of public names.
"""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import masthead
from masthead.cli.app import HELP

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "toolkit" / "masthead"
LONGEST = 35
NOT_PROSE = re.compile(
    r"<!-- made: references -->.*?<!-- end -->|^```.*?^```$|^(?:    |\||#+ |<!--|\$)[^\n]*$", re.MULTILINE | re.DOTALL
)
ITEM = re.compile(r"^\s*(?:[-*]|\d+\.) ", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
CODE = re.compile(r"``[^`]+``|`[^`]+`|https?://\S+")
CITED = re.compile(r"\((?:[^()]*\b(?:1[89]|20)\d\d[^()]*)\)|\[@[^\]]+\]")
END = re.compile(r"(?<=[.!?])[)\"”*]*\s+(?=[\"“(*A-Z0-9`—▲°·{λτ-]|textstat|trafilatura|masthead|[a-z]+[A-Z])")
KNOWN_STOPS = re.compile(r"\b(?:e\.g|i\.e|al|vs|cf|Mr|Ms|no|pp|etc|approx)\.(?=\s)")
THINGS = "sub-folder|article|row|line|hit|file|word|feature|verdict|text|list|code|source|folder|worker|column|sheet|second|label"
UNITS = (
    "article|outlet|row|file|line|text|sentence|word|core|folder|table|category|group|unit|column|span|model|fact|check"
)
STUMBLES = (
    rf"\b(?:one|two|a|N|\d+) (?:[a-z-]+ )?(?:{THINGS}) an? (?:[a-z]+ )?(?:{UNITS})\b",
    rf"\b(?:{THINGS})s an? (?:{UNITS})\b",
    r"\bdownloaded (?:\w+ )*but by\b",
    r"\btake each article for itself\b",
    r"\bthe test cries wolf\b",
    r"\bwhere need be\b",
    r"\b(?:this|these|that|it|who) (?:is|are) no (?!longer|more|different)\w",
    r"\b(?:is|are) no part of\b",
    r"\bis said\b(?! to)",
    r"\bin whose voice\b(?! is)",
    r"\boftener\b",
    r"\bcommonest\b",
    r"\blikest\b",
    r"\bgravest\b",
    r"\bas wholes\b",
    r"\bbeforehand\b",
    r"\btold of\b",
    r"\bheld against\b",
    r"\bhangs? on\b",
    r"\bgoes by\b",
    r"\beach weighing the same\b",
    r"\bweighing the same\b",
    r"\bdo(?:es)? not go with\b",
    r"\bsay --\w+",
    r"\bwhat is whole\b",
    r"\bmade anew\b|\bdrawn anew\b|\ball anew\b",
    r"\bmend\b",
    r"\bare had\b|\bis had\b",
    r"\bof one's own\b",
)


def words(sentence: str) -> int:
    """How many words a sentence has; code and bare numbers are none."""
    return len([word for word in sentence.split() if re.search(r"[^\W\d_]", word) and "CODE" not in word])


def sentences(text: str) -> list[str]:
    """The sentences of running text, code and citations in brackets apart."""
    text = CITED.sub("", CODE.sub("CODE", LINK.sub(r"\1", text)))
    text = KNOWN_STOPS.sub(lambda stop: stop[0].replace(".", ""), text)
    return [part.strip() for part in END.split(" ".join(text.split())) if part.strip()]


def paragraphs(markdown: str) -> Iterator[str]:
    """Paragraphs and list items of a page, without code, tables, headings and the list of references."""
    for block in re.split(r"\n\s*\n", NOT_PROSE.sub("\n", markdown)):
        yield from (item for item in ITEM.split(block) if item.strip())


@cache
def manual() -> dict[str, list[str]]:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return {
        str(path.relative_to(ROOT)): [
            found for text in paragraphs(path.read_text(encoding="utf-8")) for found in sentences(text)
        ]
        for path in pages
    }


@cache
def strings() -> dict[str, list[str]]:
    """Notes, errors and help: the texts of several words in the code that are no docstrings and no patterns."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        passed = {id(inner) for node in ast.walk(tree) for inner in _not_said(node)}
        said = [
            _text(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in passed
        ]
        lines = [
            text
            for text in said
            if text.count(" ") > 2
            and re.search(r"[.,:;?]", text)
            and not re.search(r"\\[bdswW]|\(\?|[<>{}]\s*[\n;]|\\n\\n", text)
        ]
        found[str(path.relative_to(ROOT))] = [sentence for line in lines for sentence in sentences(line)]
    return found


def _not_said(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and the parts of an f-string, which is read as a whole."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from (inner for inner in ast.walk(node) if inner is not node)


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "FILLED" for part in node.values)


@cache
def docstrings() -> dict[str, list[str]]:
    """The docstrings of public names, and of the methods and properties of public classes."""
    found = {}
    for name in masthead.__all__:
        value = getattr(masthead, name)
        members = inspect.getmembers(value, lambda member: inspect.isfunction(member) or isinstance(member, property))
        for member, part in [
            (name, value),
            *((f"{name}.{key}", part) for key, part in members if not key.startswith("_")),
        ]:
            texts = re.split(r"\n\s*\n", inspect.getdoc(part) or "")
            found[member] = [sentence for text in texts for item in ITEM.split(text) for sentence in sentences(item)]
    return found


@cache
def help_texts() -> dict[str, list[str]]:
    found = {"masthead": sentences(HELP)}
    for path in sorted((PACKAGE / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "command" in ast.unparse(each) for each in node.decorator_list
            ):
                texts = re.split(r"\n\s*\n", ast.get_docstring(node) or "")
                found[f"{path.stem} {node.name}"] = [sentence for text in texts for sentence in sentences(text)]
    return found


@cache
def stated() -> dict[str, list[str]]:
    path = PACKAGE / "reports" / "stated" / "sentences.toml"
    return {name: sentences(row["text"]) for name, row in tomllib.loads(path.read_text(encoding="utf-8")).items()}


READ = {"manual": manual, "notes": strings, "docstrings": docstrings, "help": help_texts, "stated": stated}


@pytest.mark.parametrize("kind", READ)
def test_no_sentence_is_longer_than_35_words(kind: str) -> None:
    long = [f"{place}: {text}" for place, texts in READ[kind]().items() for text in texts if words(text) > LONGEST]
    assert long == []


@pytest.mark.parametrize("kind", READ)
def test_no_phrase_comes_back_that_readers_stumbled_over(kind: str) -> None:
    pattern = re.compile("|".join(STUMBLES), re.IGNORECASE)
    found = [
        f"{place}: {hit[0]!r} in {text}"
        for place, texts in READ[kind]().items()
        for text in texts
        for hit in pattern.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ["one sub-folder an outlet", "one row an article", "one hit a counted span", "files an outlet", "held against"],
)
def test_the_phrases_are_found(text: str) -> None:
    assert re.search("|".join(STUMBLES), text)


def test_a_sentence_is_counted_without_its_code_and_citations() -> None:
    assert sentences("One `two three` four (Efron 1981; Hall 1988). Five, e.g. six.") == [
        "One CODE four .",
        "Five, eg six.",
    ]
