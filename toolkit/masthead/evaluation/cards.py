"""The card of a model: what it was trained on, how well it does for which use, and what it is not suitable for."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.classifiers import store
from masthead.classifiers.fitting import fit_all
from masthead.classifiers.reasons import top_coefficients
from masthead.classifiers.trained import Trained
from masthead.errors import UsageError
from masthead.evaluation.audit import facts_of
from masthead.evaluation.invariances import verdicts_moved
from masthead.evaluation.metrics import scores
from masthead.evaluation.predicting import predictions
from masthead.evaluation.scoring import score
from masthead.evaluation.splits import divide
from masthead.results import Result
from masthead.schema import SCORES
from masthead.sources.dates import day_of
from masthead.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.classifiers.choosing import TrainingPart
    from masthead.classifiers.samples import Sample
    from masthead.engines import How
    from masthead.evaluation.invariances import Moved
    from masthead.evaluation.options import Protocol
    from masthead.evaluation.scoring import Judged
    from masthead.evaluation.splits import Fold

FOLDS = 5
"""One part in so many of the articles, drawn at random, tells how well a model does in outlets that it knows."""
UNKNOWN_CARD = "the model file was written before cards were kept: it contains only scores and training details"


def card(trained: Trained | str | Path) -> Result:
    """Return the card of a trained model, or of the file of one: SCORES for outlets and articles, unseen and known.

    Rows on other corpora come last; their ``task`` names the corpus.

    ``details`` holds the ``trained`` model, whose ``card`` has the other facts as plain values, and ``reasons``, its
    strongest coefficients. The manifest is that of the model. Raises what ``load_model`` raises. A file of an older
    version has no card, and the notes say so.
    """
    trained = trained if isinstance(trained, Trained) else store.load_model(trained)
    known = trained.card.get("known_outlets", [])
    elsewhere = [row for other in trained.card.get("elsewhere", []) for row in other["rows"]]
    return Result(
        table=pa.concat_tables([trained.scores, pa.Table.from_pylist([*known, *elsewhere], schema=SCORES)]),
        notes=tuple(trained.card["notes"]) if trained.card else (UNKNOWN_CARD,),
        details={"trained": trained, "reasons": tuple(top_coefficients(trained))},
        manifest={"masthead": __version__, "kind": "card", "model": trained.manifest, "card": trained.card},
    )


def facts_for_card(
    trained: Trained, training: TrainingPart, sample: Sample, judged: Judged, protocol: Protocol, articles: pa.Table
) -> dict[str, Any]:
    """What a model file keeps for its card: plain values that survive JSON.

    ``training`` are all articles of ``sample``, ``judged`` is how the recipe of ``trained`` did on them. ``data`` holds
    for each label its articles and outlets, and the days of the articles; ``detail`` is what ``judge`` tells of the
    model, ``known_outlets`` are rows of SCORES for articles of outlets that a model was trained on, ``changes`` what
    changes do to its verdicts, ``audit`` the sentences of ``audit``, ``notes`` those of scoring.
    """
    [detail] = judged.details.values()
    part = _known_part(sample, protocol)
    tried = _Tried([], []) if part is None else _tried(trained, training, sample, part, protocol, articles)
    return {
        "data": {"labels": _labels(sample), **_days(sample), "outlets": len(set(sample.outlets))},
        "detail": detail,
        "known_outlets": tried.rows,
        "changes": [moved._asdict() for moved in tried.moved],
        "audit": facts_of(sample),
        "notes": [*judged.notes, *tried.notes],
    }


def tried_elsewhere(
    name: str, trained: Trained, source: Any, protocol: Protocol, how: How | None = None
) -> dict[str, Any]:
    """How a trained model does on another corpus with the same labels: plain values for its card.

    ``rows`` are SCORES, whose task says the ``name`` of the corpus; ``detail`` is as in ``facts_for_card``; ``notes``
    say among other things how many of the outlets the model was trained on. Raises what ``score`` raises.
    """
    found = score(source, trained, protocol, how)
    [detail] = found.details.values()
    rows = [{**row, "task": f"{row['task']} in {name}"} for row in found.table.to_pylist()]
    return {"name": name, "rows": rows, "detail": detail, "notes": list(found.notes)}


def _labels(sample: Sample) -> list[dict[str, Any]]:
    articles = Counter(map(str, sample.labels))
    outlets: dict[str, set[str]] = defaultdict(set)
    for label, outlet in zip(sample.labels, sample.outlets, strict=True):
        outlets[str(label)].add(outlet)
    return [{"label": label, "articles": articles[label], "outlets": len(outlets[label])} for label in sample.classes]


def _days(sample: Sample) -> dict[str, list[str]]:
    """The first and the last day of the articles, and those of the middle nine tenths; none where none has a day."""
    days = sorted(day.isoformat() for date in sample.dates if date and (day := day_of(date)))
    edge = len(days) // 20
    ends = {"dates": (0, -1), "mostly": (edge, -1 - edge)}
    return {name: [days[at] for at in places] if days else [] for name, places in ends.items()}


class _Tried(NamedTuple):
    """How a model did on articles of outlets that it knows, and what changes to them do to its verdicts."""

    rows: list[dict[str, Any]]
    moved: list[Moved]
    notes: tuple[str, ...] = ()


def _known_part(sample: Sample, protocol: Protocol) -> Fold | None:
    """One part of the articles drawn at random, and the others to train on, of the same outlets too."""
    if protocol.level == "outlet" or protocol.split == "random":
        return None
    try:
        return divide(sample, split="random", folds=FOLDS, seed=protocol.seed).folds[0]
    except UsageError:  # a label in a single article
        return None


def _tried(
    trained: Trained, training: TrainingPart, sample: Sample, part: Fold, protocol: Protocol, articles: pa.Table
) -> _Tried:
    spec, tested = trained.spec, sample.take(part.test)
    fitted = fit_all([spec], training.take(part.train))[spec.name]
    base = np.array([np.mean(sample.labels[part.train] == label) for label in sample.classes])
    found = predictions(fitted, training.x.take(part.test), tested, sample.classes, training.order, base)
    about = {"task": sample.label, "split": "random", "model": spec.name, "unit": "article", "seed": protocol.seed}
    size = {"n": len(tested.ids), "n_outlets": len(set(tested.outlets))}
    told = scores(replace(found, groups=tested.publishers), seed=protocol.seed, draws=protocol.draws)
    known = replace(trained, model=fitted.model, calibration=fitted.calibration, layout=training.layout)
    rows = [{**about, **size, **row._asdict()} for row in told]
    try:
        return _Tried(rows, verdicts_moved(known, tested, articles))
    except UsageError as error:  # counted with other word lists or features than those of this installation
        return _Tried(rows, [], (f"changes that should not change a verdict could not be tried: {error.what}",))
