"""Every option that more than one command has, written once: groups of flags that commands take as values."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

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

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Folders with one sub-folder an outlet, CSV, JSONL, Parquet or HTML files, globs, or - for JSON lines "
        "on standard input.",
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
Seed = Annotated[
    int, typer.Option("--seed", help="Seed of everything random.", rich_help_panel=MEASURING, metavar="N", min=0)
]
Families = Annotated[
    list[str] | None,
    typer.Option(
        "--family",
        metavar="NAME",
        help="Only this family of features, all of it; can be repeated.",
        rich_help_panel=SHOWING,
    ),
]
KeepWire = Annotated[
    bool,
    typer.Option(
        "--keep-wire",
        help="Count agency copy, and copies of other outlets' articles, as the outlet's own.",
        rich_help_panel=MEASURING,
    ),
]
AllFeatures = Annotated[
    bool,
    typer.Option("--all-features", help="Show exploratory features too.", rich_help_panel=SHOWING),
]
AllOutlets = Annotated[
    bool,
    typer.Option("--all-outlets", help="Show outlets with too little data too.", rich_help_panel=SHOWING),
]


def column(flag: str, what: str) -> object:
    """The option that names the input column of one ARTICLES field."""
    return typer.Option(flag, metavar="NAME", help=f"Column of the {what}.", rich_help_panel=COLUMNS)


ColumnName = str | None


@dataclass(frozen=True, slots=True)
class ReadFlags:
    """How articles are read."""

    outlet: Annotated[
        str | None,
        typer.Option("--outlet", metavar="NAME", help="Outlet of inputs that name none.", rich_help_panel=READING),
    ] = None
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding", metavar="NAME", help="Text encoding, where guessing fails.", rich_help_panel=READING
        ),
    ] = None
    on_duplicate: Annotated[
        Literal["error", "keep-first", "suffix"],
        typer.Option("--on-duplicate", help="What to do with an id that occurs twice.", rich_help_panel=READING),
    ] = "error"
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", help="Read the first N articles only.", rich_help_panel=READING),
    ] = None
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first input that cannot be used.", rich_help_panel=READING)
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
    label_col: Annotated[
        list[str] | None,
        typer.Option(
            "--label-col", metavar="NAME", help="Column to keep as a label; can be repeated.", rich_help_panel=COLUMNS
        ),
    ] = None

    def options(self, label: str | None = None) -> "ReadOptions":
        """The same as the reading layer takes it; a column called ``label`` is carried over too."""
        from masthead.sources import ReadOptions
        from masthead.sources.options import MAPPABLE

        named = {field: getattr(self, f"{field}_col") for field in MAPPABLE}
        return ReadOptions(
            columns={field: name for field, name in named.items() if name is not None},
            label_cols=tuple(self.label_col or ()),
            label=label,
            outlet=self.outlet,
            encoding=self.encoding,
            on_duplicate=self.on_duplicate,
            limit=self.limit,
            strict=self.strict,
        )


@dataclass(frozen=True, slots=True)
class MeasureFlags:
    """How articles are measured."""

    lexicon: Annotated[
        list[Path] | None,
        typer.Option(
            "--lexicon",
            metavar="FILE",
            help="A word list of your own, measured as a family; can be repeated.",
            rich_help_panel=MEASURING,
        ),
    ] = None
    genre: Annotated[
        Literal["news", "opinion", "unknown"] | None,
        typer.Option("--genre", help="Only articles of this genre.", rich_help_panel=MEASURING),
    ] = None
    jobs: Jobs = 1
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Measure again, whatever was measured before.", rich_help_panel=MEASURING)
    ] = False

    def options(self) -> "MeasureOptions":
        """The same as the measuring layer takes it."""
        from masthead.features import MeasureOptions

        return MeasureOptions(lexicons=tuple(str(path) for path in self.lexicon or ()))


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
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="Write what could not be used to FILE; by default rejects.jsonl beside the output.",
            rich_help_panel=OUTPUT,
        ),
    ] = None
    width: Annotated[
        int | None,
        typer.Option("--width", metavar="N", min=40, help="Width of tables in characters.", rich_help_panel=OUTPUT),
    ] = None
    color: Annotated[
        Literal["auto", "always", "never"],
        typer.Option("--color", help="Colour in tables.", rich_help_panel=OUTPUT),
    ] = "auto"
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing but errors beside the result.", rich_help_panel=OUTPUT)
    ] = False
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show details and all notes.", rich_help_panel=OUTPUT)
    ] = False
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the code an error arose.", rich_help_panel=OUTPUT)
    ] = False
