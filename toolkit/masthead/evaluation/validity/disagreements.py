"""What to look at before agreement is believed: sentences on which two disagree, few cases, inverted codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.errors import UsageError
from masthead.evaluation.validity.marks import chosen, decided_sentences, marked
from masthead.evaluation.validity.samples import alpha, disagreement
from masthead.numerals import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.evaluation.validity.coded import Against, Coded
    from masthead.evaluation.validity.marks import Found
    from masthead.evaluation.validity.running import Hits

DISAGREEMENT_FIELDS = ("instrument", "between", "document", "outlet", "start", "end", "text", "codes", "masthead")
"""Fields of a disagreement. ``codes`` is what each coder says by label, ``masthead`` whether it marks the sentence."""
CODERS, INSTRUMENT = "coders", "masthead and coders"
FEWEST_CASES = 10
_OPPOSITE = 0.2
"""Codes are taken for inverted where turned round they agree with masthead better than this, and as they are not."""


class _Marks(NamedTuple):
    """The sentences of one document that a coder decided on: their places, and who marks them."""

    row: int
    places: list[tuple[int, int]]
    ours: NDArray[np.bool_]
    theirs: NDArray[np.bool_]


def disagreements(coded: Coded, hits: Hits) -> list[dict[str, Any]]:
    """Rows of DISAGREEMENT_FIELDS: sentences on which coders differ, then those on which masthead differs from all."""
    rows: list[dict[str, Any]] = []
    for name, several in _by_instrument(coded).items():
        said: dict[tuple[int, int, int], dict[str, bool]] = {}
        ours: dict[tuple[int, int, int], bool] = {}
        for against in several:
            for one in _marks(against, coded, hits):
                for place, own, theirs in zip(one.places, one.ours.tolist(), one.theirs.tolist(), strict=True):
                    said.setdefault((one.row, *place), {})[against.label] = theirs
                    ours[one.row, *place] = own
        for (index, start, end), codes in sorted(said.items()):
            values = set(codes.values())
            if len(values) > 1 or values != {ours[index, start, end]}:
                document = coded.documents[index]
                between = CODERS if len(values) > 1 else INSTRUMENT
                text = document.text[start:end]
                facts = (name, between, document.id, document.outlet, start, end, text, codes, ours[index, start, end])
                rows.append(dict(zip(DISAGREEMENT_FIELDS, facts, strict=True)))
    return sorted(rows, key=lambda row: row["between"] != CODERS)


def few_cases(coded: Coded, hits: Hits) -> list[str]:
    """Notes on codes that mark fewer than ``FEWEST_CASES`` sentences."""
    notes = []
    for against in (one for several in _by_instrument(coded).values() for one in several):
        n = int(sum(one.theirs.sum() for one in _marks(against, coded, hits)))
        if n < FEWEST_CASES:
            marks = f"{against.label} marks {count(n, 'sentence')}"
            notes.append(f"{marks}: precision, recall and F1 that rest on fewer than {FEWEST_CASES} cases say little")
    return notes


def refuse_inverted(coded: Coded, hits: Hits, where: str) -> None:
    """Raise UsageError where codes, turned round, agree with an instrument that they contradict as they are."""
    for against in (one for several in _by_instrument(coded).values() for one in several):
        found = list(_marks(against, coded, hits))
        ours, theirs = (np.concatenate([getattr(one, side) for one in found]) for side in ("ours", "theirs"))
        if len(theirs) >= FEWEST_CASES and _alpha(ours, theirs) < 0 and _alpha(ours, ~theirs) > _OPPOSITE:
            raise UsageError(
                f"{against.label} marks what masthead's {against.task.instrument} does not, and the other way round",
                where=where,
                fix=f"If another value marks it, say so: --map '{against.task.instrument}=COLUMN:VALUE'. If the "
                "codes are meant this way, use --as-coded.",
            )


def _by_instrument(coded: Coded) -> dict[str, list[Against]]:
    """The tasks on sentences, one a coder, by instrument."""
    found: dict[str, list[Against]] = {}
    for against in coded.against:
        if against.task.unit == "sentence":
            found.setdefault(against.task.instrument, []).append(against)
    return found


def _marks(against: Against, coded: Coded, hits: Hits) -> Iterator[_Marks]:
    own: Sequence[Sequence[Found]] = hits.get(against.task.hits.family, [[] for _ in coded.documents])
    for index in sorted(against.documents):
        document = coded.documents[index]
        places = [(start, end) for start, end, _ in decided_sentences(against.task, document)]
        yield _Marks(index, places, *marked(against.task, document, chosen(own[index], against.task)))


def _alpha(some: NDArray[np.bool_], others: NDArray[np.bool_]) -> float:
    values = np.stack([some, others], axis=1).astype(np.float64)
    return float(alpha(disagreement(values).sum(axis=0)))
