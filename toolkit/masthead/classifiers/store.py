"""Trained models on disk, in the skops format and never as a pickle: reading a model must not run code.

A file holds the fitted pipeline and, as JSON text, label, classes, scores, calibration, manifest,
card and what training articles are like.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import skops.io
from sklearn.pipeline import Pipeline
from skops.io.exceptions import UntrustedTypesFoundException

from masthead.classifiers.archive import SCHEMA, excess, packed
from masthead.classifiers.calibration import Calibration
from masthead.classifiers.familiarity import restored
from masthead.classifiers.inputs import Layout
from masthead.classifiers.models import find_models
from masthead.classifiers.trained import MANIFEST_KEYS, Trained
from masthead.errors import UnreadableInput, UsageError
from masthead.schema import SCORES
from masthead.storage.commit import write_atomically

FORMAT = 6
READABLE = (5, FORMAT)
"""Models of format 5 have no card and say nothing of what training articles are like; all else is the same."""
TRUSTED = (
    "masthead.classifiers.inputs.Block",
    "masthead.classifiers.inputs.Dense",
    "masthead.classifiers.ordinal.OrdinalClassifier",
    "masthead.classifiers.terms.TermSelector",
    "masthead.classifiers.topics.TopicFreeLogistic",
    "numpy.dtype",
    "numpy.log1p",
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.link.MultinomialLogit",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn._loss.loss.HalfMultinomialLoss",
    "sklearn.dummy.DummyClassifier",
    "sklearn.ensemble._forest.ExtraTreesClassifier",
    "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingClassifier",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.ensemble._voting.VotingClassifier",
    "sklearn.feature_extraction.text.TfidfTransformer",
    "sklearn.frozen._frozen.FrozenEstimator",
    "sklearn.impute._base.MissingIndicator",
    "sklearn.impute._base.SimpleImputer",
    "sklearn.linear_model._logistic.LogisticRegression",
    "sklearn.naive_bayes.MultinomialNB",
    "sklearn.pipeline.Pipeline",
    "sklearn.preprocessing._data.StandardScaler",
    "sklearn.preprocessing._encoders.OneHotEncoder",
    "sklearn.preprocessing._function_transformer.FunctionTransformer",
    "sklearn.preprocessing._label.LabelEncoder",
    "sklearn.svm._classes.LinearSVC",
    "sklearn.tree._classes.ExtraTreeClassifier",
    "sklearn.tree._tree.Tree",
    "sklearn.utils._bunch.Bunch",
)
"""The types a model file may hold besides plain values and arrays: what masthead's models are made of."""

_CORRUPT = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    ImportError,
    EOFError,
    MemoryError,
    RecursionError,
    NotImplementedError,
)


def save_model(trained: Trained, path: str | Path) -> None:
    """Write ``trained`` to ``path``; raises OutputFailed or Locked, and leaves no half-written file."""
    about = {
        "format": FORMAT,
        "label": trained.label,
        "classes": list(trained.classes),
        "scores": trained.scores.to_pylist(),
        "manifest": trained.manifest,
        "layout": asdict(trained.layout),
        "hidden": trained.hidden,
        "calibration": asdict(trained.calibration) if trained.calibration else None,
        "card": trained.card,
        "familiarity": asdict(trained.familiarity) if trained.familiarity else None,
    }
    content = {"about": json.dumps(about, sort_keys=True), "model": trained.model}
    made = packed(content)

    def write(file: BinaryIO) -> None:
        file.write(made)

    write_atomically(path, write)


def load_model(path: str | Path) -> Trained:
    """Read a model written by ``save_model``.

    Raises UnreadableInput if there is no file or it is damaged, and UsageError if it is a pickle or another kind of
    file. A file with types that are neither scikit-learn's, numpy's nor masthead's is refused too; the error lists
    them.
    """
    file = check(path)
    _refuse_claims(file)
    try:
        # Types are looked at before anything is built; they are listed only where one is refused.
        content = skops.io.load(file, trusted=list(TRUSTED))
    except UntrustedTypesFoundException as error:
        unknown = sorted(set(skops.io.get_untrusted_types(file=file)) - set(TRUSTED))
        raise UsageError(
            f"the model holds types that masthead does not trust: {', '.join(unknown)}",
            where=str(file),
            fix="Only models made by `masthead train` are read, since others can run code of their own.",
        ) from error
    except _CORRUPT as error:
        raise _unreadable(error, file) from error
    return _restore(content, file)


def check(path: str | Path) -> Path:
    """The path, if there is a file that looks like a model; else raises what ``load_model`` raises. Done at once."""
    file = Path(path)
    if not file.is_file():
        raise UnreadableInput("there is no such model file", where=str(file), fix="Make one with `masthead train`.")
    with file.open("rb") as opened:
        pickled = opened.read(1) == b"\x80"
    if pickled:
        raise _refused("the model file is a pickle, which is refused", file)
    try:
        ours = zipfile.is_zipfile(file) and _has_schema(file)
    except _CORRUPT as error:
        raise _unreadable(error, file) from error
    if not ours:
        raise _refused("this is not a model that masthead saved", file)
    return file


def _has_schema(file: Path) -> bool:
    with zipfile.ZipFile(file) as archive:
        return SCHEMA in archive.namelist()


def _refuse_claims(file: Path) -> None:
    """Raise UsageError for a model beyond the limits."""
    try:
        with file.open("rb") as opened:
            claimed = excess(opened)
    except _CORRUPT as error:
        raise _unreadable(error, file) from error
    if claimed:
        raise _refused(f"the model would {claimed}, which is refused", file)


def _refused(why: str, file: Path) -> UsageError:
    fix = "Give a file made by `masthead train`; pickles are never read, since reading one runs code in it."
    return UsageError(why, where=str(file), fix=fix)


def _unreadable(error: Exception, file: Path) -> UnreadableInput:
    said = str(error) or type(error).__name__
    return UnreadableInput(f"the model can't be read: {said}", where=str(file), fix="Train it again.")


def _calibration(about: dict[str, Any] | None) -> Calibration | None:
    return Calibration(**about | {"shifts": tuple(about["shifts"])}) if about else None


def _restore(content: Any, file: Path) -> Trained:
    try:
        about = json.loads(content["about"])
        trained = Trained(
            model=content["model"],
            layout=Layout(**{name: tuple(values) for name, values in about["layout"].items()}),
            hidden=tuple(about["hidden"]),
            scores=pa.Table.from_pylist([{"unit": "article", **row} for row in about["scores"]], schema=SCORES),
            label=about["label"],
            classes=tuple(about["classes"]),
            manifest=about["manifest"],
            calibration=_calibration(about["calibration"]),
            card=about.get("card", {}),
            familiarity=restored(about.get("familiarity")),
        )
        find_models([about["manifest"]["model"]])
        complete = isinstance(trained.model, Pipeline) and set(MANIFEST_KEYS) <= set(trained.manifest)
        current = about["format"] in READABLE
    except (*_CORRUPT, UsageError, pa.ArrowException) as error:
        raise UnreadableInput(f"the model's description is damaged: {error}", where=str(file)) from error
    if not (complete and current):
        raise UnreadableInput("the model is of another format", where=str(file), fix="Train it again.")
    return trained
