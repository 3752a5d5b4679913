"""The instruments of a result in words: word lists with their versions, features with their sources."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from masthead.features import catalogue
from masthead.features.rows import CHOICES
from masthead.reports.stated.references import Reference
from masthead.reports.titles import in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from masthead.features.base import Feature

_SETS = f"{CHOICES}/"
_SHORT_HASH = 8


def lists_told(manifest: Mapping[str, Any]) -> str:
    """``word lists loaded 1 (ed3f25c7), hedging 1 (1a1a1050)``, and the choice sets where wordings were compared."""
    found = dict(manifest.get("lexicons") or {})
    sets = {name: version for name, version in found.items() if name.startswith(_SETS)}
    lists = [_version(name, str(version)) for name, version in found.items() if name not in sets]
    said = f"word lists {', '.join(lists)}" if lists else "no word lists"
    if manifest.get("kind") != "choices":
        return said
    wanted = manifest.get("concepts") or ()
    named = [_version(name.removeprefix(_SETS), str(version)) for name, version in sets.items()]
    return f"{said}; choice sets {', '.join(named)}" + (f"; concepts {', '.join(wanted)}" if wanted else "")


def _version(name: str, version: str) -> str:
    """``loaded 1 (ed3f25c7)`` of a version and a hash, or of a hash alone."""
    *number, digest = version.split()
    return " ".join([name, *number, f"({digest[:_SHORT_HASH]})"])


def features_told(names: Iterable[str]) -> str:
    """The titles of features in their order, each with the work it comes from, cited by its key."""
    known = _known()
    return "; ".join(_told(known[name]) if name in known else f"{name} (a list of our own)" for name in names)


def estimates_told(names: Iterable[str]) -> str:
    """``a ratio of sums over its articles (of vocabulary richness a mean over articles)``."""
    known, by_pooling = _known(), dict[str, list[str]]()
    for feature in (known[name] for name in names if name in known):
        by_pooling.setdefault(feature.pooling, []).append(in_sentence(feature.title))
    usual = "ratio of sums"
    others = [f"of {', '.join(titles)} a {how}" for how, titles in by_pooling.items() if how != usual]
    if others and usual not in by_pooling:
        return "; ".join(others)
    return f"a {usual} over its articles" + (f" ({'; '.join(others)})" if others else "")


def feature_references(names: Iterable[str]) -> dict[str, Reference]:
    """The works that features come from, by key."""
    known = _known()
    works = [_work(known[name]) for name in names if name in known]
    return {work.key: work for work in works if work is not None}


def scores_told(names: Iterable[str]) -> str:
    """The titles of features that have no least value, whose intervals are resampled."""
    known = _known()
    return ", ".join(
        in_sentence(known[name].title) for name in names if name in known and not isfinite(known[name].low)
    )


def textstat_of(names: Iterable[str]) -> bool:
    """Whether a formula of readability is among the features."""
    return any(name.startswith("readability.") for name in names)


def _known() -> dict[str, Feature]:
    return {feature.name: feature for feature in catalogue()}


def _told(feature: Feature) -> str:
    work = _work(feature)
    return in_sentence(feature.title) + (f" [@{work.key}]" if work is not None else "")


def _work(feature: Feature) -> Reference | None:
    try:
        return Reference.of(feature.citation)
    except ValueError:  # a style guide, say, that has no author
        return None
