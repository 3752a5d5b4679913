"""Our instruments against a researcher's own codes: precision, recall, F1, alpha, and what her coders agree on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.errors import options_of
from masthead.evaluation.validity.coded import CodingOptions, read_coded
from masthead.evaluation.validity.disagreements import disagreements, few_cases, refuse_inverted
from masthead.evaluation.validity.marks import decided_sentences
from masthead.evaluation.validity.running import measured
from masthead.evaluation.validity.samples import agreement
from masthead.evaluation.validity.suite import declared_suite, word_list_versions
from masthead.evaluation.validity.units import samples
from masthead.profiles.facts import METHOD
from masthead.results import Result, table_of
from masthead.storage import hash_file
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.evaluation.validity.coded import Against, Coded, RowUnit
    from masthead.evaluation.validity.gold import Document
    from masthead.evaluation.validity.samples import Sample
    from masthead.evaluation.validity.suite import Instrument

CODED_FIELDS = ("instrument", "codes", "unit", "metric", "outlet", "value", "low", "high", "n", "n_groups", "reason")
"""Fields of a row. ``codes`` is what our marks are compared with; ``outlet`` is null if the row is for all of them."""
CODERS = "between coders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation(Result):
    """Rows of CODED_FIELDS, what a row of the file is, and how many texts it has.

    ``disagreements`` are rows of DISAGREEMENT_FIELDS.
    """

    unit: RowUnit
    documents: int
    disagreements: tuple[dict[str, Any], ...]


def validate(
    path: str | Path,
    options: CodingOptions | None = None,
    *,
    instruments: Sequence[Instrument] | None = None,
    seed: int = 0,
    draws: int = 1000,
    jobs: int = 1,
) -> Validation:
    """Score the instruments against your own coded sample: precision, recall, F1, Krippendorff's alpha.

    ``path`` is a file as accepted by ``read_coded``, whose errors it raises; if ``instruments`` is None, those of the
    suite validity are used. Figures have intervals over articles, for all together and by outlet if the file names
    two or more. If two coders coded the same sentences or articles, their own alpha comes first. ``jobs`` is the
    number of workers (0: one per core). Also raises UsageError if codes mean the opposite of what an instrument
    marks.
    """
    path, options = Path(path), options_of(options, CodingOptions)
    known = instruments if instruments is not None else declared_suite("validity").instruments
    coded = read_coded(path, known, options)
    hits = measured(coded.documents, jobs)
    if not options.as_coded:
        refuse_inverted(coded, hits, str(path))
    rows: list[dict[str, Any]] = []
    outlets = sorted({document.outlet for document in coded.documents if document.outlet})
    for outlet in (None, *(outlets if len(outlets) > 1 else ())):
        chosen = [i for i, document in enumerate(coded.documents) if outlet in (None, document.outlet)]
        between = _between(coded, chosen, outlet, (seed, draws))
        for against in coded.against:
            rows += between.pop(against.task.instrument, [])
            found = hits.get(against.task.hits.family, [[] for _ in coded.documents])
            own = [i for i in chosen if i in against.documents]
            made = samples(against.task, [coded.documents[i] for i in own], [found[i] for i in own])
            rows += [_row(against, against.label, *one, outlet, (seed, draws)) for one in made.items()]
    method = {
        "documents": len(coded.documents),
        "draws": draws,
        "metrics": sorted({row["metric"] for row in rows}),
        "known": {"low": sum(row["low"] is not None for row in rows)},
    }
    unit, versions = coded.unit, {"masthead": __version__, "lexicons": word_list_versions()}
    notes = () if options.unit else (f"a text of your file is taken for one {unit}: --unit says otherwise",)
    return Validation(
        table=table_of(rows, CODED_FIELDS),
        notes=(*notes, *few_cases(coded, hits)),
        manifest={**versions, "data": {path.name: hash_file(path)}, "kind": "validation", "seed": seed, METHOD: method},
        unit=unit,
        documents=len(coded.documents),
        disagreements=tuple(disagreements(coded, hits)),
    )


def _row(
    against: Against, codes: str, metric: str, sample: Sample, outlet: str | None, drawing: tuple[int, int]
) -> dict[str, Any]:
    seed, draws = drawing
    task = against.task
    estimate = sample.estimate(seed, f"{task.id} {codes} {metric} {outlet or ''}", draws)
    facts = (task.instrument, codes, task.unit, metric, outlet, *estimate[:3], sample.n, sample.groups, estimate.reason)
    return dict(zip(CODED_FIELDS, facts, strict=True))


def _between(
    coded: Coded, chosen: Sequence[int], outlet: str | None, drawing: tuple[int, int]
) -> dict[str, list[dict[str, Any]]]:
    """By instrument Krippendorff's alpha of its coders, over what two of them or more decided on."""
    of_unit: dict[tuple[str, str], list[Against]] = {}
    for against in coded.against:
        if against.task.unit in ("sentence", "document"):
            of_unit.setdefault((against.task.instrument, against.task.unit), []).append(against)
    found: dict[str, list[dict[str, Any]]] = {}
    for (instrument, _), several in of_unit.items():
        if len(several) > 1:
            values = [_values(coded.documents[index], index, several) for index in chosen]
            groups = [coded.documents[index].group for index in chosen]
            row = _row(several[0], CODERS, "alpha", agreement(groups, values), outlet, drawing)
            found.setdefault(instrument, []).append(row)
    return found


def _values(document: Document, index: int, several: Sequence[Against]) -> NDArray[np.float64]:
    """What each coder says of each sentence, or of the document: ``(units, coders)``, NaN where she says nothing."""
    said: list[dict[tuple[int, int], float]] = []
    for against in several:
        coded = index in against.documents
        if against.task.unit == "document":
            flag = document.flags.get(against.task.gold.flag) if coded else None
            said.append({} if flag is None else {(0, 0): float(flag)})
        else:
            decided = decided_sentences(against.task, document) if coded else []
            said.append({(start, end): float(flag) for start, end, flag in decided})
    places = sorted({place for of_coder in said for place in of_coder})
    values = [[of_coder.get(place, np.nan) for of_coder in said] for place in places]
    return np.array(values, dtype=np.float64).reshape(-1, len(several))
