"""Articles that pass once and are not kept: those that count, of any source, in batches of ARTICLES.

What is kept of each is its id, its outlet, and what it is a copy of. Copies wait in a temporary file until all articles
have passed, for only then is it known whether the original is among them.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines.corpus import Corpus, How, genres_of, made_from, no_such_genre, told_left_out, with_genre
from masthead.engines.counting import choose_counter
from masthead.engines.opening import CorpusResult, is_features, no_own_work, not_own_facts, told_emptied
from masthead.engines.put_aside import PutAside
from masthead.engines.reading import reading_of
from masthead.engines.stream import Incoming
from masthead.errors import UsageError
from masthead.features import load_instruments, own_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.features import NotOwn
    from masthead.sources import Reading

_IDENTITY = ("id", "outlet", "agency", "copy_of")


class Passing:
    """The articles of ``source`` that count as their outlet's own work, or with ``keep_wire`` all; gone through once.

    ``source`` is what ``open_corpus`` takes, but for FEATURES, which hold no texts; a corpus whose own work was found
    before is taken as it is. ``notes``, ``not_own``, ``manifest`` and all ``outlets`` that were read are known when all
    ``batches`` have passed. Raises what ``open_corpus`` raises.
    """

    def __init__(self, source: Any, how: How, *, keep_wire: bool = False) -> None:
        found = self._found = _opened(source, how)
        self._how, self._keep_wire = how, keep_wire
        self._known: list[pa.Table] = []
        self._genres: Counter[str] = Counter()
        whole: Any = None if isinstance(found, Incoming) else found.articles
        self._read = found.batches() if isinstance(found, Incoming) else iter([whole])
        self.total = found.total if isinstance(found, Incoming) else whole.num_rows
        self.rejects, self.findings, self.notes = found.rejects, found.findings, found.notes
        self.not_own: NotOwn | None = found.not_own if isinstance(found, Corpus) else None
        self.outlets: frozenset[str] = frozenset(whole["outlet"].unique().to_pylist() if whole is not None else ())

    def batches(self) -> Iterator[pa.Table]:
        """ARTICLES that count, of the genre asked for."""
        done = 0
        for batch in self._of_genre(self._counted() if self.not_own is None else self._read):
            yield batch
            done += batch.num_rows
            if self._how.progress is not None:
                self._how.progress(done, self.total)

    def _counted(self) -> Iterator[pa.Table]:
        """What counts as own work: copies come last."""
        with ExitStack() as stack:
            waiting = stack.enter_context(PutAside())
            for batch in self._read:
                self._known.append(batch.select(_IDENTITY))
                self.outlets |= set(batch["outlet"].unique().to_pylist())
                copies = batch["copy_of"].is_valid()
                others = copies if self._keep_wire else pc.or_(copies, batch["agency"].is_valid())
                yield batch.filter(pc.invert(others)) if pc.any(others).as_py() else batch
                waiting.put(batch.filter(copies))
            kept = self._settle()
            for batch in waiting.tables():
                yield batch.filter(pc.is_in(batch["id"], value_set=kept))

    def _settle(self) -> pa.Array:
        """The ids of all articles that count."""
        identity = pa.concat_tables(self._known)
        work = own_work(identity, keep_reprints=self._how.keep_reprints)
        kept = work.whole if self._keep_wire else work.own
        self.not_own = replace(work.found, counted=self._keep_wire)
        if not kept.num_rows:
            raise no_own_work(self.not_own)
        if not self._keep_wire:
            self.notes = (*self.notes, *told_emptied(self.not_own))
        return kept["id"].combine_chunks()

    def _of_genre(self, batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
        """The articles of one genre, which takes measuring them all."""
        genre = self._how.genre
        if genre is None:
            yield from batches
            return
        counter = choose_counter(load_instruments(self._how.measure), note=self._how.note)
        for batch in batches:
            features = counter.measure(batch, hits=False).features
            self._genres += genres_of(features)
            yield batch.filter(pc.is_in(batch["id"], value_set=with_genre(features, genre)["id"].combine_chunks()))
        if not self._genres[genre]:
            raise no_such_genre(genre, self._genres)
        self.notes = (*self.notes, told_left_out(genre, self._genres))

    def manifest(self) -> dict[str, Any]:
        """What the articles were read from, and how many of them did not count."""
        found = self._found
        if isinstance(found, Corpus):
            made = dict(found.manifest)
        else:
            files = found.files if isinstance(found, Incoming) else found.inputs
            counts = {"articles": self.total, "rejects": len(self.rejects)}
            made = made_from(self._how, files, findings=self.findings, **counts)
        return made if self.not_own is None else {**made, "not_own": not_own_facts(self.not_own)}


def _opened(source: Any, how: How) -> Incoming | Reading | Corpus:
    inputs = source if isinstance(source, list | tuple) else [source]
    corpus = source.corpus if isinstance(source, CorpusResult) else source
    if any(map(is_features, inputs)) or (isinstance(corpus, Corpus) and corpus.articles is None):
        raise UsageError("a FEATURES file holds no words", fix="Give the articles themselves.")
    if isinstance(corpus, Corpus):
        return corpus
    if all(isinstance(item, str | Path) for item in inputs):
        return Incoming(inputs, how)
    return reading_of(source, how.reading, how.note_reading)
