"""Options of the commands that train and judge classifiers."""

from dataclasses import dataclass, replace
from typing import Annotated

from masthead.cli.options import ReadFlags, option
from masthead.evaluation.options import Level, Protocol, Split

DEFAULTS = Protocol()
CLASSIFYING = "Classifying"


@dataclass(frozen=True, slots=True)
class JudgeFlags:
    """How a classifier is judged."""

    split: Annotated[
        Split,
        option(
            "--split",
            "What training and test never share. time tests on the latest articles; given follows --split-col; "
            "random lets a model recognise outlets and is optimistic.",
            CLASSIFYING,
        ),
    ] = DEFAULTS.split
    split_col: Annotated[
        str | None,
        option(
            "--split-col",
            "Column that says train or test (--split given, the default with it), or who assigned the label "
            "(--split label-source).",
            CLASSIFYING,
            "NAME",
        ),
    ] = None
    folds: Annotated[
        int,
        option(
            "--folds", "Number of cross-validation folds; 0 holds out each outlet in turn.", CLASSIFYING, "N", min=0
        ),
    ] = DEFAULTS.folds
    level: Annotated[
        Level,
        option("--level", "What is classified: each article (or sentence), or each outlet as a whole.", CLASSIFYING),
    ] = DEFAULTS.level
    order: Annotated[
        str | None,
        option(
            "--order", "Labels from lowest to highest, for the error in steps and ordinal models.", CLASSIFYING, "A,B,C"
        ),
    ] = None

    def protocol(self, seed: int) -> Protocol:
        """The same as the evaluation layer takes it."""
        given = self.split_col is not None and self.split == DEFAULTS.split
        return Protocol(
            split="given" if given else self.split,
            folds=self.folds,
            part=self.split_col,
            level=self.level,
            order=names(self.order),
            seed=seed,
        )

    def reading(self, flags: ReadFlags) -> ReadFlags:
        """The same reading, of the column of the split too."""
        return replace(flags, label_col=[*(flags.label_col or ()), *([self.split_col] if self.split_col else ())])


def names(listed: str | None) -> tuple[str, ...] | None:
    """The names in a comma-separated list; None for None."""
    if listed is None:
        return None
    return tuple(name.strip() for name in listed.split(",") if name.strip())
