"""Which sentences a result needs: each is said where what it tells of was done, in the order of a paragraph.

What was done stands in the manifest, under ``masthead.profiles.facts.METHOD``. For a new way of comparing, add its
sentence to ``sentences.toml``, its option to the facts of the result, and a clause here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.comparisons.ratios import FEW_CLUSTERS
from masthead.comparisons.summary import THRESHOLD
from masthead.numerals import count, percent, whole_percent
from masthead.profiles.facts import METHOD
from masthead.profiles.overview import cluster_kinds
from masthead.reports.stated.instruments import estimates_told, features_told, lists_told, scores_told, textstat_of
from masthead.stats.correction import FEWEST_CODED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Facts = Mapping[str, Any]


class Clause(NamedTuple):
    """A sentence by its name, when it is said, and whether a table needs it (or only the paragraph)."""

    name: str
    when: Callable[[Facts], bool]
    in_tables: bool = True


def facts_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest with what was done beside what it was done to; no facts where it says nothing of its method."""
    method = manifest.get(METHOD)
    return {**manifest, **method} if isinstance(method, dict) else {}


def values_of(facts: Facts) -> dict[str, str]:
    """What the places of the sentences stand for, in words; places of what was not done are left empty."""
    not_own = facts.get("not_own") or {}
    number = {name: f"{facts[name]:,}" for name in _NUMBERS if isinstance(facts.get(name), int)}
    plain = {name: str(facts.get(name) or "") for name in ("masthead", "genre", "group", "stratify", "by", "voice")}
    return {
        **dict.fromkeys(_NUMBERS, ""),
        **plain,
        **number,
        "lists": lists_told(facts),
        "own_lists": ", ".join(facts.get("own_lexicons") or ()),
        "estimates": estimates_told(facts.get("features") or ()),
        "features": features_told(facts.get("features") or ()),
        "textstat": str((facts.get("packages") or {}).get("textstat", "")),
        "agency": f"{not_own.get('agency', 0):,}",
        "republished": f"{not_own.get('republished', 0):,}",
        "weights": ", ".join(f"{name} {percent(share)}" for name, share in _weights(facts).items()),
        "clusters": cluster_kinds(facts.get("clusters") or {}),
        "level": whole_percent(facts.get("level") or 0.95),
        "scores": scores_told(facts.get("features") or ()),
        "word_hits": str(FEW_CLUSTERS),
        "against": str(facts.get("baseline") or ""),
        "around": str(facts.get("around") or ""),
        "period": str(facts.get("by") or ""),
        "family": f"{_known(facts, 'family'):,}",
        "tested": _tested(facts),
        "permuted": _permuted_whole(facts),
        "threshold": f"{THRESHOLD:g}",
        "coded": ", ".join(f"{name}: {n:,}" for name, n in (facts.get("coded") or {}).items()),
        "fewest_coded": str(FEWEST_CODED),
        "prior": f"{facts.get('prior') or 0:g}",
        "documents": count(facts["documents"], "text").split()[0] if "documents" in facts else "",
        "seed": str(facts.get("seed", "")),
    }


_NUMBERS = ("draws", "permutations", "min_clusters")


def _weights(facts: Facts) -> dict[str, float]:
    return dict((facts.get("mix") or {}).get("weights") or {})


def _known(facts: Facts, column: str) -> int:
    return int((facts.get("known") or {}).get(column, 0))


def _tested(facts: Facts) -> str:
    """Which tests the correction is over."""
    within = f", over all values of {facts['by']}" if _parts(facts) else ""
    whom = "groups" if facts.get("group") else "outlets"
    if facts["kind"] == "choices":
        return f"concepts, wordings and {whom}{within}"
    whom = "pairs of outlets" if facts.get("all_pairs") else whom
    return f"the primary features of all tested {whom}{within}"


def _permuted_whole(facts: Facts) -> str:
    """What is permuted over what where a concept is tested."""
    if _groups(facts):
        return "whole outlets over the groups"
    return "whole clusters over the outlets" + (", within each event" if _matched(facts) else "")


def _parts(facts: Facts) -> bool:
    return bool(facts.get("by")) and facts["kind"] in ("comparison", "choices")


def _outlets(facts: Facts) -> bool:
    """Whether outlets are described or compared by features on all their articles."""
    return facts["kind"] in ("comparison", "profile", "trend", "ranks") and not _matched(facts) and not _groups(facts)


def _matched(facts: Facts) -> bool:
    return bool(facts.get("matched"))


def _groups(facts: Facts) -> bool:
    return bool(facts.get("group"))


def _tests(facts: Facts) -> bool:
    return _known(facts, "p") > 0


def _clustered(facts: Facts) -> bool:
    return facts["kind"] != "validation" and not _groups(facts) and not _matched(facts)


def _own_intervals(facts: Facts) -> bool:
    return _clustered(facts) and facts["kind"] != "words" and _known(facts, "low") > 0


def _against_rest(facts: Facts) -> bool:
    alone = not facts.get("baseline") and not facts.get("all_pairs")
    return facts["kind"] == "comparison" and alone and not _matched(facts) and not _groups(facts)


def _limits(facts: Facts) -> bool:
    """Whether a difference has limits that are made of those of two figures or more."""
    compared = facts["kind"] in ("comparison", "choices") or bool(facts.get("around"))
    known = "difference_low" if facts["kind"] == "choices" else "low"
    return compared and not _matched(facts) and not _groups(facts) and _known(facts, known) > 0


def _left_out(facts: Facts, *, counted: bool) -> bool:
    found = facts.get("not_own") or {}
    return bool(found.get("agency") or found.get("republished")) and bool(found.get("counted")) is counted


def _permuted(facts: Facts) -> bool:
    return _tests(facts) and not _matched(facts) and not _groups(facts)


CLAUSES: tuple[Clause, ...] = (
    Clause("measured", lambda facts: facts["kind"] not in ("validation", "words")),
    Clause("read", lambda facts: facts["kind"] == "words"),
    Clause("own_lists", lambda facts: bool(facts.get("own_lexicons"))),
    Clause("features", lambda facts: bool(facts.get("features")), in_tables=False),
    Clause("textstat", lambda facts: textstat_of(facts.get("features") or ())),
    Clause("genre", lambda facts: bool(facts.get("genre"))),
    Clause("own_work", lambda facts: _left_out(facts, counted=False)),
    Clause("wire_kept", lambda facts: _left_out(facts, counted=True)),
    Clause("estimates", lambda facts: _outlets(facts) and facts.get("weigh") != "article", in_tables=False),
    Clause("by_article", lambda facts: facts.get("weigh") == "article"),
    Clause("group_estimates", _groups),
    Clause("choices", lambda facts: facts["kind"] == "choices"),
    Clause("words", lambda facts: facts["kind"] == "words"),
    Clause("mix", lambda facts: bool(facts.get("stratify"))),
    Clause("parts", _parts),
    Clause("trend", lambda facts: facts["kind"] == "trend" and not facts.get("around")),
    Clause("clusters", lambda facts: _clustered(facts) and (_known(facts, "low") > 0 or _tests(facts))),
    Clause("intervals", _own_intervals),
    Clause("resampled", lambda facts: _own_intervals(facts) and bool(scores_told(facts.get("features") or ()))),
    Clause("pooled", lambda facts: _known(facts, "pooled") > 0),
    Clause("difference_rest", _against_rest),
    Clause("difference_outlet", lambda facts: bool(facts.get("baseline")) and not _matched(facts)),
    Clause("difference_pairs", lambda facts: bool(facts.get("all_pairs")) and not _matched(facts)),
    Clause("choice_differences", lambda facts: facts["kind"] == "choices" and _permuted(facts)),
    Clause("changes", lambda facts: facts["kind"] == "trend" and bool(facts.get("around"))),
    Clause("difference_limits", _limits),
    Clause("events", _matched),
    Clause("events_against", lambda facts: _matched(facts) and bool(facts.get("baseline"))),
    Clause("events_pairs", lambda facts: _matched(facts) and bool(facts.get("all_pairs"))),
    Clause("group_differences", _groups),
    Clause("word_ratios", lambda facts: facts["kind"] == "words" and _known(facts, "low") > 0),
    Clause("codes", lambda facts: _known(facts, "corrected_low") > 0),
    Clause("ranks", lambda facts: _known(facts, "rank_low") > 0),
    Clause("concepts", lambda facts: facts["kind"] == "choices" and _tests(facts)),
    Clause("permutation", _permuted),
    Clause("exchange", lambda facts: _tests(facts) and _matched(facts)),
    Clause("group_permutation", lambda facts: _tests(facts) and _groups(facts)),
    Clause("effect", _permuted),
    Clause("event_effect", lambda facts: _tests(facts) and _matched(facts)),
    Clause("group_effect", lambda facts: _tests(facts) and _groups(facts)),
    Clause("family", lambda facts: facts["kind"] != "words" and _known(facts, "q") > 0),
    Clause("choice_tests", lambda facts: facts["kind"] == "choices" and _known(facts, "q") > 0),
    Clause("word_tests", lambda facts: facts["kind"] == "words" and _known(facts, "q") > 0),
    Clause("marked", lambda facts: facts["kind"] != "words" and _known(facts, "q") > 0),
    Clause("validation", lambda facts: facts["kind"] == "validation"),
    Clause("alpha", lambda facts: "alpha" in (facts.get("metrics") or ())),
    Clause("seed", lambda facts: "seed" in facts),
)
