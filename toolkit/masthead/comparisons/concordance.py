"""A concordance: every use of a word, phrase or pattern in context, who uses it how often, how evenly, near what."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.comparisons.collocates import Surroundings
from masthead.comparisons.contexts import line_at
from masthead.comparisons.options import ConcordanceOptions
from masthead.comparisons.outlets import require_outlets
from masthead.comparisons.spread import uses_table
from masthead.comparisons.terms import require_voice
from masthead.engines import How, Passing, choose_mode
from masthead.engines.stream import begun
from masthead.errors import UsageError, options_of
from masthead.features import Searcher
from masthead.profiles.overview import Overview
from masthead.results import Result
from masthead.schema import CONCORDANCE, FEATURES_IDENTITY, VOICES
from masthead.text.characters import fold
from masthead.text.reading import visible

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.features import Searched
    from masthead.sources import Reject

    Counts = NDArray[np.int64]

CONTEXT = 100
"""Characters on either side of a use, less the word cut off."""
_SLACK = 1024
_IDENTITY = [name for name in FEATURES_IDENTITY.names if name not in ("reason", "genre")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance(Result):
    """CONCORDANCE of ``word``: ``table`` are its lines, by outlet and place.

    ``uses`` are USES, by outlet and at last all together, ``collocates`` COLLOCATES. ``forms`` says how often it is
    spelt which way, the most frequent first, and ``overview`` tells of the articles. ``rejects`` are the inputs that
    could not be used.
    """

    word: str
    options: ConcordanceOptions
    uses: pa.Table
    collocates: pa.Table
    forms: tuple[tuple[str, int], ...]
    overview: Overview
    rejects: tuple[Reject, ...] = ()


def concordance(
    source: Any,
    word: str,
    options: ConcordanceOptions | None = None,
    how: How | None = None,
    *,
    keep_wire: bool = False,
) -> Concordance:
    """Show every use of a word in context, with counts, dispersion and collocates by outlet and voice.

    ``word`` is a word, a phrase or a pattern (``*`` stands for any letters of a word, ``?`` for one). It is matched
    in the texts, not the headlines, like a term of a word list. ``source``, ``how`` and ``keep_wire`` are as for
    ``compare``, with texts: a FEATURES file has none. Articles pass once and are not kept.

    Every use has a random number that depends only on the seed, the article's id and the position. The lines are
    those with the lowest numbers, so each use is as likely as any other. Raises UsageError if the word can never
    match or an outlet or voice is unknown, and what ``open_corpus`` raises.
    """
    options, how = options_of(options, ConcordanceOptions), options_of(how, How)
    require_voice(options.voice)
    searcher = Searcher(word)
    passing = Passing(source, how, keep_wire=keep_wire)
    looking = _Looking(searcher, options)
    first, size = begun(batches := passing.batches())
    mode = choose_mode(searcher.counter, size=size, note=how.note)
    for some in (first, batches):
        for batch in some:
            looking.add(batch)
    require_outlets(options.outlets, sorted(passing.outlets))
    if not looking.features:
        raise UsageError(
            f"no article of {', '.join(options.outlets) or 'any outlet'} counts",
            fix="--keep-wire counts agency copy and copies of other outlets' articles.",
        )
    features = pa.concat_tables(looking.features)
    uses = uses_table(features, options)
    about = Overview.of(features, len(passing.rejects), passing.not_own, passing.findings)
    notes = (*passing.notes, *filter(None, (mode.note,)), *about.cautions())
    done = asdict(options)
    return Concordance(
        table=looking.lines(),
        notes=notes,
        manifest={**passing.manifest(), "kind": "concordance", "seed": done.pop("seed"), "word": word, **done},
        word=word,
        options=options,
        uses=uses,
        collocates=looking.surroundings.table(uses["uses"][-1].as_py()),
        forms=tuple(sorted(looking.forms.items(), key=lambda item: (-item[1], item[0]))),
        overview=about,
        rejects=passing.rejects,
    )


class _Use(NamedTuple):
    """A use by its random number, with what a line shows of it."""

    drawn: int
    outlet: str
    position: int
    row: dict[str, Any]


class _Looking:
    """Looks through batches: counts of each article as columns of FEATURES, lines, forms, what stands around."""

    def __init__(self, searcher: Searcher, options: ConcordanceOptions) -> None:
        self._searcher, self._options = searcher, options
        self._uses: list[_Use] = []
        self._highest = 1 << 64
        self._position = 0
        self.features: list[pa.Table] = []
        self.forms: Counter[str] = Counter()
        self.surroundings = Surroundings(options.window)

    def add(self, batch: pa.Table) -> None:
        """Look through a batch of ARTICLES."""
        outlets = self._options.outlets
        if outlets:
            batch = batch.filter(pc.is_in(batch["outlet"], value_set=pa.array(outlets)))
        for found in self._searcher.read(batch):
            own = batch.slice(found.begin, found.end - found.begin)
            self.features.append(_features(own, found))
            self._look(found, batch)
        self._position += batch.num_rows

    def lines(self) -> pa.Table:
        """CONCORDANCE: the lines drawn, by outlet and place."""
        self._draw()
        ordered = sorted(self._uses, key=lambda use: (use.outlet, use.position, use.row["start"]))
        return pa.Table.from_pylist([use.row for use in ordered], schema=CONCORDANCE)

    def _look(self, found: Searched, batch: pa.Table) -> None:
        """Take in what stands around the uses in the voice, and their lines."""
        chosen = found.word
        if self._options.voice != "all":
            number = VOICES.index(self._options.voice)
            chosen = chosen & (found.voice == number)
            spoken = found.voice[found.firsts] == number
        else:
            spoken = np.ones(len(found.firsts), np.bool_)
        uses = np.flatnonzero(spoken)
        self.surroundings.add(found, chosen, uses, batch["text"])
        places = found.articles[found.firsts[uses]]
        bounds = np.flatnonzero(np.diff(places, prepend=-1, append=-1))
        for begin, end in pairwise(bounds.tolist()):
            self._take(found, uses[begin:end], batch.slice(int(places[begin]), 1).to_pylist()[0])

    def _take(self, found: Searched, uses: Counts, article: dict[str, Any]) -> None:
        """Count the forms of an article's uses, and keep the lines that may be shown."""
        firsts, starts, ends = found.firsts[uses], found.starts[uses], found.ends[uses]
        text = visible(article["text"], [(span["start"], span["end"]) for span in article["excluded"] or ()])
        drawn = _drawn(self._options.seed, article["id"], starts).tolist()
        places = zip(starts.tolist(), ends.tolist(), found.voice[firsts].tolist(), strict=True)
        position = self._position + int(found.articles[firsts[0]])
        for number, (start, end, voice) in zip(drawn, places, strict=True):
            self.forms[fold(" ".join(text[start:end].split()))] += 1
            if number < self._highest and self._options.lines != 0:
                line = line_at(text, article["id"], start, end, context=CONTEXT)
                told = {name: article[name] for name in ("outlet", "date")} | {"article_id": line.id, "end": end}
                told |= {"voice": VOICES[voice], "start": start, "match": line.match}
                row = told | {"left": line.left, "right": line.right}
                self._uses.append(_Use(number, article["outlet"], position, row))
        if self._options.lines is not None and len(self._uses) > self._options.lines + _SLACK:
            self._draw()

    def _draw(self) -> None:
        """Let go of the uses that are not shown."""
        most = self._options.lines
        if most is not None and len(self._uses) > most:
            self._uses = sorted(self._uses, key=lambda use: use.drawn)[:most]
            self._highest = self._uses[-1].drawn if most else 0


def _features(articles: pa.Table, found: Searched) -> pa.Table:
    """Words and uses of articles by voice, as columns of FEATURES; null where nothing was looked for."""
    missing = np.array([reason is not None for reason in found.reasons], np.bool_)
    columns: dict[str, Any] = {name: articles[name] for name in _IDENTITY if name in articles.column_names}
    columns["reason"] = pa.array(found.reasons, pa.string())
    for name, counts in (("words", found.counts(found.word)), ("sought", found.counts(found.firsts))):
        for voice, column in zip(VOICES, counts.T.astype(np.float64), strict=True):
            columns[f"{name}.{voice}"] = pa.array(column, mask=missing)
    return pa.table(columns)


def _drawn(seed: int, article: str, starts: Counts) -> NDArray[np.uint64]:
    """A random number for each place of an article."""
    digest = blake2b(f"{seed}\0{article}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    mixed = starts.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(int.from_bytes(digest, "little"))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    result: NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return result
