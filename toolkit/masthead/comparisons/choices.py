"""Who is called what: the share of each rival wording of a concept, outlet by outlet."""

from __future__ import annotations

from dataclasses import asdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.comparisons.groups import members_of, told_members, under_groups
from masthead.comparisons.options import ChoicesOptions
from masthead.comparisons.strata import strata
from masthead.comparisons.summary import Compared
from masthead.comparisons.wordings import Family, Tests, in_parts, mark
from masthead.engines import How, open_corpus
from masthead.errors import UsageError, did_you_mean, options_of
from masthead.features.base import Feature
from masthead.features.choices import COLUMN, counted_names, widen
from masthead.lexicons import bundled_choices
from masthead.profiles import ClusterTable
from masthead.profiles.facts import method_facts
from masthead.schema import CHOICES, LABEL_PREFIX, VOICES
from masthead.sources import to_arrow
from masthead.stats import on_one_thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PREFIX = "choices."
_KEPT = (PREFIX, LABEL_PREFIX, "words.")
"""How counts and labels are called that choices are compared by."""
UNTESTED = {
    **dict.fromkeys(
        (
            "reference",
            "difference",
            "difference_low",
            "difference_high",
            "effect",
            "p",
            "q",
            "fragile",
            "concept_p",
        )
    ),
    "marked": False,
}
NO_MENTION = "no mention in the outlet's own voice"


class Wording(NamedTuple):
    """One wording of a concept, about one referent or (None) about any."""

    concept: str
    referent: str | None
    wording: str

    def column(self, voice: str) -> str:
        """The name of its count column for a voice."""
        anchored = f"{self.wording}@{self.referent}" if self.referent is not None else self.wording
        return f"{PREFIX}{self.concept}.{anchored}.{voice}"


def choices(
    source: Any, options: ChoicesOptions | None = None, how: How | None = None, *, keep_wire: bool = False
) -> Compared:
    """Who calls it what: the share of each rival wording in each outlet's own voice (CHOICES).

    ``source``, ``how`` and ``keep_wire`` as for ``compare``; ``details`` has the ``titles`` of the concepts.
    ``compare_choices`` has the methods and errors.
    """
    options = options_of(options, ChoicesOptions)
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    table = compare_choices(corpus.table, options)
    details: dict[str, Any] = {"titles": {choice.concept: choice.declaration.title for choice in bundled_choices()}}
    features = corpus.table
    notes: tuple[str, ...] = ()
    if options.group is not None:
        details["members"] = members_of(features, options.group)
        features, notes = under_groups(features, details["members"]), (told_members(details["members"]),)
    told = asdict(options) | {"matched": options.events and _on_events(table)}
    manifest = {
        **corpus.manifest,
        "kind": "choices",
        "seed": told.pop("seed"),
        **method_facts(corpus.table, table, (), told),
    }
    return Compared(
        table=table,
        notes=notes,
        details=details,
        manifest=manifest,
        corpus=corpus,
        features=features,
        catalogue=corpus.catalogue,
    )


def _on_events(table: pa.Table) -> bool:
    """Whether shares were compared on shared events, where they have no interval of their own."""
    return any(row["p"] is not None and row["low"] is None for row in table.select(["p", "low"]).to_pylist())


@on_one_thread
def compare_choices(features: Any, options: ChoicesOptions | None = None) -> pa.Table:
    """Share of each wording among an outlet's own-voice mentions of its concept: a CHOICES table.

    ``features`` is a FEATURES table (or any data frame of one), whose list column ``choices`` holds counts named
    ``choices.<concept>.<wording>.<voice>``, and per referent ``choices.<concept>.<wording>@<referent>.<voice>``.
    Articles without such a mention do not count, so ``n_articles`` and ``n_clusters`` are of articles with one; below
    ``min_clusters`` the interval is null. ``mentions`` counts the outlet's own-voice mentions of the concept,
    ``mentions_*`` the wording itself in each voice. A wording is listed for every outlet once any outlet uses it, in
    any voice. Rows are ordered by stratum, concept, referent (all first), wording, outlet.

    ``difference``, its interval, ``effect`` and ``p`` are those of ``compare_outlets``, with ``events`` and ``by`` as
    there; with ``group`` those of ``compare_outlet_groups``, and groups stand in ``outlet``. With ``events`` a
    ``share`` is the mean over the events that other outlets report too, and has no interval of its own. ``concept_p``,
    ``q`` and ``marked`` are those of ``masthead.comparisons.wordings``, ``fragile`` that of ``compare_outlets``. Two
    outlets are compared with each other once, in the rows of the first. Rows of a referent are not tested. Raises
    ``UsageError`` where no choice was measured, a concept is unknown, or articles cannot be parted or grouped.
    """
    options = options_of(options, ChoicesOptions)
    features = features if isinstance(features, pa.Table) else to_arrow(features)
    wordings = _wordings(features, options.concepts)
    features = _without_others(features)
    families = {stratum: _family(part, wordings, options) for stratum, part in strata(features, options.by)}
    mark(list(families.values()))
    rows = [row | {"stratum": stratum} for stratum, family in families.items() for row in family.rows.values()]
    return pa.Table.from_pylist(rows, schema=CHOICES)


def _without_others(features: pa.Table) -> pa.Table:
    """FEATURES without counts of anything but words and choices, so that what is made of them takes less memory."""
    kinds = {field.name: getattr(field.type, "value_type", field.type) for field in features.schema}
    counts = {name for name, kind in kinds.items() if pa.types.is_floating(kind) and not name.startswith(_KEPT)}
    return features.drop_columns(sorted(counts))


def _family(features: pa.Table, wordings: Sequence[Wording], options: ChoicesOptions) -> Family:
    """The rows of one part of the articles, without q, and how they were tested."""
    members = members_of(features, options.group) if options.group is not None else None
    family = Family(Tests(features, options), {}, set(), {})
    # Whether events are matched is decided over all wordings, so then they stay together.
    counts = 0 if options.events else len(VOICES) * features.num_rows
    for some in in_parts(wordings, attrgetter("concept"), counts):
        widened = widen(features, [wording.column(voice) for wording in some for voice in VOICES])
        _add(family, widened, some, options, members)
    return family


def _add(
    family: Family,
    features: pa.Table,
    wordings: Sequence[Wording],
    options: ChoicesOptions,
    members: Mapping[str, tuple[str, ...]] | None,
) -> None:
    """Add to a family the rows of some concepts, whose counts are columns of ``features``."""
    plain = ClusterTable.of(features)
    table = plain if members is None else ClusterTable.of(under_groups(features, members))
    mentions = {wording: _mentions(table, wording) for wording in wordings}
    used = [wording for wording in wordings if any(counts.sum() for counts in mentions[wording].values())]
    shares = {wording: _share(wording, used) for wording in used}
    tests = Tests(features, options)
    found, differences = tests.run(list(shares.values()))
    whole = [wording for wording in used if wording.referent is None]
    able = {name for (name, _), row in differences.items() if row["p"] is not None}
    concepts = {
        wording.concept: tests.concept_p(plain, wording.concept, [shares[other] for other in _rivals(wording, whole)])
        for wording in whole
        if shares[wording].name in able and wording == _rivals(wording, whole)[0]
    }
    for wording in used:
        total = np.sum([mentions[other]["own"] for other in _rivals(wording, used)], axis=0)
        for place, outlet in enumerate(table.groups):
            at = shares[wording].name, outlet
            row = _row(wording, outlet, int(total[place]), found[at])
            row |= {f"mentions_{voice}": int(counts[place]) for voice, counts in mentions[wording].items()}
            if wording.referent is None:
                row |= differences.get(at, {}) | {"concept_p": concepts.get(wording.concept)}
                row["reason"] = row["reason"] or row.get("untested")
            family.rows[at] = row
    family.shares.update((share.name, share) for share in shares.values())
    family.tested.update(shares[wording].name for wording in whole if tests.worth_testing(plain, shares[wording]))


def _rivals(wording: Wording, wordings: Sequence[Wording]) -> list[Wording]:
    """The wordings of the same concept and referent."""
    concept, referent = wording[:2]
    return [other for other in wordings if other.concept == concept and other.referent == referent]


def _wordings(features: pa.Table, concepts: Sequence[str]) -> list[Wording]:
    """Every wording that some article uses in any voice, sorted."""
    found = {_parse(name) for name in counted_names(features)}
    if COLUMN not in features.column_names:
        raise UsageError(
            "The feature table has no column `choices`, which contains the counts of wordings.",
            fix="Measure the articles again with `masthead measure`, or give the articles themselves.",
        )
    mentioned = {wording.concept for wording in found}
    known = mentioned | {choice.concept for choice in bundled_choices()}
    for concept in concepts:
        if concept not in known:
            raise UsageError(
                f"There is no concept {concept!r}.{did_you_mean(concept, sorted(known))}",
                fix=f"Concepts mentioned in these articles: {', '.join(sorted(mentioned)) or 'none'}.",
            )
    wanted = set(concepts) or mentioned
    chosen = [wording for wording in found if wording.concept in wanted]
    return sorted(chosen, key=lambda w: (w.concept, w.referent is not None, w.referent or "", w.wording))


def _parse(column: str) -> Wording:
    """Read ``choices.<concept>.<wording>[@<referent>].<voice>``; a wording may hold dots, a concept may not."""
    concept, _, rest = column.removeprefix(PREFIX).rpartition(".")[0].partition(".")
    wording, anchored, referent = rest.rpartition("@")
    return Wording(concept, referent, wording) if anchored else Wording(concept, None, rest)


def _mentions(table: ClusterTable, wording: Wording) -> Mapping[str, np.ndarray[Any, np.dtype[np.int64]]]:
    """Mentions by voice and outlet."""
    counted = {voice: wording.column(voice) for voice in VOICES}
    length = len(table.groups)
    return {
        voice: np.bincount(table.row_group, np.nan_to_num(table.count(name)), minlength=length).astype(np.int64)
        for voice, name in counted.items()
    }


def _share(wording: Wording, wordings: Sequence[Wording]) -> Feature:
    """The wording's share as a feature: its own-voice mentions over those of all wordings of the concept."""
    return Feature(
        name=wording.column("own"),
        family="choices",
        title=wording.wording,
        kind="share",
        unit="share",
        numerator=(wording.column("own"),),
        denominator=tuple(other.column("own") for other in _rivals(wording, wordings)),
        high=1.0,
        higher="more of the own-voice mentions of the concept use this wording",
        citation="",
        voice_aware=True,
        primary=True,
    )


def _row(wording: Wording, outlet: str, mentions: int, found: dict[str, Any]) -> dict[str, Any]:
    """A row that is not tested, of the share that was ``found``."""
    reason = found["reason"]
    if reason is not None and mentions == 0 and not reason.startswith("no usable"):
        reason = NO_MENTION
    about = {"concept": wording.concept, "wording": wording.wording, "referent": wording.referent, "outlet": outlet}
    return about | {"mentions": mentions} | UNTESTED | found | {"reason": reason}
