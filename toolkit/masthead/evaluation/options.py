"""What classifiers are asked for, and how they are judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from masthead.classifiers import DEFAULT
from masthead.errors import UsageError

Split = Literal["outlet", "event", "time", "label-source", "given", "random"]
"""What training and test never share.

``outlet``: no outlet (the default), ``event``: no event, ``label-source``: no source of labels (the column named).
``time``: the latest articles are the test part. ``given``: a column says ``train`` or ``test``. ``random``: nothing.
"""
Level = Literal["article", "outlet"]
"""What is classified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How a model is judged.

    ``split`` and ``folds`` are those of ``divide``, and ``level`` is one of ``LEVELS``. ``part`` is the column that
    says train or test, or who assigned the label. ``order`` gives the labels from lowest to highest, unless they are
    on a known scale. ``draws`` is the number of resamples behind an interval.
    """

    split: Split = "outlet"
    folds: int = 5
    part: str | None = None
    level: Level = "article"
    order: tuple[str, ...] | None = None
    seed: int = 0
    draws: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainOptions:
    """The column ``label`` (with or without ``label_``) that ``train`` learns, and the ``model`` it learns with.

    ``labels_by`` says for the model's card whose labels they are; ``curve`` adds the learning curve over outlets.
    """

    label: str
    model: str = DEFAULT
    labels_by: str = ""
    curve: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateOptions:
    """The column ``label`` and the ``models`` that ``evaluate`` judges, all for None.

    ``compare`` adds rows ``A - B`` of paired differences of two models; ``curve`` rows ``NAME@25%`` for models trained
    on a share of the training outlets.
    """

    label: str
    models: tuple[str, ...] | None = None
    compare: tuple[str, str] | None = None
    curve: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions:
    """The ``label`` that ``audit`` compares with the outlets, and the column ``part`` that says train or test."""

    label: str | None = None
    part: str | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOptions:
    """What ``sample`` draws: ``n`` articles of each outlet, to be coded for ``features``.

    ``by_counts`` draws half from articles in which masthead counts something. ``coders`` is 1 or 2. Outlets are hidden
    from coders unless ``show_outlets``. Raises UsageError where an option is out of range.
    """

    features: tuple[str, ...]
    n: int = 15
    by_counts: bool = False
    coders: int = 1
    show_outlets: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        if self.n < 1:
            raise UsageError(
                f"{self.n} articles per outlet are not enough", fix="Draw one or more; eight or more correct."
            )
        if self.coders not in (1, 2):
            raise UsageError(f"a sheet is for 1 or 2 coders, not {self.coders}", fix="Give 1 or 2.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What part of a suite is run, and how: ``only`` tasks, ``models`` other than the declared, ``strict`` on data.

    ``only`` may contain globs. For the suite validity, ``errors`` asks for that many of the worst cases of each task
    instead. ``jobs`` is the number of processes that measure; ``cache`` uses what was measured before.
    """

    only: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    strict: bool = False
    seed: int = 0
    draws: int = 1000
    jobs: int = 1
    errors: int = 0
    cache: bool = True
