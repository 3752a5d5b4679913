"""Anything to ARTICLES: folders, CSV, JSON, Parquet, HTML, streams and data frames, with furniture marked."""

from typing import TYPE_CHECKING

from masthead.delayed import delayed, homes_of

if TYPE_CHECKING:
    from masthead.sources.frames import to_arrow as to_arrow
    from masthead.sources.genre import GENRES as GENRES
    from masthead.sources.genre import guess_genre as guess_genre
    from masthead.sources.options import Finding as Finding
    from masthead.sources.options import InputFile as InputFile
    from masthead.sources.options import Reading as Reading
    from masthead.sources.options import ReadOptions as ReadOptions
    from masthead.sources.options import Reject as Reject
    from masthead.sources.reading import Stream as Stream
    from masthead.sources.reading import read as read
    from masthead.sources.reading import read_articles as read_articles
    from masthead.sources.reading import stream as stream

_NAMES = {
    "frames": "to_arrow",
    "genre": "GENRES guess_genre",
    "options": "Finding InputFile ReadOptions Reading Reject",
    "reading": "Stream read read_articles stream",
}
__getattr__ = delayed(__name__, homes_of(_NAMES))

__all__ = [
    "GENRES",
    "Finding",
    "InputFile",
    "ReadOptions",
    "Reading",
    "Reject",
    "Stream",
    "guess_genre",
    "read",
    "read_articles",
    "stream",
    "to_arrow",
]
