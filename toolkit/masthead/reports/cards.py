"""The card of a model: how well it works for which use, and what it is not suitable for; then the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from masthead.numerals import count, known, number, whole_percent
from masthead.reports.classifiers import scores_report
from masthead.reports.view import Cell, Column, Grid, figures, wordings
from masthead.schema import LABEL_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.classifiers.trained import Trained
    from masthead.reports.classifiers import Examples
    from masthead.reports.view import Report
    from masthead.results import Result

    Row = Mapping[str, Any]

_PLACES = 2
_DIGITS = 16
_TRIED_ON = {
    "outlet": "of outlets it has not seen",
    "event": "on events it has not seen",
    "time": "of later days",
    "label-source": "labelled by others",
    "given": "of the test part given",
    "random": "of outlets it was trained on",
}
_WHOLE, _SINGLE, _KNOWN = "Whole outlets", "Single articles", "Articles of outlets it was trained on"
_OTHER = "Another corpus"
_IN_WORDS = {_WHOLE: "judging whole outlets", _SINGLE: "single articles", _KNOWN: "articles of outlets it knows"}


def card_report(
    found: Result, *, examples: Examples | None = None, manifest: Mapping[str, Any] | None = None
) -> Report:
    """The card that ``evaluation.cards.card`` found; ``examples`` add a use of each thing that the model relies on."""
    trained = found.details["trained"]
    details = {_judged_as(trained): trained.card["detail"]} if trained.card else None
    base = scores_report(
        trained.scores,
        notes=found.notes,
        reasons=found.details["reasons"],
        examples=examples,
        details=details,
        manifest=manifest,
    )
    by_outlet = _by_outlet(trained.card["detail"]["outlets"]) if trained.card else []
    facts = (fact for fact in trained.card.get("audit", ()) if fact not in found.notes)
    told = tuple(f"What gives articles away: {fact}." for fact in facts)
    return replace(
        base,
        title=_title(trained),
        lead=_lead(trained),
        blocks=(*base.blocks, *_changed(trained), *_made_from(trained)),
        details=tuple(by_outlet),
        remarks=(*_must_not(trained), *base.remarks, *told),
        hints=("Each outlet: -v.",) if by_outlet else (),
        rows=found.table,
        fields=tuple(found.table.column_names),
    )


def _judged_as(trained: Trained) -> str:
    """The name of the model in its scores: that of the choice among rivals where it was chosen."""
    return str(trained.scores["model"][0].as_py())


def _title(trained: Trained) -> str:
    made = trained.manifest
    label, size = trained.label.removeprefix(LABEL_PREFIX), count(made["n"], made["level"])
    outlets = "" if made["level"] == "outlet" else f" of {count(len(made['outlets']), 'outlet')}"
    return f"Card of a model for {label}: {made['model']}, trained on {size}{outlets}"


def _lead(trained: Trained) -> tuple[str, ...]:
    uses, elsewhere = _uses(trained), _elsewhere(trained)
    sentences = [f"{name}: {_how_well(rows, base)}." for name, (rows, base) in uses.items()]
    sentences += [f"{_OTHER}: {_how_well(rows, base, f'in {name}')}." for name, (rows, base) in elsewhere.items()]
    useless = [_IN_WORDS[name] for name, (rows, base) in uses.items() if not _beats(rows, base)]
    useless += [f"articles like those in {name}" for name, (rows, base) in elsewhere.items() if not _beats(rows, base)]
    return (*sentences, f"Not suitable for: {', '.join([*useless, *_never(trained)])}.")


def _elsewhere(trained: Trained) -> dict[str, tuple[dict[str, Row], float]]:
    """As ``_uses``, for the articles of each other corpus that the model was tested on."""
    return {
        other["name"]: (
            {row["metric"]: row for row in other["rows"] if row["unit"] == trained.manifest["level"]},
            _commonest([sum(row) for row in other["detail"]["confusion"]]),
        )
        for other in trained.card.get("elsewhere", [])
    }


def _uses(trained: Trained) -> dict[str, tuple[dict[str, Row], float]]:
    """For each use the rows of SCORES by metric, and the macro-F1 of always giving the most common label."""
    own = [row for row in trained.scores.to_pylist() if row["model"] == _judged_as(trained)]
    by_unit = {unit: {row["metric"]: row for row in own if row["unit"] == unit} for unit in ("outlet", "article")}
    if not trained.card:
        return {
            name: (by_unit[unit], 0.0) for name, unit in ((_WHOLE, "outlet"), (_SINGLE, "article")) if by_unit[unit]
        }
    detail = trained.card["detail"]
    articles = [sum(row) for row in detail["confusion"]]
    outlets = [sum(row["label"] == name for row in detail["outlets"]) for name in detail["classes"]]
    if trained.manifest["level"] == "outlet":
        return {_WHOLE: (by_unit["outlet"], _commonest(articles))}
    uses = {_WHOLE: (by_unit["outlet"], _commonest(outlets)), _SINGLE: (by_unit["article"], _commonest(articles))}
    if trained.card["known_outlets"]:
        uses[_KNOWN] = ({row["metric"]: row for row in trained.card["known_outlets"]}, _commonest(articles))
    return uses


def _commonest(sizes: Sequence[int]) -> float:
    """The macro-F1 of always giving the most common of the labels that occur so often."""
    share = max(sizes) / sum(sizes) if sum(sizes) else 0.0
    return 2 * share / (1 + share) / max(1, sum(size > 0 for size in sizes))


def _beats(rows: Mapping[str, Row], base: float) -> bool:
    low = rows["macro_f1"]["low"] if "macro_f1" in rows else None
    return low is not None and known(low) and low > base


def _how_well(rows: Mapping[str, Row], base: float, where: str = "") -> str:
    found = rows.get("macro_f1")
    if found is None or not known(found["value"]):
        return f"not known ({found['reason'] if found else 'not tried'})"
    n = count(found["n"], found["unit"])
    tried = _TRIED_ON[found["split"]] if found["unit"] == "outlet" or found["split"] != "random" else "held out"
    seen = "it has not seen" if found["unit"] == "outlet" and found["split"] == "outlet" else tried
    right = whole_percent(rows["accuracy"]["value"])
    low, high = found["low"], found["high"]
    limits = f" ({number(low, _PLACES)} to {number(high, _PLACES)})" if known(low) else ""
    doubt = "" if _beats(rows, base) else "; not shown to be better than that"
    alone = f", {number(base, _PLACES)} by always giving the most common label{doubt}" if base else ""
    return f"right for {right} of {n} {where or seen}; macro-F1 {number(found['value'], _PLACES)}{limits}{alone}"


def _never(trained: Trained) -> list[str]:
    days = trained.card["data"]["mostly"] if trained.card else []
    spell = f" (mostly {days[0]} to {days[1]})" if days else ""
    return [f"other subjects, times{spell} or languages than it was trained on", "saying what is true"]


def _must_not(trained: Trained) -> tuple[str, ...]:
    by = trained.card.get("labels_by") if trained.card else ""
    whose = f"those of {by}" if by else "and it is not stated whose"
    known_label = (
        "An outlet that it was trained on already has its label; the model's verdict on it is not a second opinion."
    )
    return (
        f"Must not be used to call an outlet or an article good, bad, true or false: it reproduces labels, {whose}.",
        "Must not be used if predict says that articles are unlike the training articles, nor to rank people.",
        known_label,
    )


def _made_from(trained: Trained) -> list[Grid]:
    made, rows = trained.manifest, []
    if trained.card:
        data = trained.card["data"]
        rows = [
            (f"label {row['label']}", f"{count(row['articles'], 'article')} in {count(row['outlets'], 'outlet')}")
            for row in data["labels"]
        ]
        rows.append(("whose labels", trained.card["labels_by"] or "not stated: train --labels-by"))
        days = ", nine in ten from ".join(" to ".join(data[name]) for name in ("dates", "mostly") if data[name])
        rows.append(("days", days or "not known"))
    rows.append(("split", f"by {made['split']}, {count(made['folds'], 'fold')}, seed {made['seed']}"))
    if made.get("chosen_by"):
        rows.append(("chosen by", made["chosen_by"]))
    rows.append(("probabilities", _calibrated(trained)))
    rows.append(("made with", f"masthead {made['masthead']}, scikit-learn {made['scikit-learn']}"))
    rows.append(("data", f"sha256 {made['data_sha256'][:_DIGITS]}…, in full in the JSON"))
    return [Grid.of("What it was made from", wordings("", "training data"), [(Cell(a), Cell(b)) for a, b in rows])]


def _calibrated(trained: Trained) -> str:
    found = trained.calibration
    if found is None:
        return "as the model gives them"
    by = "no bound" if found.temperature is None else number(found.temperature, _PLACES)
    apart = "not seen" if found.apart else "seen, and may be too sure"
    return f"temperature {by}, from {count(found.n, 'article')} of {count(found.groups, 'publisher')} {apart}"


def _changed(trained: Trained) -> list[Grid]:
    changes = trained.card.get("changes", []) if trained.card else []
    body = [(Cell(row["change"]), Cell(str(row["n"])), Cell(whole_percent(row["moved"] / row["n"]))) for row in changes]
    columns = (Column("what is changed"), *figures("articles", "verdicts that change"))
    return [Grid.of("Changes that should not change a verdict", columns, body)] if body else []


def _by_outlet(outlets: Sequence[Row]) -> list[Grid]:
    if not outlets:
        return []
    body = [
        (
            Cell(row["outlet"]),
            Cell(row["label"]),
            Cell(row["verdict"]),
            Cell(f"{row['value']:.2f}"),
            Cell(str(row["n"])),
        )
        for row in outlets
    ]
    columns = (*map(Column, ("outlet, not seen", "its label", "verdict")), *figures("given", "articles"))
    return [Grid.of("By outlet", columns, body)]
