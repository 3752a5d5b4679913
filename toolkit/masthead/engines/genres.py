"""The genres that can be asked for, and what is said where none is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

GENRES = ("news", "opinion", "unknown")


def require_genre(genre: str) -> None:
    """Raise UsageError for a genre that there is none of."""
    if genre not in GENRES:
        raise UsageError(f"no genre {genre!r}.{did_you_mean(genre, GENRES)}", fix=f"Genres: {', '.join(GENRES)}.")


def no_such_genre(genre: str, found: Iterable[str | None]) -> UsageError:
    """The error where no article is of the genre; ``found`` are the genres of the others."""
    named = sorted({value for value in found if value})
    return UsageError(
        f"no article is of genre {genre!r}",
        fix=f"Genres found: {', '.join(named) or 'none'}. Name a column of genres with --genre-col, or give "
        "addresses or sections: the genre is guessed from them.",
    )
