"""The columns of a researcher's coded sample: which is the text, the id, the outlet and the coder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.errors import MissingColumn, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ALIASES: dict[str, tuple[str, ...]] = {
    "text": ("text", "sentence", "body", "content", "article_text", "full_text", "passage"),
    "id": ("article_id", "group_id", "doc_id", "document_id", "article", "document", "doc", "id"),
    "outlet": ("outlet", "source_name", "newspaper", "publisher", "media", "portal"),
    "coder": ("coder", "annotator", "rater"),
}
"""The fields of a coded row, and the names they go by; all but the text may be absent."""
NESTED = ("labels", "sentences", "spans")


def fields_of(columns: Sequence[str], told: Mapping[str, str | None], where: str) -> dict[str, str]:
    """Which column is the text, the id, the outlet and the coder: as told, else by name.

    Raises MissingColumn, naming what there is, where a column that was named is absent, or no column is the text.
    """
    folded = {name.casefold(): name for name in reversed(columns)}
    found = {}
    for field, aliases in ALIASES.items():
        named = told.get(field)
        if named is not None and named not in columns:
            raise MissingColumn(
                f"there is no column {named!r}.{did_you_mean(named, columns)}",
                where=where,
                fix=f"Columns found: {listed(columns)}. Name one of them with --{field}-col NAME.",
            )
        column = named or next((folded[alias] for alias in aliases if alias in folded), None)
        if column is not None:
            found[field] = column
    if "text" not in found:
        raise MissingColumn(
            f"no column holds the text.{did_you_mean('text', columns)}",
            where=where,
            fix=f"Columns found: {listed(columns)}. Name the right one with --text-col NAME.",
        )
    return found


def listed(names: Sequence[str], most: int = 30) -> str:
    """Names for a message."""
    shown = ", ".join(repr(name)[:60] for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown or "none"
