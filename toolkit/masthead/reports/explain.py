"""One article with every counted span: which words made the numbers, and in which voice."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from masthead.features.loaded import COUNTED_FROM
from masthead.numerals import count
from masthead.reports.passage import VOICE_SIGNS, letter
from masthead.reports.titles import family_title
from masthead.reports.view import Cell, Grid, Passage, Report, Segment, amount, figures, wordings
from masthead.schema import HITS, VOICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.engines import Explanation
    from masthead.reports.view import Voice

    Hit = Mapping[str, Any]

PASSAGES: dict[str, Voice] = {"quote": "quoted", "content": "attributed"}
"""Categories of attribution hits that are stretches of text in a voice, not counted words."""

MOST_SHOWN = 300_000
"""Characters of a text that are shown: a page of more is slow to make and slower to read."""
FIELDS = (*HITS.names[:4], "text", *HITS.names[4:])
_ORDER = ("loaded", "choices", "hedging", "attribution", "style")
_LONGEST_NAME = 60
_FAINT = "faint"


def explain_report(explanation: Explanation, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """The article with its hits, their counts, and its sources; ``rows`` are the hits with their words."""
    hits = explanation.hits.to_pylist()
    texts = {"title": explanation.title or "", "text": explanation.text}
    passage = Passage(
        heading=_segments(texts["title"], _of_field(hits, "title"), ()),
        body=_segments(explanation.text[:MOST_SHOWN], _of_field(hits, "text"), explanation.excluded),
    )
    body = _of_field(hits, "text")
    grids = [grid for grid in (_counts_grid(body), _sources_grid(body)) if grid.sections]
    why = [f"Readability is not measured: {explanation.reason.replace('_', ' ')}."] if explanation.reason else []
    return Report(
        title=f"{explanation.outlet} · {explanation.id}",
        lead=(f"{count(len(body), 'hit')} in the text, {count(len(hits) - len(body), 'hit')} in the headline.", *why),
        blocks=(passage, *grids),
        remarks=(_legend(hits), *_left_out(explanation.text)),
        rows=explanation.hits.append_column("text", [[texts[hit["field"]][hit["start"] : hit["end"]] for hit in hits]]),
        fields=FIELDS,
        manifest=manifest or {},
    )


def _of_field(hits: Iterable[Hit], field: str) -> list[Hit]:
    return [hit for hit in hits if hit["field"] == field]


def _segments(text: str, hits: Sequence[Hit], excluded: Sequence[tuple[int, int, str]]) -> tuple[Segment, ...]:
    """Cut ``text`` wherever a hit or furniture begins or ends; every piece knows what covers it."""
    edges = {0, len(text), *(hit[end] for hit in hits for end in ("start", "end"))}
    edges |= {edge for start, end, _ in excluded for edge in (start, end)}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    opening: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        opening[hit["start"]].append(hit)
    furniture = {start: (end, kind) for start, end, kind in excluded}
    pieces = []
    active: list[Hit] = []
    kept: tuple[int, str] = (0, "")
    for start, end in pairwise(cuts):
        active = [hit for hit in active if hit["end"] > start] + opening[start]
        if start in furniture:
            kept = furniture[start]
        pieces.append(_segment(text[start:end], active, kept[1] if kept[0] > start else ""))
    return tuple(pieces)


def _segment(text: str, active: Sequence[Hit], excluded: str) -> Segment:
    words = [hit for hit in active if not _is_passage(hit)]
    voices = [PASSAGES[hit["category"]] for hit in active if _is_passage(hit)]
    within: Voice = "quoted" if "quoted" in voices else "attributed" if voices else "own"
    if words:
        within = words[-1]["voice"] or within
    families = sorted({hit["family"] for hit in words}, key=_place)
    return Segment(text, tuple(families), within, excluded, "; ".join(told_hit(hit) for hit in words))


def _is_passage(hit: Hit) -> bool:
    return hit["family"] == "attribution" and hit["category"] in PASSAGES


def _place(family: str) -> tuple[int, str]:
    return (_ORDER.index(family) if family in _ORDER else len(_ORDER), family)


def told_hit(hit: Hit) -> str:
    """``loaded, evaluative: brutal (own voice, weight 0.8)``."""
    what = f"{hit['family']}, {hit['category'].replace('_', ' ')}: {hit['term']}"
    if hit["canonical"] and hit["canonical"] != hit["term"]:
        what += f" → {hit['canonical']}"
    inside = [f"{hit['voice']} voice"] if hit["voice"] else []
    if hit["weight"] is not None:
        inside.append(f"weight {hit['weight']:.1f}{', faint' if _is_faint(hit) else ''}")
    return f"{what} ({', '.join(inside)})" if inside else what


def _counts_grid(hits: Sequence[Hit]) -> Grid:
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for hit in hits:
        counts[hit["family"]][_FAINT if _is_faint(hit) else hit["category"]][hit["voice"] or "own"] += 1
    sections = {
        f"{family_title(family)} [{letter(family)}]": [
            (
                Cell(category.replace("_", " ")),
                *(amount(n) for n in (*(voices[voice] for voice in VOICES), voices.total())),
            )
            for category, voices in sorted(counts[family].items(), key=lambda item: (-item[1].total(), item[0]))
        ]
        for family in sorted(counts, key=_place)
    }
    columns = (*wordings(""), *figures(*VOICES, "all"))
    return Grid.of("Hits in the text, by voice", columns, sections)


def _is_faint(hit: Hit) -> bool:
    """Whether a loaded term weighs too little to be counted."""
    return hit["family"] == "loaded" and hit["weight"] is not None and hit["weight"] < COUNTED_FROM


def _sources_grid(hits: Sequence[Hit]) -> Grid:
    """Each attribution's source as it was resolved, what kind it is, and by which cues it is cited."""
    groups: dict[int, dict[str, Hit]] = defaultdict(dict)
    for hit in hits:
        if hit["family"] == "attribution" and hit["group"] is not None:
            groups[hit["group"]].setdefault(hit["category"], hit)
    sources: dict[str, list[dict[str, Hit]]] = defaultdict(list)
    for parts in groups.values():
        sources[_source_name(parts)].append(parts)
    rows = tuple(
        (Cell(name), Cell(_kind(parts)), Cell(_cues(parts)), Cell(f"{len(parts):,}"))
        for name, parts in sorted(sources.items(), key=lambda item: (-len(item[1]), item[0]))
    )
    columns = (*wordings("source", "kind", "cues"), *figures("times"))
    return Grid.of("Sources, as resolved", columns, {"": rows} if rows else {})


def _source_name(parts: Mapping[str, Hit]) -> str:
    for category in ("source", "content", "quote"):
        if category in parts and parts[category]["canonical"]:
            name = str(parts[category]["canonical"])
            return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    return "(nobody named)"


def _kind(groups: Sequence[Mapping[str, Hit]]) -> str:
    kinds = [kind for parts in groups if "source" in parts for kind in parts["source"]["term"].split()]
    return ", ".join(dict.fromkeys(kinds))


def _cues(groups: Sequence[Mapping[str, Hit]]) -> str:
    return ", ".join(dict.fromkeys(str(parts["cue"]["term"]) for parts in groups if "cue" in parts))


def _left_out(text: str) -> tuple[str, ...]:
    if len(text) <= MOST_SHOWN:
        return ()
    shown = f"Shown are the first {MOST_SHOWN:,} of {len(text):,} characters"
    return (f"{shown}; the counts are of all, and --format csv lists every hit.",)


def _legend(hits: Sequence[Hit]) -> str:
    families = sorted({hit["family"] for hit in hits}, key=_place)
    letters = ", ".join(f"{letter(family)} {family}" for family in families)
    attributed, quoted = VOICE_SIGNS["attributed"], VOICE_SIGNS["quoted"]
    signs = f"{attributed} attributed, {quoted} quoted, no sign own voice (bold in colour; quoted is italic)"
    said = f"Marks: {letters}; {signs}. Text that is not counted is furniture."
    if any(map(_is_faint, hits)):
        said += (
            f" Faint: loaded terms with a weight below {COUNTED_FROM} add only to loaded intensity, not to any count."
        )
    return said
