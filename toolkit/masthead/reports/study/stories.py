"""The part on shared events: the comparison on them, and which they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from masthead.numerals import count
from masthead.reports.events import MOST_EVENTS, events_report
from masthead.reports.study.blocks import grids_of
from masthead.reports.study.plots import matched_table
from masthead.reports.study.view import Part, Story
from masthead.studies.running import OWN
from masthead.studies.selecting import hits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.reports.study.proof import Proofs
    from masthead.studies.running import StudyResult

_STORY_OUTLETS = 12
_MATCHED = (
    "Below: the outlet minus the others on the events that both report. Small print: 95% interval · number of events."
)


def events_part(found: StudyResult, proofs: Proofs) -> Part:
    """The comparison on shared events, and which events these are; of counts alone those that they came with."""
    lead: tuple[str, ...] = ()
    blocks: list[tuple[str, object]] = []
    remarks: tuple[str, ...] = ()
    if found.matched is not None:
        lead = (_MATCHED,)
        blocks.append(("heat", matched_table(found.matched, found.shown)))
    if found.events is not None:
        report = events_report(found.events.articles, found.events.table, given=found.events.details["given"])
        lead, remarks = (*report.lead, *lead), report.remarks
        blocks += [("stories", tuple(_stories(found, proofs))), *grids_of(report.blocks[1:])]
    missing = "; ".join(found.missing[name] for name in ("events", "matched") if name in found.missing)
    return Part("events", "On the same events", lead, tuple(blocks), remarks, missing)


def _stories(found: StudyResult, proofs: Proofs) -> Iterator[Story]:
    """The events of most outlets, with a sentence of each outlet that has a loaded word of its own in it."""
    assert found.events is not None
    feature = next(feature for feature in found.catalogue if feature.name == OWN)
    loaded = None if proofs.hits is None else hits_of(feature, proofs.hits)
    for place, row in enumerate(found.events.table.to_pylist()[:MOST_EVENTS]):
        if row["n_outlets"] < 2:
            continue
        proof = None
        if loaded is not None:
            inside = loaded.filter(pc.is_in(loaded["article_id"], value_set=pc.cast(row["ids"], "string")))
            drawn = proofs.of(f"event {row['event']}", inside, most=1)
            proof = proofs.proof(f"s{place}", *list(drawn.values())[:_STORY_OUTLETS])
        name = row["title"] if found.options.evidence == "full" and row["title"] else row["event"]
        outlets = ", ".join(row["outlets"][:_STORY_OUTLETS])
        more = f" and {len(row['outlets']) - _STORY_OUTLETS} more" if len(row["outlets"]) > _STORY_OUTLETS else ""
        days = row["first"] if row["first"] == row["last"] else f"{row['first']} to {row['last']}"
        yield Story(name, f"{outlets}{more}", days or "", count(row["n_articles"], "article"), proof)
