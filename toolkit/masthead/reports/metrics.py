"""What figures of merit are called, and what a classifier goes by."""

from __future__ import annotations

_OWN = "@own"
METRICS = {
    "accuracy": "accuracy",
    "alpha": "Krippendorff's alpha",
    "auc": "AUC",
    "auc_articles": "AUC of articles (trained)",
    "auc_trained": "AUC (trained)",
    "auroc": "AUROC",
    "b_cubed_f1": "B-cubed F1",
    "b_cubed_precision": "B-cubed precision",
    "b_cubed_recall": "B-cubed recall",
    "brier": "Brier",
    "f1": "F1",
    "macro_f1": "macro-F1",
    "mae": "MAE",
    "right": "cases right",
    "spearman": "Spearman",
}


def metric_title(name: str) -> str:
    """What a metric is called; its own name where it has no other."""
    return METRICS.get(name, name)


def reason_title(name: str, kind: str) -> str:
    """What a model goes by, as it is read: the words of a wording or framing term, with where they are from.

    Features keep their names, by which `masthead features` explains them.
    """
    if kind == "unknown":
        return f"{name} unknown"
    if kind not in ("wording", "framing term"):
        return name
    voice = ", own voice" if name.endswith(_OWN) else ""
    concept, _, words = name.removesuffix(_OWN).removeprefix("choices.").replace("_", " ").rpartition(".")
    return f"{words} ({concept}{voice})" if words != concept else f"{words}{voice}"
