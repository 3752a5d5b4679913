"""What families of features, figures of merit and reasons are called, and which features a table shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from masthead.reports.view import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from masthead.features.base import Feature

    Row = TypeVar("Row")

_TITLES = {
    "loaded": "Loaded words",
    "choices": "Choice of words",
    "attribution": "Attribution and sources",
    "hedging": "Hedging",
    "readability": "Readability",
    "style": "Style",
}
_OWN_VOICE = "@own"
METRICS = {
    "accuracy": "accuracy",
    "alpha": "Krippendorff's alpha",
    "auc": "AUC",
    "auc_articles": "AUC of articles (trained)",
    "auc_trained": "AUC (trained)",
    "auroc": "AUROC",
    "outlet_accuracy": "accuracy, mean of outlets",
    "b_cubed_f1": "B-cubed F1",
    "b_cubed_precision": "B-cubed precision",
    "b_cubed_recall": "B-cubed recall",
    "bias": "bias (mean)",
    "bias_spread": "bias (spread)",
    "brier": "Brier",
    "brier_base": "Brier of base rates",
    "brier_uncalibrated": "Brier uncalibrated",
    "ece": "ECE",
    "ece_uncalibrated": "ECE uncalibrated",
    "f1": "F1",
    "macro_f1": "macro-F1",
    "false_alarms": "wrongly marked",
    "mae": "MAE",
    "right_ahead": "right ahead, of untied stories",
    "pearson": "Pearson",
    "in_order": "pairs in order",
    "right": "cases right",
    "spearman": "Spearman",
}


def family_title(family: str) -> str:
    """The heading of a family; a user's own lexicon is headed by its name."""
    return _TITLES.get(family, family)


def family_rows(features: Sequence[Feature], row: Callable[[Feature], Row]) -> dict[str, list[Row]]:
    """A row for each feature, under the title of its family."""
    return {family_title(family): [row(feature) for feature in members] for family, members in by_family(features)}


def by_family(features: Sequence[Feature]) -> Iterable[tuple[str, list[Feature]]]:
    """Family and its features, in the order of the catalogue."""
    return grouped(features, lambda feature: feature.family).items()


def metric_title(name: str) -> str:
    """What a metric is called; its own name where it has no other."""
    return METRICS.get(name, name)


def reason_title(name: str, kind: str) -> str:
    """What a model relies on, as it is read: the words of a wording or framing term, with where they are from.

    Features keep their names, by which `masthead features` explains them.
    """
    if kind == "missing":
        return f"no value of {name}"
    if kind not in ("wording", "framing term"):
        return name
    voice = ", own voice" if name.endswith(_OWN_VOICE) else ""
    concept, _, words = name.removesuffix(_OWN_VOICE).removeprefix("choices.").replace("_", " ").rpartition(".")
    return f"{words} ({concept}{voice})" if words != concept else f"{words}{voice}"


def in_sentence(title: str) -> str:
    """A title as it stands amid a sentence: in small letters, unless it has a capital that is not its first."""
    return title[:1].lower() + title[1:] if title[1:].islower() else title
