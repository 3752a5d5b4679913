"""Lists line by line: LIWC dictionaries (also the moral foundations), Lexicoder, one word per line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.errors import UsageError
from masthead.lexicons.layouts.found import Found, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CATEGORY = re.compile(r"(\s*)(\d+)\s+(.*\S)")
_ASIDE = re.compile(r"(?<=\S)\s*\(.*\)$")
_NUMBERS = re.compile(r"(.*?\S)\s+((?:\d|\(|<).*)")
_PART = re.compile(r"(?:\([^)]*\)|<[^>]*>)\s*\d+(?:/\d+)*|\d+/[\d/]+|\S+")
_CONDITION = re.compile(r"\(.*?\)|<.*?>")
_BLOCK = "%"


def read_liwc(text: str) -> Found | None:
    """A dictionary of LIWC: numbers and names of categories between two lines ``%``, then entries with numbers.

    What LIWC 2007 makes depend on the words around (``like (02 134)125/464``) is no category that always holds.
    """
    lines = [line.strip("\ufeff") for line in text.split("\n")]
    marks = [number for number, line in enumerate(lines) if line.strip() == _BLOCK][:2]
    if not marks or any(line.strip() for line in lines[: marks[0]]):
        return None
    if len(marks) < 2:
        raise UsageError(
            "the block of categories has no end", where=str(marks[0] + 1), fix="Put a line % after the last category."
        )
    found = Found("LIWC dictionary")
    names = _liwc_categories(lines, marks[0] + 1, marks[1], found)
    found.declared = tuple(names.values())
    for number, line in enumerate(lines[marks[1] + 1 :], marks[1] + 2):
        if line.strip():
            _read_entry(line, number, names, found)
    return found


def _liwc_categories(lines: list[str], begin: int, end: int, found: Found) -> Mapping[int, str]:
    """Names by number. Of two categories of one name the one further in is told apart by the one that it is in."""
    names: dict[int, str] = {}
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines[begin:end], begin + 1):
        match = _CATEGORY.fullmatch(line.expandtabs(4).rstrip())
        if match is None:
            if line.strip():
                found.say(number, line.strip(), "left out", "no category: a number and a name")
            continue
        depth, key, name = len(match[1]), int(match[2]), _ASIDE.sub("", match[3])
        above = [(level, other) for level, other in above if level < depth]
        if key in names:
            found.say(number, name, "left out", f"category {key} is {names[key]} already")
            continue
        taken = name in names.values()
        names[key] = f"{above[-1][1]}.{name}" if taken and above else f"{name}.{key}" if taken else name
        if taken:
            found.say(number, name, "read otherwise", f"a second category of that name is called {names[key]}")
        above.append((depth, name))
    return names


def _read_entry(line: str, number: int, names: Mapping[int, str], found: Found) -> None:
    term, parts = _term_and_parts(line, names)
    if _CONDITION.search(term):
        found.say(number, term, "left out", "LIWC counts it under a condition, which is not applied")
        return
    plain = [part for part in parts if part.isdecimal()]
    odd = [part for part in parts if not part.isdecimal()]
    known = [names[int(part)] for part in plain if int(part) in names]
    unknown = [part for part in plain if int(part) not in names]
    if unknown:
        found.say(number, term, "not read", f"no category is declared for {', '.join(unknown)}")
    if odd:
        what = f"{' '.join(odd)}: LIWC decides by the words around, which is not applied"
        found.say(number, term, "not read" if known else "left out", what)
    elif not known:
        found.say(number, term, "left out", "it has no category")
    found.rows += [Row(number, term, name) for name in dict.fromkeys(known)]


def _term_and_parts(line: str, names: Mapping[int, str]) -> tuple[str, list[str]]:
    """The term of a line, blanks and all, and what follows it; a number that is no category belongs to the term."""
    line = line.strip()
    if "\t" in line:
        term, _, rest = line.partition("\t")
        if not re.search(r"\d", rest):
            term, rest = f"{term} {rest}", ""
        return " ".join(term.split()), _PART.findall(rest)
    match = _NUMBERS.fullmatch(line)
    if match is None:
        return " ".join(line.split()), []
    term, parts = match[1], _PART.findall(match[2])
    while len(parts) > 1 and parts[0].isdecimal() and int(parts[0]) not in names:
        term = f"{term} {parts.pop(0)}"
    return " ".join(term.split()), parts


def read_lexicoder(text: str) -> Found | None:
    """A list of Lexicoder: ``+category`` (``++`` for one inside it), then its entries, a tab before a weight."""
    lines = list(_lines(text))
    if not lines or not lines[0][1].startswith("+"):
        return None
    found = Found("Lexicoder dictionary")
    path: list[str] = []
    for number, line in lines:
        if line.startswith("+"):
            name = line.lstrip("+").strip()
            depth = len(line) - len(line.lstrip("+"))
            path = [*path[: depth - 1], name]
            continue
        term, _, weight = line.partition("\t")
        score = number_of(weight)
        if weight.strip() and score is None:
            found.say(number, term.strip(), "not read", f"{weight.strip()!r} is not a weight")
        found.rows.append(Row(number, " ".join(term.split()), ".".join(path), score))
    return found


def read_lines(text: str) -> Found:
    """A word or phrase a line."""
    found = Found("list with one word per line")
    lines = list(_lines(text))
    entries = [(number, line) for number, line in lines if not is_comment(line)]
    if len(entries) < len(lines):
        found.say(
            0, "", "not read", f"comments: {len(lines) - len(entries):,} lines that begin with ; or # and a blank"
        )
    found.rows = [Row(number, " ".join(line.split()), "") for number, line in entries]
    return found


def is_comment(line: str) -> bool:
    """Whether a line is a remark of who made the list; a hashtag is none."""
    return line.startswith(("# ", ";")) or line == "#"


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with something on them, by number."""
    return ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def number_of(cell: str, *, comma: bool = True) -> float | None:
    """The finite number that a cell holds, with any minus sign and, where ``comma``, a decimal comma; None for none."""
    plain = cell.strip().replace("\u2212", "-")
    if comma and re.fullmatch(r"[+-]?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    return float(plain) if re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", plain) else None
