"""Anything to ARTICLES: folders, CSV, JSON, Parquet, HTML, streams and data frames, with furniture marked."""

from masthead.sources.formats.arrow import to_arrow
from masthead.sources.genre import GENRES, guess_genre
from masthead.sources.options import Finding, InputFile, Reading, ReadOptions, Reject
from masthead.sources.reading import Stream, read, read_articles, stream

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
