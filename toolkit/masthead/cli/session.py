"""One run of a command: opening the corpus, telling what happens on standard error, handing over the result."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from masthead.cli.command import REJECTS
from masthead.cli.output import check_output, rejects_beside, write_chunks, write_report, write_rows
from masthead.cli.reproduce import reproducing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from masthead.cli.options import KeepFlags, MeasureFlags, OutputFlags, ReadFlags
    from masthead.cli.sharing import EngineFlags
    from masthead.engines import Corpus, How, Rereading
    from masthead.reports import Report
    from masthead.reports.figures.named import Named
    from masthead.results import Result
    from masthead.sources import Reading, Reject

MOST_NOTES = 8
MOST_REJECTS = 5
_READ = (
    *("inputs", "paths", "path", "file", "folder", "on", "study", "results", "before", "after", "suite"),
    *("model", "trained", "train_on", "test_on", "codes", "lexicon", "outlets_file"),
)
"""Parameters that name what a command reads."""


def _read_by(context: typer.Context) -> list[str]:
    """Whatever the arguments and options of a command name to be read."""
    given = (context.params.get(name) or () for name in _READ)
    return [str(item) for value in given for item in (value if isinstance(value, list | tuple) else (value,))]


class Session:
    """One run: its context, its output flags, and the rejects it has met."""

    def __init__(self, context: typer.Context, output: OutputFlags, figures: Path | None = None) -> None:
        self.context = context
        self.output = output
        self.figures = figures
        self.rejects: tuple[Reject, ...] = ()

    @classmethod
    def of(
        cls,
        context: typer.Context,
        output: OutputFlags,
        *others: Path | None,
        tables: bool = False,
        figures: Path | None = None,
    ) -> Session:
        """A run whose results can be written as asked, and none over what it reads.

        ``others`` are files that are written besides, and ``figures`` is the folder for figures. Raises what
        ``check_output`` and ``refuse_to_overwrite`` raise.
        """
        check_output(output, *others, figures, tables=tables)
        session = cls(context, output, figures)
        session.refuse_to_overwrite(_read_by(context), *others)
        if figures is not None:
            from masthead.cli.drawing import check_figures

            check_figures(figures)
        return session

    def open(
        self,
        inputs: Sequence[str],
        reading: ReadFlags,
        measuring: MeasureFlags,
        *,
        label: str | None = None,
        keeping: KeepFlags | None = None,
    ) -> Corpus:
        """Read and measure the inputs, or take up a FEATURES file; notes and rejects are remembered and said.

        A column called ``label`` is kept as a label. Without ``keeping`` the rows are taken as they come.
        """
        from masthead.engines import open_corpus, own_process

        own_process()
        self.refuse_to_overwrite(inputs)
        with self.how("Measuring", reading, measuring, label=label, keeping=keeping) as how:
            corpus = open_corpus(inputs, how, keep_wire=keeping.keep_wire if keeping is not None else None)
        self.heard(corpus.rejects, corpus.notes)
        if reading.strict:
            from masthead.engines.health import refuse_unsound

            refuse_unsound(corpus)
        return corpus

    @contextmanager
    def how(
        self,
        what: str,
        reading: ReadFlags,
        measuring: MeasureFlags,
        *,
        label: str | None = None,
        keeping: KeepFlags | None = None,
        hits: bool = True,
        engine: EngineFlags | None = None,
        **more: Any,
    ) -> Iterator[How]:
        """How the flags say that articles are read and measured, with a bar for that; ``more`` is for manifests."""
        from masthead.engines import How

        with self.progress(what) as (advance, note):
            yield How(
                read=reading.options(label),
                measure=measuring.options(),
                jobs=measuring.jobs,
                cache=not measuring.no_cache,
                **({} if engine is None else engine.how()),
                genre=measuring.genre,
                keep_reprints=keeping is not None and keeping.keep_reprints,
                hits=hits,
                more=more,
                progress=advance,
                note=note,
            )

    def read(self, inputs: Sequence[str], reading: ReadFlags) -> Reading:
        """Read the inputs without measuring them, with all their columns where the articles are written."""
        from masthead.sources import read

        self.refuse_to_overwrite(inputs)
        with self.progress("Reading") as (advance, _):
            found = read(list(inputs), reading.options(others=self.writes_rows), progress=advance)
        self._heard_reading(found, reading)
        return found

    def reread(self, inputs: Sequence[str], reading: ReadFlags) -> Rereading:
        """As ``read``, but articles of more than a little text are put aside in a temporary file."""
        from masthead.engines import Rereading

        self.refuse_to_overwrite(inputs)
        with self.progress("Reading") as (advance, _):
            found = Rereading(list(inputs), reading.options(others=self.writes_rows), advance)
        self._heard_reading(found, reading)
        return found

    def _heard_reading(self, found: Reading | Rereading, reading: ReadFlags) -> None:
        self.heard(found.rejects, found.notes)
        if reading.strict:
            from masthead.engines.health import refuse_severe

            refuse_severe(found.findings)

    @property
    def writes_rows(self) -> bool:
        """Whether the result's rows are written or printed, rather than a table about them."""
        from masthead.cli.output import chosen_format, is_table_file

        return is_table_file(self.output.output) or chosen_format(self.output) in ("json", "jsonl", "csv")

    def heard(self, rejects: Sequence[Reject], notes: Sequence[str]) -> None:
        """Remember rejects and say each note once."""
        self.rejects = tuple(rejects)
        notes = tuple(dict.fromkeys(notes))
        shown = len(notes) if self.output.verbose else MOST_NOTES
        for note in notes[:shown]:
            self.say(f"note: {note}")
        if len(notes) > shown:
            self.say(f"note: {len(notes) - shown} more notes: -v")

    def say(self, text: str) -> None:
        """One line on standard error, unless ``--quiet``."""
        if not self.output.quiet:
            from masthead.reports.safe import line

            encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
            print(line(text).encode(encoding, "replace").decode(encoding), file=sys.stderr)

    def manifest(self, kind: str, made_from: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """The manifest of a result of some kind: what it was made from, and the command that makes it again."""
        return {**made_from, "kind": kind, **more, "command": reproducing(self.context)}

    def made(self, result: Result) -> dict[str, Any]:
        """The manifest of what a public function gave back."""
        return {**result.manifest, "command": reproducing(self.context)}

    def finish(self, report: Report, figures: Callable[[], Sequence[Named]] | None = None) -> None:
        """Hand over the result and its ``figures``; write or list the rejects, and exit with 3 where there were any."""
        if figures is not None:
            self.draw(figures, report)
        write_report(report, self.output)
        self.finish_rejects()

    def draw(self, figures: Callable[[], Sequence[Named]], report: Report) -> None:
        """Write the figures that ``--figures`` asks for; their captions say how ``report`` was made."""
        if self.figures is None:
            return
        from masthead.cli.drawing import other_scripts, write_figures

        with self.working("Drawing"):
            drawn = figures()
            told = write_figures(drawn, report, self.figures)
        self.say(f"note: {told} in {self.figures}" if told else "note: there is nothing to draw a figure of")
        if scripts := other_scripts(drawn):
            self.say(f"note: {', '.join(scripts)} letters need a font of this system: look at the figures")

    def write_page(self, chunks: Iterator[str]) -> None:
        """Hand over a page that is no report of one command, and then as ``finish``."""
        write_chunks(chunks, self.output)
        self.finish_rejects()

    def finish_rejects(self) -> None:
        """Write or list the rejects; exit 3 where there were any."""
        path = self.write_rejects()
        if not self.rejects:
            return
        where = f": {path}" if path else ""
        self.say(f"{len(self.rejects)} {'input' if len(self.rejects) == 1 else 'inputs'} could not be used{where}")
        for reject in self.rejects if self.output.verbose else self.rejects[:MOST_REJECTS]:
            self.say(f"  {reject.origin}: {reject.reason}" + (f" ({reject.detail})" if reject.detail else ""))
        if len(self.rejects) > MOST_REJECTS and not self.output.verbose:
            self.say(f"  and {len(self.rejects) - MOST_REJECTS} more: --rejects FILE or -v")
        raise typer.Exit(REJECTS)

    def write_rejects(self) -> Path | None:
        """Write the rejects to their file, if they have one."""
        path = self._rejects_path()
        if path is not None:
            write_rows([reject._asdict() for reject in self.rejects], ("reason", "origin", "detail"), path)
        return path

    def _rejects_path(self) -> Path | None:
        """Where rejects go: as told; else beside the output, if there are any or its older list would mislead."""
        if self.output.rejects is not None:
            return self.output.rejects
        if self.output.output is None:
            return None
        beside = rejects_beside(self.output.output)
        return beside if self.rejects or beside.exists() else None

    def refuse_to_overwrite(self, inputs: Sequence[str], *outputs: Path | None) -> None:
        """Raise UsageError where an output is one of the inputs."""
        from masthead.errors import UsageError

        read = {Path(item).resolve() for item in inputs if item != "-"}
        for path in (self.output.output, self.output.rejects, *outputs):
            if path is not None and path.resolve() in read:
                raise UsageError(
                    "this file is an input and would be overwritten",
                    where=str(path),
                    fix="Choose another name with -o FILE.",
                )

    @contextmanager
    def progress(self, what: str) -> Iterator[tuple[Any, Any]]:
        """Two callbacks (items done and their total; a phase and its share) behind a bar that shows after 2 s."""
        from masthead.cli.progress import Bar

        shown = self._interactive()
        with Bar(what, shown=shown) as bar:

            def note(phase: str, share: float) -> None:
                from masthead.engines.counting import COMPILING

                if phase == COMPILING and not share and not shown:
                    self.say(phase)  # a minute of silence would look like a fault in any log
                bar.note(phase, share)

            yield bar.advance, note

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """A pulse for work whose length is not known; it too shows after 2 s."""
        from masthead.cli.progress import Bar

        with Bar(what, shown=self._interactive()):
            yield

    def _interactive(self) -> bool:
        return not self.output.quiet and sys.stderr.isatty()
