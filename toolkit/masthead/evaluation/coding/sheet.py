"""The coding sheet: one row per sentence of the articles drawn, and the codebook that goes with it."""

from __future__ import annotations

import string
from itertools import product
from typing import TYPE_CHECKING, Any

from masthead.errors import UsageError
from masthead.features import read_text
from masthead.features.base import WORD_COUNTS
from masthead.profiles.codes import OF, hidden_id
from masthead.sources.tables import Record
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from masthead.evaluation.coding.drawing import Drawn
    from masthead.features.base import Feature

    Row = dict[str, Any]

PLACE_COLUMNS = ("article_id", "sentence", "start", "end", "outlet_key", "coder", "text")
PROBABILITY = "probability"
CODERS = ("a", "b")
_RULES = (
    ("Rows", "One row is one sentence. Keep every row and its order within the article; sort the file as you like."),
    ("What to code", "Code each sentence as you read it in its article, not as a program would."),
    ("Nothing there", "Write 0. An empty cell means not coded; leave a whole article empty if you can't code it."),
    ("probability", "How likely the article was drawn. Do not change it: figures are corrected by it."),
)


def code_columns(features: Sequence[Feature], coders: int) -> list[str]:
    """The columns to fill in, one a feature, with what a share is of beside it, and one of each a coder where two."""
    names = [
        name for feature in features for name in (feature.name, *((feature.name + OF,) if _has_of(feature) else ()))
    ]
    return names if coders == 1 else [f"{name}_{coder}" for name in names for coder in CODERS[:coders]]


def sheet_rows(
    drawn: Sequence[Drawn],
    articles: Mapping[str, Mapping[str, Any]],
    columns: Sequence[str],
    seed: int,
    *,
    hidden: bool,
) -> Iterator[Row]:
    """The rows of the articles ``drawn`` in random order; ``articles`` are rows of ARTICLES by id.

    With ``hidden`` outlets stand as letters, and ids that name their outlet as codes that are read back.
    """
    outlets = sorted({one.outlet for one in drawn})
    random = generator(seed, "sheet")
    letters = dict(zip((outlets[place] for place in random.permutation(len(outlets))), _letters(), strict=False))
    for place in random.permutation(len(drawn)).tolist():
        one = drawn[place]
        article = articles[one.id]
        tells = hidden and _names(one.id, one.outlet)
        spans = [(span["start"], span["end"]) for span in article["excluded"] or ()]
        sentences = read_text(article["text"], spans).sentences
        for number, sentence in enumerate(sentences, start=1):
            yield {
                "article_id": hidden_id(one.id) if tells else one.id,
                "sentence": number,
                "start": sentence.start,
                "end": sentence.end,
                "outlet_key": letters[one.outlet] if hidden else one.outlet,
                "coder": None,
                "text": article["text"][sentence.start : sentence.end],
                **dict.fromkeys(columns),
                PROBABILITY: one.probability,
            }


def whole_articles(rows: list[Record]) -> list[Record]:
    """The rows of a coding sheet put together, one row per article and coder with its sentences; other rows as they
    are.

    Sentences stand where they stood in the article; of what was between them only the length is known, and two
    characters or more are taken for the end of a paragraph.
    """
    if not rows or not {*PLACE_COLUMNS} <= rows[0].cells.keys():
        return rows
    together: dict[tuple[str, str], dict[int, Record]] = {}
    for row in rows:
        key = (str(row.cells["article_id"]), str(row.cells["coder"] or ""))
        together.setdefault(key, {}).setdefault(_place(row, "start"), row)
    return [_whole([own[start] for start in sorted(own)]) for own in together.values()]


def _whole(rows: Sequence[Record]) -> Record:
    text = ""
    sentences = []
    for row in rows:
        start, end = _place(row, "start"), _place(row, "end")
        gap = start - len(text)
        text += ("\n" if gap > 1 else " ") * gap + str(row.cells["text"])
        if gap < 0 or len(text) != end:
            raise UsageError(
                "the text is not as long as start and end say",
                where=row.origin,
                fix="Leave these columns and the text as masthead sample wrote them.",
            )
        own = {name: cell for name, cell in row.cells.items() if name not in PLACE_COLUMNS and name != PROBABILITY}
        sentences.append({"start": start, "end": end, **own})
    first = rows[0].cells
    about = {"article_id": first["article_id"], "outlet": first["outlet_key"], "coder": first["coder"]}
    return Record(rows[0].origin, {**about, "text": text, "sentences": sentences})


def _place(row: Record, column: str) -> int:
    try:
        return int(float(str(row.cells[column])))
    except ValueError:
        raise UsageError(
            f"{row.cells[column]!r} in the column {column!r} is not a position", where=row.origin
        ) from None


def codebook(features: Sequence[Feature]) -> list[tuple[str, str]]:
    """What to write where, feature by feature, and the rules of the sheet."""
    lines = []
    for feature in features:
        lines += [
            (feature.name, f"{feature.title} ({feature.unit}). {_asked(feature)}"),
            ("", f"Higher means {feature.higher}."),
            ("", f"After {feature.citation}."),
        ]
    return [*lines, *_RULES]


def _asked(feature: Feature) -> str:
    if _has_of(feature):
        return f"How many in the sentence; in {feature.name + OF!r} how many of which that is a share."
    if feature.denominator == ("sentences",):
        return "1 if the sentence is one of these, 0 if not."
    return "How many in the sentence, 0 for none."


def _has_of(feature: Feature) -> bool:
    """Whether people must also count what a share is of; words and sentences the instrument counts without error."""
    return not set(feature.denominator) <= {*WORD_COUNTS}


def _letters() -> Iterator[str]:
    for size in (1, 2, 3):
        yield from map("".join, product(string.ascii_uppercase, repeat=size))


def _names(article: str, outlet: str) -> bool:
    """Whether an id gives its outlet away."""
    written, name = ("".join(filter(str.isalnum, text)).casefold() for text in (article, outlet))
    return bool(name) and name in written
