"""Agency copy in a whole column of texts: which texts ``agency.find_agency`` has to look at."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from masthead.sources.agency import END, FOOT, FOOT_LINES, HEAD, agencies, in_author, needed, shape
from masthead.sources.sieve import line_sieve, matches, sieve
from masthead.sources.texts import odd_rows, truths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.texts import Integers, Texts, Truths


def may_credit(texts: Texts, authors: Sequence[str | None]) -> Truths:
    """Which texts may credit an agency; the others do not, whatever their outlet."""
    found = np.array([author is not None and in_author(author) for author in authors], np.bool_)
    found[odd_rows(texts)] = True
    found |= _in_head(texts)
    found |= _in_foot(texts)
    return found


def _in_head(texts: Texts) -> Truths:
    cut = texts.places(np.minimum(texts.bounds[:-1] + HEAD, texts.bounds[1:]))[texts.rows]
    lines = np.flatnonzero(texts.starts < cut)
    return _rows_with(texts, lines, texts.starts[lines], np.minimum(texts.ends, cut)[lines], _head_sieves())


def _in_foot(texts: Texts) -> Truths:
    cut = texts.places(np.maximum(texts.bounds[1:] - FOOT, texts.bounds[:-1]))[texts.rows]
    last = np.arange(len(texts.rows)) >= texts.first[1:][texts.rows] - FOOT_LINES
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
def _head_sieves() -> tuple[str, ...]:
    openings = (re.escape(opening) for agency in agencies() for opening in agency.opening)
    anchored = line_sieve([shape("datelines"), rf"(?:{shape('bylines')})\Z", shape("leads")])
    return anchored, sieve(needed("run_on")), *map(sieve, openings)


@cache
def _foot_sieves() -> tuple[str, ...]:
    anchored = line_sieve([rf"(?:{shape('foot')})\Z", shape("openings")])
    return anchored, *(sieve(needed(name)) for name in ("request", "contact", "desk"))
