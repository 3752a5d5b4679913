"""What a reading is asked for and what it gives back."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, get_args

from masthead.errors import UsageError, did_you_mean
from masthead.results import Result
from masthead.sources.renames import read_renames
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from masthead.sources.dates import Order

FieldName = Literal[
    "id",
    "outlet",
    "title",
    "text",
    "date",
    "url",
    "lang",
    "section",
    "genre",
    "event",
    "author",
    "agency",
    "words_declared",
]
MAPPABLE: tuple[str, ...] = get_args(FieldName)
OnDuplicate = Literal["error", "keep-first", "suffix"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How articles are read; the defaults suit well-named columns and a folder with one sub-folder per outlet.

    ``columns`` maps ARTICLES fields to input columns (``{"text": "body"}``); fields left out are found by name or
    well-known alias. ``label_cols`` names further columns to carry over as ``label_*``. ``label`` names one that is
    carried over if it exists. ``other_columns`` carries over all others under their own names.

    ``outlet`` names the outlet of inputs that do not give one. ``outlets_file`` is a CSV file with the columns
    ``old`` and ``new``, which renames outlets. ``day_first`` and ``month_first`` say how dates such as ``05/03/2021``
    begin. ``encoding`` replaces guessing. Sizes are in bytes. Raises UsageError for an unknown field, encoding or
    choice, and for a value of the wrong kind.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    label_cols: tuple[str, ...] = ()
    label: str | None = None
    outlet: str | None = None
    encoding: str | None = None
    on_duplicate: OnDuplicate = "error"
    day_first: bool = False
    month_first: bool = False
    limit: int | None = None
    strict: bool = False
    exclude_furniture: bool = True
    other_columns: bool = True
    outlets_file: str | Path | None = None
    max_article_bytes: int = 5_000_000
    max_export_bytes: int = 250_000_000
    max_file_bytes: int = 8_000_000_000
    max_ratio: float = 200.0
    ratio_free_bytes: int = 10_000_000
    stdin: BinaryIO | None = None
    outlet_names: Mapping[str, str] = field(init=False, default_factory=dict, repr=False)
    """What ``outlets_file`` says, read once, so that what depends on these options depends on it."""

    def __post_init__(self) -> None:
        _check_kinds(self)
        if self.outlets_file is not None:
            object.__setattr__(self, "outlet_names", read_renames(self.outlets_file))
        for name in self.columns:
            if name not in MAPPABLE:
                raise UsageError(f"articles have no field {name!r}.{did_you_mean(name, MAPPABLE)}")
        if self.on_duplicate not in (choices := get_args(OnDuplicate)):
            raise UsageError(f"--on-duplicate takes one of {', '.join(choices)}, not {self.on_duplicate!r}")
        if self.day_first and self.month_first:
            fix = "Drop --day-first or --month-first."
            raise UsageError("dates begin with the day or with the month, not both", fix=fix)
        if self.limit is not None and self.limit < 1:
            raise UsageError(f"--limit takes a number of at least 1, not {self.limit}")
        if self.outlet is not None and not self.outlet.strip():
            raise UsageError("--outlet takes a name, not an empty text")
        try:
            b"a".decode("utf-8" if self.encoding is None else self.encoding)
        except (LookupError, ValueError) as error:
            fix = "Use a name such as utf-8, windows-1252 or utf-16."
            raise UsageError(f"there is no text encoding {self.encoding!r}", fix=fix) from error

    @property
    def order(self) -> Order | None:
        """How numeric dates begin, where that is told."""
        return "day first" if self.day_first else "month first" if self.month_first else None

    @property
    def input_stream(self) -> BinaryIO:
        """The binary file that ``-`` stands for."""
        return self.stdin if self.stdin is not None else sys.stdin.buffer


_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "columns": (Mapping, "a dict of fields and columns, {'text': 'body'}"),
    "label_cols": ((tuple, list), "a list of column names"),
    "label": (str, "the name of a column"),
    "outlet": (str, "a name"),
    "encoding": (str, "a name"),
    "limit": (int, "a whole number"),
    "outlets_file": ((str, Path), "a path"),
}


def _check_kinds(options: ReadOptions) -> None:
    """Raise UsageError where a field holds what it can't take; None is left alone."""
    for name, (kind, said) in _KINDS.items():
        value = getattr(options, name)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            raise UsageError(f"{name} takes {said}, not {value!r:.60}")
    names = [*options.columns.values(), *options.label_cols]
    odd = next((name for name in names if not isinstance(name, str)), None)
    if odd is not None:
        raise UsageError(f"a column is named by a text, not {odd!r:.60}")


class Reject(NamedTuple):
    """A row or file that is not among the articles: why, where (``path:line`` or ``path``), what was seen."""

    reason: str
    origin: str
    detail: str


Severity = Literal["severe", "warning", "note"]


class Finding(NamedTuple):
    """What is remarkable about a corpus and may change its figures.

    ``finding`` names the kind ("ambiguous dates") and ``outlet`` whose articles they are ("" for the whole input).
    ``n`` is how many articles, or files, are concerned. ``example`` shows one, and ``fix`` is the flag or step that
    mends it, "" where there is none. A severe finding changes figures in silence if nothing is done about it.
    """

    finding: str
    severity: Severity
    outlet: str
    n: int
    example: str
    fix: str


class InputFile(NamedTuple):
    """One input as it was named, and the SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Reading(Result):
    """What ``sources.read`` returns; ``table`` are the ARTICLES.

    These have the columns of schema.ARTICLES and then ``label_*`` string columns. Every input row is either there or,
    once, in ``rejects``. ``furniture`` has one row per outlet and kind: ``outlet, kind, n_articles, n_spans,
    characters``. ``notes`` are one-line remarks (guessed encodings, replaced characters), ``findings`` what may change
    figures.
    """

    rejects: tuple[Reject, ...] = ()
    furniture: pa.Table | None = None
    inputs: tuple[InputFile, ...] = ()
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(
        cls,
        articles: pa.Table,
        inputs: tuple[InputFile, ...],
        *,
        rejects: tuple[Reject, ...] = (),
        notes: tuple[str, ...] = (),
        furniture: pa.Table | None = None,
        findings: tuple[Finding, ...] = (),
    ) -> Reading:
        """The articles of these inputs, with a manifest that names them; no folder of this machine goes into it."""
        manifest = articles_manifest(inputs, articles.num_rows, rejects, findings)
        return cls(
            articles,
            notes,
            manifest=manifest,
            rejects=rejects,
            furniture=furniture,
            inputs=inputs,
            findings=findings,
        )

    @property
    def articles(self) -> pa.Table:
        """ARTICLES, one row each."""
        return self.table


def articles_manifest(
    inputs: Sequence[InputFile], articles: int, rejects: Sequence[Reject], findings: Sequence[Finding]
) -> dict[str, Any]:
    """What articles were read from; no folder of this machine is in it."""
    return {
        "masthead": __version__,
        "inputs": [{"name": item.path.replace("\\", "/").rsplit("/", 1)[-1], "sha256": item.sha256} for item in inputs],
        "articles": articles,
        "rejects": len(rejects),
        "findings": [finding._asdict() for finding in findings],
        "kind": "articles",
    }
