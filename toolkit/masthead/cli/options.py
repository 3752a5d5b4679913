"""Every option that more than one command has, written once: groups of flags that commands take as values."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from masthead.features import MeasureOptions
    from masthead.sources import ReadOptions

READING = "Reading"
COLUMNS = "Columns of tables"
MEASURING = "Measuring"
SHOWING = "What is shown"
OUTPUT = "Output"


Form = Literal["table", "json", "jsonl", "csv", "md", "latex", "html"]


def option(flag: str, what: str, panel: str, metavar: str | None = None, **more: Any) -> Any:
    """An option, what its help says, and the panel of the help that it stands in."""
    return typer.Option(flag, help=what, rich_help_panel=panel, metavar=metavar, **more)


def column(flag: str, what: str) -> Any:
    """The option that names the input column of one ARTICLES field."""
    return option(flag, f"Column of the {what}.", COLUMNS, "NAME")


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Folders with one sub-folder an outlet; tables, pages, documents, exports of news databases and tools; "
        "globs; - for JSON lines on standard input.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        help="Workers; 0 is one a core. Never changes the result.",
        rich_help_panel=MEASURING,
    ),
]
Seed = Annotated[int, option("--seed", "Seed of everything random.", MEASURING, "N", min=0)]
Families = Annotated[
    list[str] | None, option("--family", "Only this family of features, all of it; can be repeated.", SHOWING, "NAME")
]
AllFeatures = Annotated[bool, option("--all-features", "Show exploratory features too.", SHOWING)]
AllOutlets = Annotated[bool, option("--all-outlets", "Show outlets with too little data too.", SHOWING)]


Stacked = Annotated[
    bool, option("--stacked", "Outlets below each other, with differences, intervals, q and hits.", SHOWING)
]
CodesFile = Annotated[
    Path | None,
    option(
        "--codes",
        "Correct the figures by a hand-coded sample: the sheet of masthead sample, or a table id, feature, numerator, "
        "denominator, weight.",
        MEASURING,
        "FILE",
    ),
]

Genre = Annotated[
    Literal["news", "opinion", "analysis", "letter", "transcript", "live blog", "unknown"] | None,
    option("--genre", "Only articles of this genre.", MEASURING),
]
Weighing = Annotated[
    Literal["length", "article"],
    option("--weigh", "What an article weighs: as much as there is in it to count, or as any other.", MEASURING),
]

ColumnName = str | None


@dataclass(frozen=True, slots=True)
class ReadFlags:
    """How articles are read."""

    outlet: Annotated[str | None, option("--outlet", "Outlet of inputs that name none.", READING, "NAME")] = None
    outlets_file: Annotated[
        Path | None,
        option(
            "--outlets-file", "CSV with columns old,new: other names for outlets, as they are read.", READING, "FILE"
        ),
    ] = None
    encoding: Annotated[str | None, option("--encoding", "Text encoding, where guessing fails.", READING, "NAME")] = (
        None
    )
    on_duplicate: Annotated[
        Literal["error", "keep-first", "suffix"],
        option("--on-duplicate", "What to do with an id that occurs twice.", READING),
    ] = "error"
    day_first: Annotated[bool, option("--day-first", "Dates such as 05/03/2021 begin with the day.", READING)] = False
    month_first: Annotated[bool, option("--month-first", "Dates such as 05/03/2021 begin with the month.", READING)] = (
        False
    )
    limit: Annotated[int | None, option("--limit", "Read the first N articles only.", READING, "N")] = None
    strict: Annotated[
        bool, option("--strict", "Stop at the first input that cannot be used, and at a severe finding.", READING)
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
    author_col: Annotated[ColumnName, column("--author-col", "byline, read for agencies")] = None
    agency_col: Annotated[ColumnName, column("--agency-col", "agency whose copy it is")] = None
    words_declared_col: Annotated[
        ColumnName, column("--words-declared-col", "number of words as the source gives it")
    ] = None
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
            "A word list of your own, or of others as it is, measured as a family; can be repeated.",
            MEASURING,
            "FILE",
        ),
    ] = None
    genre: Genre = None
    jobs: Jobs = 1
    no_cache: Annotated[bool, option("--no-cache", "Measure again, whatever was measured before.", MEASURING)] = False

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
            "--keep-wire", "Count agency copy, and copies of other outlets' articles, as the outlet's own.", MEASURING
        ),
    ] = False
    keep_reprints: Annotated[
        bool, option("--keep-reprints", "Count an article as often as its outlet has it.", MEASURING)
    ] = False


@dataclass(frozen=True, slots=True)
class OutputFlags:
    """Where the result goes, in which format, and what is said beside it."""

    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            help="Format; by default that of FILE's ending, else a table.",
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
            "Write what could not be used to FILE; by default OUTPUT.rejects.jsonl.",
            OUTPUT,
            "FILE",
        ),
    ] = None
    width: Annotated[int | None, option("--width", "Width of tables in characters.", OUTPUT, "N", min=40)] = None
    color: Annotated[Literal["auto", "always", "never"], option("--color", "Colour in tables.", OUTPUT)] = "auto"
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing but errors beside the result.", rich_help_panel=OUTPUT)
    ] = False
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show details and all notes.", rich_help_panel=OUTPUT)
    ] = False
    debug: Annotated[bool, option("--debug", "Show where in the code an error arose.", OUTPUT)] = False
