"""A study in one file: sources, outlets, groups, period, features and options; ``masthead study init`` writes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import msgspec
from msgspec import Meta

from masthead.comparisons.options import Period
from masthead.config import Columns, declared, read_toml
from masthead.studies.options import Evidence  # noqa: TC001 - msgspec reads the types

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PARAMETERS = {
    "sources": "inputs",
    "outlets": "only",
    "period.since": "since",
    "period.until": "until",
    "period.by": "by",
    "features.names": "feature",
    "features.families": "family",
    "evidence.show": "evidence",
    "evidence.sentences": "sentences",
    "measuring.lexicons": "lexicon",
}
"""Keys that the parameter of the command they set is not called after."""
_PATHS = ("sources", "codes", "model", "outlets_file", "lexicons")


class _Dates(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    since: Annotated[str | None, Meta(description="First day of the study.", examples=["2016-01-01"])] = None
    until: Annotated[str | None, Meta(description="Last day of the study.", examples=["2016-12-31"])] = None
    by: Annotated[Period, Meta(description=f"Length of a period of the trend: {', '.join(get_args(Period))}.")] = (
        "month"
    )


class _Features(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    names: Annotated[
        list[str], Meta(description="Features to show besides the primary ones.", examples=[["loaded.label"]])
    ] = []
    families: Annotated[
        list[str], Meta(description="Families whose features are all shown.", examples=[["hedging"]])
    ] = []


class _Evidence(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    show: Annotated[
        Evidence,
        Meta(
            description="full shows sentences, offsets says where they stand (for texts that must not be passed on), "
            "none leaves them out."
        ),
    ] = "full"
    sentences: Annotated[
        int | None, Meta(description="Sentences of each figure; by default 3, 2 or 1.", examples=[3])
    ] = None


class _Reading(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    outlet: Annotated[
        str | None, Meta(description="Outlet name for inputs that do not give one.", examples=["Daily News"])
    ] = None
    outlets_file: Annotated[
        str | None,
        Meta(
            description="CSV with the columns old,new: outlet names to replace while reading.", examples=["outlets.csv"]
        ),
    ] = None
    encoding: Annotated[
        str | None, Meta(description="Text encoding, in case it is guessed wrong.", examples=["cp1252"])
    ] = None
    on_duplicate: Annotated[str, Meta(description="What to do when an id occurs twice: error, keep-first, suffix.")] = (
        "error"
    )
    day_first: Annotated[bool, Meta(description="Read dates such as 05/03/2021 as day first.")] = False
    month_first: Annotated[bool, Meta(description="Read dates such as 05/03/2021 as month first.")] = False
    strict: Annotated[bool, Meta(description="Stop at the first input that cannot be used.")] = False
    columns: Annotated[
        Columns, Meta(description="Columns of tables: which one contains what, if their names do not say so.")
    ] = msgspec.field(default_factory=Columns)


class _Measuring(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    lexicons: Annotated[
        list[str], Meta(description="Word lists of your own, each measured as a family.", examples=[["words.tsv"]])
    ] = []
    genre: Annotated[str | None, Meta(description="Count only articles of this genre.", examples=["news"])] = None
    keep_wire: Annotated[bool, Meta(description="Count agency copy as the outlet's own.")] = False
    keep_reprints: Annotated[bool, Meta(description="Count an article as many times as its outlet published it.")] = (
        False
    )


class Study(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Every key of a study's file; None and empty mean the command's own default."""

    title: Annotated[str | None, Meta(description="Heading of the report.", examples=["The siege in eight papers"])] = (
        None
    )
    sources: Annotated[
        list[str], Meta(description="Articles: folders with one sub-folder per outlet, tables, exports, globs.")
    ] = msgspec.field(default_factory=lambda: ["articles"])
    outlets: Annotated[
        list[str], Meta(description="Only these outlets; all if the list is empty.", examples=[["Daily News"]])
    ] = []
    baseline: Annotated[
        str | None, Meta(description="Compare with this outlet instead of the rest.", examples=["Daily News"])
    ] = None
    group: Annotated[
        str | None, Meta(description="Column that says which group an outlet is in.", examples=["camp"])
    ] = None
    codes: Annotated[
        str | None, Meta(description="Hand-coded sample that corrects the figures.", examples=["coded.csv"])
    ] = None
    model: Annotated[str | None, Meta(description="Saved model whose card is shown.", examples=["tone.skops"])] = None
    seed: Annotated[int, Meta(description="Seed for everything random.")] = 0
    draws: Annotated[
        int, Meta(description=("Number of resamples for intervals of signed scores and for matched events."))
    ] = 2000
    permutations: Annotated[int, Meta(description="Number of random permutations for each p.")] = 1999
    period: Annotated[_Dates, Meta(description="When.")] = msgspec.field(default_factory=_Dates)
    features: Annotated[_Features, Meta(description="What is shown.")] = msgspec.field(default_factory=_Features)
    evidence: Annotated[_Evidence, Meta(description="The sentences behind the figures.")] = msgspec.field(
        default_factory=_Evidence
    )
    groups: Annotated[
        dict[str, list[str]],
        Meta(
            description="Groups of outlets, if no column names them: one key per group.",
            examples=[{"quality": ["Daily News", "The Post"], "popular": ["The Star", "The Sun"]}],
        ),
    ] = {}
    reading: Annotated[_Reading, Meta(description="How articles are read.")] = msgspec.field(default_factory=_Reading)
    measuring: Annotated[_Measuring, Meta(description="How they are measured.")] = msgspec.field(
        default_factory=_Measuring
    )

    def parameters(self) -> dict[str, Any]:
        """What the file sets, by the name of the parameter of the command; ``groups`` is none."""
        found = {_PARAMETERS.get(key, key.rpartition(".")[2]): value for key, value in _flat(self)}
        return {name: value for name, value in found.items() if value not in (None, []) and name != "groups"}


def _flat(part: msgspec.Struct, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted keys with their values; those of columns as the command calls them."""
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, Columns):
            yield from ((f"{column}_col", getattr(value, column)) for column in value.__struct_fields__)
        elif isinstance(value, msgspec.Struct):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def load_study(path: Path) -> Study:
    """The study that a file declares; what is a path in it is relative to its folder.

    Raises UnreadableInput where the file is no TOML, and UsageError where a key is unknown (with the nearest known one)
    or a value has the wrong type.
    """
    study = declared(read_toml(path, "study file"), Study, path)
    for part in (study, study.reading, study.measuring):
        for name in set(_PATHS) & set(part.__struct_fields__):
            value = getattr(part, name)
            if value:
                beside = path.parent
                setattr(part, name, str(beside / value) if isinstance(value, str) else [str(beside / v) for v in value])
    return study
