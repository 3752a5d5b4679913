"""Is a corpus sound? What is in it by outlet, and what may change figures, each with the flag that mends it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines import How, reading_of
from masthead.engines.corpus import counted
from masthead.engines.survey import survey, survey_of_features
from masthead.errors import UnreadableInput
from masthead.numerals import count, percent
from masthead.results import Result
from masthead.schema import HEALTH, VOICES
from masthead.sources import Finding
from masthead.sources.dates import days_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from masthead.engines import Corpus
    from masthead.sources.options import Severity

SEVERE: Literal["severe"] = "severe"
WARNING: Literal["warning"] = "warning"
NOTE: Literal["note"] = "note"
EMPTY, SHORT, LANGUAGE = "empty", "too_short", "language"
UNMEASURED = (EMPTY, LANGUAGE)
"""Reasons for which nothing of an article is counted; of one that is too short all but readability is."""
MANY_WORDS = 3000
"""Words in which an outlet of unharmed texts has quotation marks."""
LARGE_SHARE, SOME_SHARE = 0.5, 0.05
"""Shares of an outlet's articles: from the first a fault is severe, from the second it is a warning."""
FEWEST = 3
"""Articles with a fault, below which it may be chance."""
LONG, LONG_SHARE, FEWEST_FOR_LONG = 5, 0.15, 20
"""An article of so many times its outlet's median words is long; so much of the words in long ones is a warning."""
LABELS, WORDS_A_LABEL = 6, 200
"""Labels of speakers in a transcript, and the most words for each."""
SAME_LENGTH, SAME_SHARE = 5, 0.02
"""Articles that end amid a sentence at exactly the longest length in an outlet, and their share: they were cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health(Result):
    """What ``check_health`` returns; ``table`` is HEALTH, ``findings`` are those of reading and of the texts."""

    findings: tuple[Finding, ...]


def check_health(source: Any, how: How | None = None) -> Health:
    """Check a corpus before using it: HEALTH by outlet, and findings, severe ones first.

    ``source`` is what ``read`` accepts or returns, and ``how`` says how it is read. Raises what ``read`` raises.
    ``n_usable`` counts the articles that a comparison counts: not empty, not in another language, and not a repeat
    within their outlet. Those too short for readability (``n_short``) are included, because everything else in them
    is counted.
    """
    how = how or How()
    reading = reading_of(source, how.read)
    found = survey(reading.articles, how)
    findings = ranked([*reading.findings, *findings_of(found)])
    manifest = {**reading.manifest, "kind": "health", "findings": [finding._asdict() for finding in findings]}
    return Health(table=health_of(found), notes=reading.notes, manifest=manifest, findings=findings)


def ranked(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, then in their order."""
    return tuple(sorted(findings, key=lambda finding: (SEVERE, WARNING, NOTE).index(finding.severity)))


def refuse_severe(findings: Sequence[Finding]) -> None:
    """Raise UnreadableInput for the first severe finding: what ``--strict`` asks for."""
    severe = [finding for finding in findings if finding.severity == SEVERE]
    if severe:
        more = f" ({count(len(severe), 'severe finding')} in all)" if len(severe) > 1 else ""
        raise UnreadableInput(
            f"{told(severe[0])}{more}",
            fix="Correct it, or leave out --strict and see what masthead read says.",
        )


def refuse_unsound(corpus: Corpus) -> None:
    """Raise UnreadableInput where reading a measured corpus found something severe, or its figures show it."""
    refuse_severe((*corpus.findings, *findings_of(survey_of_features(corpus.table))))


def told(finding: Finding) -> str:
    """A finding in one line."""
    who = f"{finding.outlet}: " if finding.outlet else ""
    fix = f" {finding.fix}" if finding.fix else ""
    return f"{who}{finding.finding}, {finding.n:,}: {finding.example}.{fix}"


def marks_lost(features: pa.Table) -> frozenset[str]:
    """The outlets of FEATURES whose quotation marks were lost: no measured article of many words has one.

    None where FEATURES does not tell words by voice.
    """
    if not {f"words.{voice}" for voice in VOICES} <= set(features.column_names):
        return frozenset()
    found = survey_of_features(features)
    usable = pc.and_(pc.invert(pc.is_in(found["reason"], pa.array(UNMEASURED))), pc.invert(found["repeated"]))
    sums = found.filter(usable).group_by("outlet").aggregate([("words", "sum"), ("marks", "any")])
    rows = zip(*(sums[name].to_pylist() for name in ("outlet", "words_sum", "marks_any")), strict=True)
    return frozenset(outlet for outlet, words, marks in rows if _lost(words, marks=marks))


def _lost(words: int, *, marks: bool) -> bool:
    """Whether quotation marks were lost on the way: so many words have some where nothing happened to them."""
    return words >= MANY_WORDS and not marks


def health_of(found: pa.Table) -> pa.Table:
    """HEALTH of a SURVEY, by outlet in alphabetical order."""
    return pa.Table.from_pylist([_row(outlet, rows) for outlet, rows in _by_outlet(found)], schema=HEALTH)


def findings_of(found: pa.Table) -> list[Finding]:
    """What a SURVEY shows of each outlet's texts that may change its figures."""
    findings: list[Finding] = []
    for outlet, rows in _by_outlet(found):
        findings += filter(None, (look(outlet, rows) for look in _LOOKS))
    return findings


@dataclass(frozen=True, slots=True)
class _Rows:
    """The SURVEY of one outlet in columns; ``usable`` are the rows that count."""

    columns: Mapping[str, list[Any]]
    usable: list[int]

    def __len__(self) -> int:
        return len(self.columns["id"])

    def having(self, name: str, value: object = True) -> list[int]:
        return [row for row, own in enumerate(self.columns[name]) if own == value]

    def name(self, row: int) -> str:
        """An article by its title, else its id."""
        return f"{(self.columns['title'][row] or self.columns['id'][row] or '')[:60]!r}"

    @property
    def words(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.array(self.columns["words"], np.int64)


def _by_outlet(found: pa.Table) -> Iterator[tuple[str, _Rows]]:
    found = found.take(pc.sort_indices(found["outlet"])) if found.num_rows else found
    found = found.append_column("day", days_of(found["date"]))
    sizes = sorted((outlet, n) for (outlet,), n in counted(found, "outlet").items())
    ends = np.cumsum([n for _, n in sizes]).tolist()
    for (outlet, n), end in zip(sizes, ends, strict=True):
        columns = found.slice(end - n, n).to_pydict()
        usable = [
            row
            for row, (reason, repeated) in enumerate(zip(columns["reason"], columns["repeated"], strict=True))
            if reason not in UNMEASURED and not repeated
        ]
        yield outlet, _Rows(columns, usable)


def _row(outlet: str, rows: _Rows) -> dict[str, Any]:
    reasons = Counter(rows.columns["reason"])
    days = rows.columns["day"]
    known = sorted(day for day in days if day is not None)
    return {
        "outlet": outlet,
        "n_articles": len(rows),
        "n_usable": len(rows.usable),
        "n_empty": reasons[EMPTY],
        "n_short": reasons[SHORT],
        "n_other_language": reasons[LANGUAGE],
        "n_repeated": sum(rows.columns["repeated"]),
        "n_undated": days.count(None),
        "date_min": known[0] if known else None,
        "date_max": known[-1] if known else None,
        "n_words": int(rows.words.sum()),
    }


def _severity(n: int, of: int) -> Severity:
    if n >= FEWEST and n >= LARGE_SHARE * of:
        return SEVERE
    return WARNING if n >= FEWEST and n >= SOME_SHARE * of else NOTE


def _of_reason(outlet: str, rows: _Rows, reason: str, finding: str, fix: str) -> Finding | None:
    found = rows.having("reason", reason)
    if not found:
        return None
    return Finding(finding, _severity(len(found), len(rows)), outlet, len(found), f"e.g. {rows.name(found[0])}", fix)


def _foreign(outlet: str, rows: _Rows) -> Finding | None:
    return _of_reason(outlet, rows, LANGUAGE, "other language", "Not counted; masthead reads English.")


def _empty(outlet: str, rows: _Rows) -> Finding | None:
    return _of_reason(
        outlet, rows, EMPTY, "no text", "Not counted. Another column may contain the text: --text-col NAME."
    )


def _repeated(outlet: str, rows: _Rows) -> Finding | None:
    found = rows.having("repeated")
    if not found:
        return None
    severity = WARNING if _severity(len(found), len(rows)) != NOTE else NOTE
    example = f"e.g. {rows.name(found[0])}"
    fix = "Each counts once. --keep-reprints counts them all; masthead duplicates lists them."
    return Finding("repeated articles", severity, outlet, len(found), example, fix)


def _without_marks(outlet: str, rows: _Rows) -> Finding | None:
    words = int(rows.words[rows.usable].sum())
    if not _lost(words, marks=any(rows.columns["marks"][row] is not False for row in rows.usable)):
        return None
    example = f"not one quotation mark in {words:,} words"
    fix = "What is quoted there counts as the outlet's own. Export the texts again with their quotation marks."
    return Finding("lost quotation marks", SEVERE, outlet, len(rows.usable), example, fix)


def _cut(outlet: str, rows: _Rows) -> Finding | None:
    """Texts that end in dots, or amid a sentence and exactly as long as the longest, as others do."""
    cut = {row for row in rows.usable if rows.columns["cut"][row]}
    lengths = [rows.columns["length"][row] for row in rows.usable if rows.columns["length"][row] is not None]
    longest = max(lengths, default=0)
    same = {row for row in rows.usable if longest and rows.columns["length"][row] == longest}
    same = {row for row in same if not rows.columns["ended"][row]}
    cut |= same if len(same) >= max(SAME_LENGTH, SAME_SHARE * len(rows.usable)) else set()
    if len(cut) < FEWEST or len(cut) < SOME_SHARE * len(rows.usable):
        return None
    where = f", many at {longest:,} characters" if len(same & cut) >= SAME_LENGTH else ""
    example = f"e.g. {rows.name(min(cut))}{where}"
    fix = "They are leads, not articles. Export the full texts."
    return Finding("texts cut off", _severity(len(cut), len(rows.usable)), outlet, len(cut), example, fix)


def _long(outlet: str, rows: _Rows) -> Finding | None:
    """A few articles that hold much of what the outlet says: podcasts, live pages, whole issues."""
    words = rows.words[rows.usable]
    if len(words) < FEWEST_FOR_LONG:
        return None
    long = np.flatnonzero(words >= LONG * np.median(words))
    share = words[long].sum() / max(1, words.sum())
    if not len(long) or share < LONG_SHARE:
        return None
    row = rows.usable[int(words.argmax())]
    example = f"{percent(share)} of the words; the longest is {rows.name(row)} with {int(words.max()):,}"
    fix = "Rates are sums over words, so these weigh most. Check them, and leave out what is not an article."
    return Finding("long articles", WARNING, outlet, len(long), example, fix)


def _transcripts(outlet: str, rows: _Rows) -> Finding | None:
    found = [
        row
        for row in rows.usable
        if (labels := rows.columns["speakers"][row]) is not None
        and labels >= LABELS
        and rows.columns["words"][row] <= WORDS_A_LABEL * labels
    ]
    if len(found) < FEWEST:
        return None
    severity = WARNING if len(found) >= SOME_SHARE * len(rows.usable) else NOTE
    fix = "What speakers say there counts as the outlet's own words. Leave them out."
    return Finding("transcripts", severity, outlet, len(found), f"e.g. {rows.name(found[0])}", fix)


_LOOKS = (_without_marks, _cut, _empty, _foreign, _repeated, _long, _transcripts)
