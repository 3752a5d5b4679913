"""Anything to ARTICLES: folders, CSV, JSON, Parquet, HTML, streams and data frames, with furniture marked."""

from masthead.sources.arrow import to_arrow
from masthead.sources.genre import guess_genre
from masthead.sources.options import InputFile, Reading, ReadOptions, Reject
from masthead.sources.reading import read, read_articles
from masthead.sources.recurring import learn_recurring

__all__ = [
    "InputFile",
    "ReadOptions",
    "Reading",
    "Reject",
    "guess_genre",
    "learn_recurring",
    "read",
    "read_articles",
    "to_arrow",
]
