"""Agency copy: articles that carry another newsroom's text, known by what a reader sees.

An agency is credited in the dateline ("WASHINGTON (AP) — "), in the byline ("By Lena Orsay, Associated Press"), at the
foot ("(Reporting by ...; Editing by ...)", "Copyright 2031 The Associated Press", "Source: Xinhua"), or by a standing
format of its own. A photograph's credit, a share in the reporting ("The Associated Press contributed to this report")
and a mention ("he told Reuters") are no credits. The agencies, and the outlets that are their own, are rows of
``agencies.tsv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from masthead.sources.strings import split_lines

_HEAD_LINES, _FIRST_LINES, CREDIT_LINES = 12, 3, 6
HEAD, FOOT, END = 1500, 1200, 60
_RUN_ON = 500

_WORD = r"[A-Z][\w.'’-]{0,30}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = rf"(?:(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?)"
_PLACE = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}(?:,\s*{_WORD}(?:[ ]{_WORD}){{0,2}}){{0,2}}"
_DASH = r"[-–—―_]{1,3}"
_PROSE = r"""(?=["“'‘(]?[A-Z0-9][^\n]{60})"""
_NAME = rf"{_WORD}(?:[ ](?:{_WORD}|de|van|von|al|bin)){{1,4}}"
_NAMES = rf"{_NAME}(?:(?:,|,? and|,? &)[ ]{_NAME}){{0,5}}"
_AFTER_NAME = frozenset(["", *" ,(|:-"])
"""What may stand after an agency's name in that of an outlet of its own."""
_STAFF = (
    r"(?:[ ](?i:staff|news|political|national|foreign|special|senior|chief|diplomatic))*"
    r"[ ]?(?i:writer|reporter|correspondent|journalist|editor|staff)s?"
)
_OTHERS = r"(?:(?:\s*[/,&+]\s*|\s+and\s+)(?:<<other>>|(?i:(?:other )?(?:news )?agencies)))*"
_TEXT = r"(?i:article|story|report|piece|dispatch|item|post)"
_DESK = r"(?i:(?:additional )?reporting|writing)(?i: and (?:additional )?(?:reporting|writing))?"

# A line's beginning near the head of the text.
_DATELINES = (
    rf"\W{{0,3}}(?:{_PLACE}[,.:]?\s+)?(?:{_DAY}[,.]?\s+)?\(<<agency>>\)\s*{_DASH}",
    rf"{_PLACE},\s+{_DAY}\.?\s*/<<agency>>/",
    rf"{_PLACE},\s*(?:{_DAY},\s*)?<<agency>>\s*(?:{_DASH}|:)\s*{_PROSE}",
)
# The beginning of one of the first lines.
_LEADS = (rf"\W{{0,3}}(?:{_DAY}[,.]?\s+)?\(<<agency>>\)\s*{_PROSE}", rf"<<agency>>\s+{_DASH}\s+{_PROSE}")
# Further on in a text whose lines were run together: a place in front is needed.
_RUN_ON_DATELINE = rf"(?:^|[.!?:;\"”)\d]\s+|\n){_PLACE}[,.]?\s+(?:{_DAY}[,.]?\s+)?\(<<agency>>\)\s*{_DASH}\s"
# A whole line near the head.
_BYLINES = (
    rf"(?i:by:?|from) (?:{_NAMES}(?:\s*[,|/]\s*|\s+{_DASH}\s+|\s+(?:of|for|in {_PLACE} for)\s+(?:the )?|[ ]))?"
    rf"<<agency>>(?:{_STAFF})?[ .,|]{{0,3}}(?:{_DAY}\W{{0,3}})?",
    rf"{_NAMES}(?:\s*[,|]\s*|[ ])<<agency>>{_STAFF}\W{{0,3}}",
    r"<<named>>|<<agency>>[ ](?i:staff|news agency|newswire)",
)
# A whole line near the foot; a short form alone may be a photograph's credit or an editor's initials.
_FOOT_CREDITS = (
    rf"(?:[(\[–—-]\W{{0,3}}|(?i:source|via)\s*:?\s*)<<agency>>{_OTHERS}\W{{0,3}}",
    rf"<<named>>{_OTHERS}\W{{0,3}}|<<agency>>{_OTHERS[:-1]}+\W{{0,3}}",
)
# The beginning of a line near the foot.
_FOOT_OPENINGS = (
    r"\W{0,3}(?i:copyright|©|\(c\))[ ,]*(?:(?i:copyright|©|\(c\))[ ,]*)?(?:\d{4}[ ,]*)?(?i:by )?<<agency>>"
    r"\b(?![ ]?/)(?![ ](?i:photo|images?))",
    rf"\W{{0,3}}(?i:this) (?:{_TEXT})(?i: (?:was|is|has been|originally|first))*"
    r" (?i:written|produced|published|distributed|reported|provided|supplied|filed|appeared|issued)"
    r"(?i: (?:by|on|in|from|through)) <<agency>>\b",
    r"\W{0,3}(?i:distributed|provided|supplied) (?i:by|through) <<agency>>\b",
    rf"\W{{0,3}}<<agency>>{_STAFF}\b[^\n]{{3,400}}\bcontributed\b",
)
_REQUEST = r"[^\n]{0,400}\b(?i:please credit(?: the)?) <<agency>>\b"
# The end of the text, run on after its last sentence.
_SIGNED = r"""[.!?"”’']\s*(?:[-–—]{1,2}\s?|[(\[/])<<agency>>[)\]/.]*\s*\Z"""
# The way the desks of Reuters sign: who reported, a semicolon, who edited.
_DESK_LINE = re.compile(
    rf"(?:^|\()\W{{0,2}}{_DESK} by [A-Z][^\n]{{2,400}}[;,] ?(?i:editing)(?i: and writing)? by [A-Z]"
    rf"|\((?i:editing|writing) by [A-Z][^\n()]{{3,200}}\)\W*\Z"
)
# Found in whatever fits a shape that may begin with anything.
_NEEDS = {
    "run_on": r"\(<<agency>>\)",
    "request": r"(?i:please credit)",
    "contact": r"(?i:@[^\n]*<<email>>)",
    "desk": r"(?i:iting)[^\n]* by [A-Z]",
}
_DESK_AGENCY = "Reuters"
_CONTACT = r"(?i:\b(?:contact|reporter|editor|write|e-?mail|reach)\b[^\n]{0,160}@(?:[\w-]+\.)*<<email>>\b)"


@dataclass(frozen=True, slots=True)
class Agency:
    """One row of the list: the names it is credited by, the outlets that are its own, its marks."""

    name: str
    credits: tuple[str, ...]
    own: tuple[str, ...]
    email: tuple[str, ...]
    opening: tuple[str, ...]

    def publishes(self, outlet: str) -> bool:
        """Whether ``outlet`` is the agency itself, so that its copy is original there."""
        folded = re.sub(r"^(?:https?://)?(?:www\.)?", "", outlet.casefold().strip()).rstrip("/")
        return any(
            folded.endswith(f".{own}") or (folded.startswith(own) and folded[len(own) : len(own) + 1] in _AFTER_NAME)
            for own in self.own
        )


@cache
def agencies() -> tuple[Agency, ...]:
    """The agencies in the order of their file."""
    lines = (resources.files("masthead.sources.agencies") / "agencies.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return tuple(Agency(row[0], *(tuple(filter(None, cell.split("|"))) for cell in row[1:])) for row in rows)


def credit_pattern(*, fewest: int = 1) -> str:
    """The names of ``fewest`` words or more that an agency is credited by, as one alternation, the longest first."""
    names = {name for agency in agencies() for name in agency.credits if len(name.split()) >= fewest}
    return "|".join(re.escape(name).replace(r"\ ", " ") for name in sorted(names, key=_longest))


def named(credit: str) -> Agency | None:
    """The agency credited as ``credit`` (its name, a short form, with or without "The"), or None."""
    folded = credit.strip().casefold()
    return _by_credit().get(folded) or _by_credit().get(folded.removeprefix("the "))


@cache
def owner(outlet: str) -> Agency | None:
    """The agency that publishes under the name ``outlet``, or None."""
    return next((agency for agency in agencies() if agency.publishes(outlet)), None)


def credited(text: str, author: str | None = None) -> Agency | None:
    """The agency that ``text`` credits, whatever its outlet, or None.

    ``author`` is the byline where it came in a column of its own. Only the first ``HEAD`` and the last ``FOOT``
    characters of the text are looked at.
    """
    return (in_author(author) if author else None) or _in_head(text) or _in_foot(text)


@cache
def in_author(author: str) -> Agency | None:
    """The agency that an author column names, alone or after one person; a list of several names tells nothing."""
    parts = [part for part in re.split(r"\s*[,|;]\s*", author.strip()) if part]
    if not 1 <= len(parts) <= 2:
        return None
    first = re.sub(r"^(?i:by|from)\s+", "", parts[0])
    if len(parts) == 1:
        return named(re.sub(rf"{_STAFF}$", "", first).strip()) or named(first)
    return named(parts[1]) if re.fullmatch(_NAMES, first) and named(first) is None else None


def _in_head(text: str) -> Agency | None:
    head = text[:HEAD]
    lines = [head[start:end] for start, end in split_lines(head, 0)][:_HEAD_LINES]
    for number, line in enumerate(lines):
        match = _pattern("datelines").match(line) or _pattern("bylines").fullmatch(line)
        if match is None and number < _FIRST_LINES:
            match = _pattern("leads").match(line) or _pattern("run_on").search(line, 0, _RUN_ON)
        if match is not None:
            return _credited(match)
    return next((agency for agency in agencies() for known in agency.opening if known in head), None)


def _in_foot(text: str) -> Agency | None:
    start = max(0, len(text) - FOOT)
    lines = [text[begin:end] for begin, end in split_lines(text, start)][-CREDIT_LINES:]
    for line in reversed(lines):
        match = _pattern("foot").fullmatch(line) or _pattern("openings").match(line)
        match = match or _pattern("request").match(line) or _pattern("contact").search(line)
        if match is not None:
            return _credited(match)
    match = _pattern("signed").search(text, max(0, len(text) - END))
    if match is not None:
        return _credited(match)
    return named(_DESK_AGENCY) if any(_DESK_LINE.search(line) for line in lines) else None


def _credited(match: re.Match[str]) -> Agency | None:
    """The agency of the first group that took part in the match."""
    credit = next(group for group in match.groups() if group is not None)
    return _by_email().get(credit.casefold()) or named(credit)


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


@cache
def _by_credit() -> dict[str, Agency]:
    return {credit.casefold(): agency for agency in reversed(agencies()) for credit in (agency.name, *agency.credits)}


@cache
def _by_email() -> dict[str, Agency]:
    return {domain: agency for agency in agencies() for domain in agency.email}


_SHAPES = {
    "datelines": _DATELINES,
    "leads": _LEADS,
    "run_on": (_RUN_ON_DATELINE,),
    "bylines": _BYLINES,
    "foot": _FOOT_CREDITS,
    "openings": _FOOT_OPENINGS,
    "request": (_REQUEST,),
    "signed": (_SIGNED,),
    "contact": (_CONTACT,),
}


def shape(name: str) -> str:
    """The shapes under ``name`` as one pattern whose groups are the credited agency."""
    return "|".join(f"(?:{_filled(written)})" for written in _SHAPES[name])


def needed(name: str) -> str:
    """A pattern found in whatever the shapes under ``name`` fit."""
    return _filled(_NEEDS[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(shape(name))


def _filled(written: str) -> str:
    return re.sub(r"<<(\w+)>>", lambda match: _parts()[match[1]], written)


@cache
def _parts() -> dict[str, str]:
    every = credit_pattern()
    return {
        "agency": rf"((?:[Tt]he )?(?:{every}))",
        "named": rf"((?:[Tt]he )?(?:{credit_pattern(fewest=2)}))",
        "other": f"(?:{every})",
        "email": "(" + "|".join(re.escape(domain) for domain in _by_email()) + ")",
    }
