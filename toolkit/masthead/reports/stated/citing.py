"""What a paper has to cite: the tool, and the lists, data, measures and methods that a result rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow as pa
import yaml

from masthead.errors import UsageError, did_you_mean
from masthead.lexicons import BUNDLED, bundled_choices, bundled_lexicon
from masthead.profiles.facts import METHOD
from masthead.reports.safe import line
from masthead.reports.stated import stated
from masthead.reports.stated.instruments import feature_references
from masthead.reports.stated.paragraph import manifest_of, methods
from masthead.reports.view import Cell, Grid, Report, wordings
from masthead.results import Result
from masthead.sources.releases.declaration import bundled_corpora
from masthead.storage import bundled, hash_file
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.sources.releases.declaration import Corpus

CITATION = "CITATION.cff"
Role = Literal["tool", "list", "data", "measure", "method"]
_ROLES: tuple[Role, ...] = get_args(Role)
SETS = "choices/"
_ALWAYS = ("cues", "classes", "sources")
"""The lists by which voices are told apart, whatever is counted."""
_SHORT_HASH = 8
_TEXTSTAT = "readability."
_SPECIAL = re.compile(r"([&%$#_{}])")
_KEY = re.compile(r"@\w+\{\s*([^,\s]+)\s*,")


@dataclass(frozen=True, slots=True)
class Cited:
    """A work to cite: what it is to the result, its key, in words, and as BibTeX."""

    role: Role
    key: str
    work: str
    bibtex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citations(Result):
    """``table`` has a row a work: ``role``, ``key``, ``work`` and ``bibtex``; ``works`` are the same."""

    works: tuple[Cited, ...]

    @property
    def bibtex(self) -> str:
        """All works as one BibTeX file."""
        return "\n".join(work.bibtex for work in self.works)


def cite(result: Any = None, corpora: Sequence[str] = ()) -> Citations:
    """The works to cite for a result: masthead, and the lists, data, measures and methods that made it.

    ``result`` is as ``methods`` takes it; without one masthead alone is cited. Bundled and declared corpora are told by
    the hashes of the files that were read; ``corpora`` names others of those that are declared. Raises UnreadableInput
    where there is no manifest, and UsageError for a corpus that is not declared.
    """
    manifest = {} if result is None else manifest_of(result)
    version = str(manifest.get("masthead") or __version__)
    works = [_tool(version), *_lists(manifest, version), *_data(manifest, corpora), *_works(manifest)]
    works.sort(key=lambda work: _ROLES.index(work.role))
    found = tuple({work.key: work for work in reversed(works)}.values())[::-1]
    rows = [{"role": work.role, "key": work.key, "work": work.work, "bibtex": work.bibtex} for work in found]
    return Citations(pa.Table.from_pylist(rows, schema=_SCHEMA), manifest=manifest, works=found)


_SCHEMA = pa.schema([pa.field(name, pa.string(), nullable=False) for name in ("role", "key", "work", "bibtex")])


def citations_report(found: Citations, *, command: str = "") -> Report:
    """The works by their role."""
    titles = {"tool": "masthead", "list": "lists", "data": "data", "measure": "measures", "method": "methods"}
    rows = {
        titles[role]: [(Cell(work.key), Cell(work.work)) for work in found.works if work.role == role]
        for role in dict.fromkeys(work.role for work in found.works)
    }
    own = found.manifest.get("own_lexicons") or ()
    return Report(
        title="What to cite",
        blocks=(Grid.of("", wordings("key", "work"), rows),),
        remarks=(f"Cite the makers of the lists of your own, too: {', '.join(own)}.",) if own else (),
        hints=("As BibTeX: --bibtex, or --bib FILE.",),
        rows=found.table,
        manifest={"masthead": found.manifest.get("masthead", __version__), "kind": "citations", "command": command},
    )


@cache
def _declared() -> Mapping[str, Any]:
    """What CITATION.cff says of masthead."""
    declared = yaml.safe_load(bundled(CITATION).read_text(encoding="utf-8"))
    return declared if isinstance(declared, Mapping) else {}


def _authors() -> str:
    return " and ".join(author["name"] for author in _declared()["authors"])


def _tool(version: str) -> Cited:
    title = str(_declared()["title"])
    work = f"{_authors()}. {title}. Version {version}, software, {_declared()['license']}."
    return Cited("tool", "masthead", work, _misc("masthead", title, "Computer software", f"Version {version}"))


def _lists(manifest: Mapping[str, Any], version: str) -> Iterator[Cited]:
    """The word lists behind what was counted, and the choice sets where wordings were compared."""
    found = manifest.get("lexicons") or {}
    features = (manifest.get(METHOD) or {}).get("features")
    families = None if features is None else {name.partition(".")[0] for name in features}
    for name in BUNDLED:
        if name in found and (families is None or name in families or name in _ALWAYS):
            number, _, digest = str(found[name]).partition(" ")
            title = bundled_lexicon(name).title
            note = f"Word list {name}, version {number} ({digest[:_SHORT_HASH]}), of masthead {version}"
            yield _part(f"masthead-{name}", title, note)
    if manifest.get("kind") == "choices":
        yield from _sets(found, manifest.get("concepts") or (), version)


def _sets(found: Mapping[str, Any], concepts: Sequence[str], version: str) -> Iterator[Cited]:
    """The choice sets of the concepts asked for, or all together."""
    known = {choice.concept: choice for choice in bundled_choices()}
    for concept in concepts:
        if concept in known:
            digest = str(found.get(f"{SETS}{known[concept].topic}", ""))[:_SHORT_HASH]
            note = f"Choice set {concept} ({digest}), of masthead {version}"
            yield _part(f"masthead-{concept}", known[concept].declaration.title, note)
    if not concepts:
        yield _part("masthead-choices", "Choice sets: rival wordings by concept", f"Data of masthead {version}")


def _part(key: str, title: str, note: str) -> Cited:
    return Cited("list", key, f"{_authors()}. {title}. {note}.", _misc(key, title, "", note))


def _misc(key: str, title: str, how: str, note: str, author: str | None = None) -> str:
    """An entry for what is no publication; by the authors of masthead unless said otherwise."""
    by = _plain(_authors() if author is None else author)
    fields = {
        "author": by and f"{{{by}}}",
        "title": f"{{{_plain(title)}}}",
        "howpublished": _plain(how),
        "note": _plain(note),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{body}}}\n"


def _plain(text: str) -> str:
    """Text for a field of BibTeX: what TeX would take for a command is escaped."""
    return _SPECIAL.sub(r"\\\1", line(text).replace("\\", "/"))


def _data(manifest: Mapping[str, Any], names: Sequence[str]) -> Iterator[Cited]:
    known = {corpus.name: corpus for corpus in bundled_corpora()}
    for name in names:
        if name not in known:
            raise UsageError(
                f"no corpus {name!r} is declared.{did_you_mean(name, known)}", fix="See masthead corpora list."
            )
    read = {str(item.get("sha256")) for item in manifest.get("inputs") or () if isinstance(item, Mapping)}
    for corpus in known.values():
        if corpus.name in names or (read and not read.isdisjoint(_hashes(corpus))):
            yield _corpus(corpus)


def _hashes(corpus: Corpus) -> Iterable[str]:
    """The hashes of a corpus's files: as its owners publish them, or of the articles beside its declaration."""
    yield from (file.sha256 for file in corpus.files if file.sha256)
    if corpus.articles:
        folder = bundled(f"corpora/{corpus.name}/{corpus.articles}")
        yield from (hash_file(path) for path in sorted(folder.rglob("*")) if path.is_file())


def _corpus(corpus: Corpus) -> Cited:
    given = _KEY.search(corpus.bibtex)
    if given is not None:
        return Cited("data", given[1], corpus.citation, f"{corpus.bibtex.strip()}\n")
    key = f"masthead-corpus-{corpus.name}"
    return Cited("data", key, corpus.citation, _misc(key, corpus.title, "Data set", f"Version {corpus.version}"))


def _works(manifest: Mapping[str, Any]) -> Iterator[Cited]:
    """The works that measures and methods come from, as the methods paragraph cites them."""
    if not stated(manifest):
        return
    features = manifest[METHOD].get("features") or ()
    measures = feature_references(features)
    for work in methods(manifest).references:
        role: Role = "measure" if work.key in measures else "method"
        yield Cited(role, work.key, work.text, work.bibtex())
    version = (manifest.get("packages") or {}).get("textstat")
    if version and any(name.startswith(_TEXTSTAT) for name in features):
        title, how = "textstat: readability of text", f"Version {version}"
        entry = _misc("textstat", title, "Python package", how, author="")
        yield Cited("measure", "textstat", f"{title}. Python package, version {version}.", entry)
