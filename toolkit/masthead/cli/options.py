"""Every option that more than one command has, written once: groups of flags that commands take as values."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from masthead.errors import UsageError

if TYPE_CHECKING:
    from masthead.features import MeasureOptions
    from masthead.sources import ReadOptions

READING = "Reading"
COLUMNS = "Columns of tables"
MEASURING = "Measuring"
SHOWING = "What is shown"
OUTPUT = "Output"


Form = Literal["table", "json", "jsonl", "csv", "md", "latex", "html", "docx", "xlsx"]


def option(flag: str, what: str, panel: str, metavar: str | None = None, **more: Any) -> Any:
    """An option, what its help says, and the panel of the help that it stands in."""
    return typer.Option(flag, help=what, rich_help_panel=panel, metavar=metavar, **more)


def column(flag: str, what: str) -> Any:
    """The option that names the input column of one ARTICLES field."""
    return option(flag, f"Column with the {what}.", COLUMNS, "NAME")


def day_given(text: str | None, flag: str) -> date | None:
    """The day that a flag names."""
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise UsageError(f"{text!r} is not a day", where=flag, fix="Write it like 2016-11-08.") from None


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Folders with one sub-folder per outlet; tables, web pages, documents, exports from news databases "
        "and tools; glob patterns; addresses such as s3://bucket/folder; - for JSON Lines on standard input.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        help="Number of workers; 0 means one per core. Never changes the result.",
        rich_help_panel=MEASURING,
    ),
]
Seed = Annotated[int, option("--seed", "Seed for everything random.", MEASURING, "N", min=0)]
Draws = Annotated[
    int,
    option(
        "--draws", "Number of resamples for intervals of signed scores and for matched events.", MEASURING, "N", min=20
    ),
]
Permutations = Annotated[
    int, option("--permutations", "Number of random permutations for each p.", MEASURING, "N", min=19)
]
Families = Annotated[
    list[str] | None,
    option("--family", "Show only this family of features, in full; can be repeated.", SHOWING, "NAME"),
]
AllFeatures = Annotated[bool, option("--all-features", "Show exploratory features too.", SHOWING)]
AllOutlets = Annotated[bool, option("--all-outlets", "Show outlets with too little data too.", SHOWING)]


Stacked = Annotated[
    bool, option("--stacked", "List outlets one below another, with differences, intervals, q and hits.", SHOWING)
]
FiguresFolder = Annotated[
    Path | None,
    option(
        "--figures",
        "Write figures for a paper to DIR: SVG, PDF and PNG, one and two columns wide, each with its caption and data.",
        OUTPUT,
        "DIR",
    ),
]
CodesFile = Annotated[
    Path | None,
    option(
        "--codes",
        "Correct the figures with a hand-coded sample: a sheet from masthead sample, or a table with the columns "
        "id, feature, numerator, denominator, weight.",
        MEASURING,
        "FILE",
    ),
]

Genre = Annotated[
    Literal["news", "opinion", "analysis", "letter", "transcript", "live blog", "unknown"] | None,
    option("--genre", "Count only articles of this genre.", MEASURING),
]
Weighing = Annotated[
    Literal["length", "article"],
    option(
        "--weigh",
        "How much an article counts: in proportion to its length, or the same as every other article.",
        MEASURING,
    ),
]

ColumnName = str | None


@dataclass(frozen=True, slots=True)
class ReadFlags:
    """How articles are read."""

    outlet: Annotated[
        str | None, option("--outlet", "Outlet name for inputs that do not give one.", READING, "NAME")
    ] = None
    outlets_file: Annotated[
        Path | None,
        option(
            "--outlets-file", "CSV with the columns old,new: outlet names to replace while reading.", READING, "FILE"
        ),
    ] = None
    encoding: Annotated[
        str | None, option("--encoding", "Text encoding, in case it is guessed wrong.", READING, "NAME")
    ] = None
    on_duplicate: Annotated[
        Literal["error", "keep-first", "suffix"],
        option("--on-duplicate", "What to do when an id occurs twice.", READING),
    ] = "error"
    day_first: Annotated[bool, option("--day-first", "Read dates such as 05/03/2021 as day first.", READING)] = False
    month_first: Annotated[bool, option("--month-first", "Read dates such as 05/03/2021 as month first.", READING)] = (
        False
    )
    limit: Annotated[int | None, option("--limit", "Read only the first N articles.", READING, "N")] = None
    strict: Annotated[
        bool, option("--strict", "Stop at the first unusable input and at any severe finding.", READING)
    ] = False
    text_col: Annotated[ColumnName, column("--text-col", "text")] = None
    outlet_col: Annotated[ColumnName, column("--outlet-col", "outlet")] = None
    title_col: Annotated[ColumnName, column("--title-col", "headline")] = None
    id_col: Annotated[ColumnName, column("--id-col", "id")] = None
    date_col: Annotated[ColumnName, column("--date-col", "date")] = None
    url_col: Annotated[ColumnName, column("--url-col", "address")] = None
    section_col: Annotated[ColumnName, column("--section-col", "section")] = None
    event_col: Annotated[ColumnName, column("--event-col", "event reported on")] = None
    genre_col: Annotated[ColumnName, column("--genre-col", "genre")] = None
    lang_col: Annotated[ColumnName, column("--lang-col", "language")] = None
    author_col: Annotated[ColumnName, column("--author-col", "byline, which may name a news agency")] = None
    agency_col: Annotated[ColumnName, column("--agency-col", "news agency that supplied the article")] = None
    words_declared_col: Annotated[ColumnName, column("--words-declared-col", "word count stated by the source")] = None
    label_col: Annotated[
        list[str] | None, option("--label-col", "Column to keep as a label; can be repeated.", COLUMNS, "NAME")
    ] = None

    def options(self, label: str | None = None, *, others: bool = False) -> "ReadOptions":
        """The same as the reading layer takes it; a column called ``label`` is carried over too, or all ``others``."""
        from masthead.sources import ReadOptions
        from masthead.sources.options import MAPPABLE

        named = {field: getattr(self, f"{field}_col") for field in MAPPABLE}
        return ReadOptions(
            columns={field: name for field, name in named.items() if name is not None},
            label_cols=tuple(self.label_col or ()),
            label=label,
            other_columns=others,
            outlet=self.outlet,
            outlets_file=self.outlets_file,
            encoding=self.encoding,
            on_duplicate=self.on_duplicate,
            day_first=self.day_first,
            month_first=self.month_first,
            limit=self.limit,
            strict=self.strict,
        )


@dataclass(frozen=True, slots=True)
class MeasureFlags:
    """How articles are measured."""

    lexicon: Annotated[
        list[Path] | None,
        option(
            "--lexicon",
            "Measure a word list of your own, or a published one as it is, as a family of features; can be repeated.",
            MEASURING,
            "FILE",
        ),
    ] = None
    genre: Genre = None
    jobs: Jobs = 1
    no_cache: Annotated[bool, option("--no-cache", "Read and measure again, without the cache.", MEASURING)] = False

    def options(self) -> "MeasureOptions":
        """The same as the measuring layer takes it."""
        from masthead.features import MeasureOptions

        return MeasureOptions(lexicons=tuple(str(path) for path in self.lexicon or ()))


@dataclass(frozen=True, slots=True)
class KeepFlags:
    """What is counted although it is not the outlet's own work, or more than once."""

    keep_wire: Annotated[
        bool,
        option(
            "--keep-wire",
            "Count agency copy and articles copied from other outlets as the outlet's own work.",
            MEASURING,
        ),
    ] = False
    keep_reprints: Annotated[
        bool, option("--keep-reprints", "Count an article as many times as its outlet published it.", MEASURING)
    ] = False


@dataclass(frozen=True, slots=True)
class OutputFlags:
    """Where the result goes, in which format, and what is said beside it."""

    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            help="Output format; by default taken from FILE's ending, otherwise a table.",
            rich_help_panel=OUTPUT,
            show_default=False,
        ),
    ] = None
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the result to FILE.", rich_help_panel=OUTPUT),
    ] = None
    rejects: Annotated[
        Path | None,
        option(
            "--rejects",
            "Write unusable inputs to FILE; by default OUTPUT.rejects.jsonl.",
            OUTPUT,
            "FILE",
        ),
    ] = None
    width: Annotated[int | None, option("--width", "Width of tables in characters.", OUTPUT, "N", min=40)] = None
    color: Annotated[Literal["auto", "always", "never"], option("--color", "Use colour in tables.", OUTPUT)] = "auto"
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only the result and errors.", rich_help_panel=OUTPUT)
    ] = False
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show details and all notes.", rich_help_panel=OUTPUT)
    ] = False
    debug: Annotated[bool, option("--debug", "Show where in the code an error occurred.", OUTPUT)] = False
