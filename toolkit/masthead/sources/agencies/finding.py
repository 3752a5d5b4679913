"""Which texts of a column are an agency's copy, one text being a column of one.

Sieves derived from the shapes of credits run over the heads and feet of the whole column; only the texts that one lets
through are looked at. A new agency is a row of ``agencies.tsv``, a new shape a pattern in ``credits``: its sieve comes
with it where it is one of the named kinds.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from masthead.sources.agencies.credits import (
    CREDIT_LINES,
    END,
    FOOT,
    HEAD,
    agencies,
    credited,
    in_author,
    named,
    needed,
    shape,
)
from masthead.sources.rows import TEXT
from masthead.sources.sieve import line_sieve, matches, sieve
from masthead.sources.texts import odd_rows, truths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.texts import Integers, Texts, Truths


def find_agencies(
    texts: Texts,
    outlets: Sequence[str],
    authors: Sequence[str | None],
    given: Sequence[str | None] | None = None,
    marked: Truths | None = None,
) -> list[str | None]:
    """The name of the agency whose copy each text is, None where it is the outlet's own or nothing tells.

    ``authors`` are bylines that came in a column of their own. What ``given`` names is taken, under its usual name, and
    texts that are ``marked`` (masthead has read them before) are not looked at. An agency's text in its own outlet is
    original: None.
    """
    found: list[str | None] = [None] * len(texts)
    if marked is None or not marked.all():
        wanted = _may_credit(texts, authors)
        if marked is not None:
            wanted &= ~marked
        for row in np.flatnonzero(wanted).tolist():
            agency = credited(texts.text(row), authors[row])
            if agency is not None and not agency.publishes(outlets[row]):
                found[row] = agency.name
    for row, name in enumerate(given or ()):
        if name:
            found[row] = _usual(name, outlets[row])
    return found


def _usual(given: str, outlet: str) -> str | None:
    known = named(given)
    if known is None:
        return None if given.casefold() == outlet.casefold() else given
    return None if known.publishes(outlet) else known.name


def _may_credit(texts: Texts, authors: Sequence[str | None]) -> Truths:
    """Which texts may credit an agency; the others do not."""
    found = _in_authors(authors)
    found[odd_rows(texts)] = True
    found |= _in_head(texts)
    found |= _in_foot(texts)
    return found


def _in_authors(authors: Sequence[str | None]) -> Truths:
    """Which bylines name an agency; those in ASCII are looked at only where its name is found in them."""
    found = truths(matches(pa.array(authors, TEXT).fill_null(""), _author_sieve()))
    for row, author in enumerate(authors):
        if author and (found[row] or not author.isascii()):
            found[row] = in_author(author) is not None
    return found


def _in_head(texts: Texts) -> Truths:
    cut = texts.places(np.minimum(texts.bounds[:-1] + HEAD, texts.bounds[1:]))[texts.rows]
    lines = np.flatnonzero(texts.starts < cut)
    return _rows_with(texts, lines, texts.starts[lines], np.minimum(texts.ends, cut)[lines], _head_sieves())


def _in_foot(texts: Texts) -> Truths:
    cut = texts.places(np.maximum(texts.bounds[1:] - FOOT, texts.bounds[:-1]))[texts.rows]
    last = np.arange(len(texts.rows)) >= texts.first[1:][texts.rows] - CREDIT_LINES
    lines = np.flatnonzero(last & (texts.ends > cut))
    found = _rows_with(texts, lines, np.maximum(texts.starts, cut)[lines], texts.ends[lines], _foot_sieves())
    ends = texts.slices(texts.places(np.maximum(texts.bounds[1:] - END, texts.bounds[:-1])), texts.offsets[1:])
    return found | truths(matches(ends, sieve(shape("signed"))))


def _rows_with(texts: Texts, lines: Integers, starts: Integers, ends: Integers, sieves: tuple[str, ...]) -> Truths:
    """Texts of whose ``lines``, cut to ``starts`` and ``ends``, one passes one of the sieves."""
    found = np.zeros(len(texts), np.bool_)
    pieces = texts.slices(starts, ends)
    for pattern in sieves:
        found[texts.rows[lines[truths(matches(pieces, pattern))]]] = True
    return found


@cache
def _author_sieve() -> str:
    names = {name for agency in agencies() for name in (agency.name, *agency.credits)}
    return f"(?i:{'|'.join(map(re.escape, sorted(names)))})"


@cache
def _head_sieves() -> tuple[str, ...]:
    openings = (re.escape(opening) for agency in agencies() for opening in agency.opening)
    anchored = line_sieve([shape("datelines"), rf"(?:{shape('bylines')})\Z", shape("leads")])
    return anchored, sieve(needed("run_on")), *map(sieve, openings)


@cache
def _foot_sieves() -> tuple[str, ...]:
    anchored = line_sieve([rf"(?:{shape('foot')})\Z", shape("openings")])
    return anchored, *(sieve(needed(name)) for name in ("request", "contact", "desk"))
