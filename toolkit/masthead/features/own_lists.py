"""A user's own word lists, checked against our tokens, and the features and count columns that they become."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from masthead.errors import UsageError
from masthead.features.base import Feature, by_voice
from masthead.lexicons.entries import OURS, WILDCARDS, Condition, Entry, Lexicon, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.text.tokens import Cut

ALL, MEAN, SCORES = "all", "mean", "scores"
_LISTS_KEPT = 16
_SOMETHING_BEFORE = Condition(wanted=False, place="prev", values=frozenset({"START"}))
_SOMETHING_AFTER = Condition(wanted=False, place="next", values=frozenset({"END"}))
_BRIEF = 3
SOUGHT = "sought"
"""The name and category of a list of one term."""
_PATTERNS = "Give a word, a phrase in quotation marks, or a pattern: * stands for any letters of a word, ? for one."


class _Unusable(ValueError):
    """Why a term can't be matched as it is written."""


def load_own(path: str) -> Lexicon:
    """A user's word list in whatever layout, without what can never match our tokens.

    In masthead's own layout such an entry is refused with its line (UsageError); elsewhere it becomes a remark.
    """
    try:
        state = Path(path).stat()
    except OSError:
        return _loaded(path, 0, 0)  # which says why
    return _loaded(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=_LISTS_KEPT)
def _loaded(path: str, _changed: int, _size: int) -> Lexicon:
    from masthead.lexicons.layouts import load_list  # noqa: PLC0415 - few runs have a list, and YAML and XML take time

    lexicon = load_list(Path(path))
    remarks = list(lexicon.remarks)
    usable = _usable(lexicon, remarks)
    entries = tuple(_once(usable, lexicon, remarks) if lexicon.apart else (entry for entry, _ in usable))
    if not entries:
        raise UsageError("no entry of the list can match", where=path, fix=_told(remarks))
    categories = tuple(name for name in lexicon.categories if any(entry.category == name for entry in entries))
    if ALL in categories and len(categories) > 1:
        what = f"no category may be called {ALL!r} beside others: that is all of them together"
        raise UsageError(what, where=path, fix="Give it another name.")
    return replace(lexicon, entries=entries, categories=categories, remarks=tuple(remarks))


def _told(remarks: Sequence[Remark]) -> str:
    return "; ".join(f"line {line}: {term}: {what}" for line, term, _, what in remarks[:_BRIEF])


def list_of(term: str) -> Lexicon:
    """A list of one word, phrase or pattern, to look for it as ``load_own`` would in a file.

    Raises UsageError where it can never match our words.
    """
    spelt = " ".join(term.split())
    entry = Entry(spelt, SOUGHT, spelt, 1.0, (spelt,) * bool(spelt), (), "", "")
    try:
        found = _fitting(entry, _cut(entry.forms)).entry if spelt else None
    except _Unusable as error:
        raise UsageError(f"{spelt!r} can never match: {error}", fix=_PATTERNS) from error
    if found is None:
        raise UsageError("there is no word to look for", fix=_PATTERNS)
    digest = hashlib.sha256(spelt.encode("utf-8", "replace")).hexdigest()
    return Lexicon(SOUGHT, "1", spelt, "", "", "", "", (SOUGHT,), (found,), digest, "")


class _Usable(NamedTuple):
    entry: Entry
    words: tuple[str, ...]


def _usable(lexicon: Lexicon, remarks: list[Remark]) -> list[_Usable]:
    """The entries that can match as they are written, with the words of their first form."""
    spelt = [_without_underscores(entry, remarks) for entry in lexicon.entries] if lexicon.apart else lexicon.entries
    cuts = iter(_cut([form for entry in spelt for form in entry.forms]))
    usable: list[_Usable] = []
    for entry in spelt:
        found = [next(cuts) for _ in entry.forms]
        try:
            usable.append(_fitting(entry, found))
        except _Unusable as error:
            if lexicon.layout == OURS:
                raise UsageError(f"{entry.term!r} can never match: {error}", where=entry.where) from error
            remarks.append(Remark(_line(entry), entry.term, "left out", str(error)))
    return usable


def _line(entry: Entry) -> int:
    return int(entry.where.rpartition(":")[2])


def _without_underscores(entry: Entry, remarks: list[Remark]) -> Entry:
    if "_" not in entry.term.strip("_"):
        return entry
    spelt = entry.term.replace("_", " ")
    remarks.append(Remark(_line(entry), entry.term, "read otherwise", f"as {spelt!r}: no word of ours holds a _"))
    return replace(entry, term=spelt, canonical=spelt, forms=(spelt,))


def _fitting(entry: Entry, cuts: Sequence[Cut]) -> _Usable:
    """An entry without a ``*`` at either end of its forms, which asks for a word there: that becomes a condition."""
    words = [cut.words for cut in cuts]
    for cut in cuts:
        _check(cut)
    edges = {(form[0] == "*", form[-1] == "*") for form in words}
    if edges == {(False, False)}:
        return _Usable(entry, words[0])
    if len(edges) > 1:
        raise _Unusable("a * begins or ends some of its forms only")
    before, after = edges.pop()
    inner = [form[int(before) : len(form) - int(after)] for form in words]
    if any(form[0] == "*" or form[-1] == "*" for form in inner):
        raise _Unusable("more than one * at its beginning or end")
    asked = (*[_SOMETHING_BEFORE] * before, *[_SOMETHING_AFTER] * after)
    changed = replace(entry, forms=tuple(map(" ".join, inner)), conditions=(*entry.conditions, *asked))
    return _Usable(changed, words[0])


def _cut(terms: Sequence[str]) -> list[Cut]:
    from masthead.text.tokens import cut_terms  # noqa: PLC0415 - the text model is slow to load

    return cut_terms(terms)


def _check(cut: Cut) -> None:
    if not "".join(cut.words).strip(WILDCARDS):
        raise _Unusable("it has no letters or digits")
    if cut.lost:
        raise _Unusable(f"{cut.lost!r} cannot be part of a word; the words would be {' '.join(cut.words)!r}")


def _once(usable: Sequence[_Usable], lexicon: Lexicon, remarks: list[Remark]) -> Iterator[Entry]:
    """Each term once a category; the first of several counts."""
    firsts: dict[tuple[tuple[str, ...], str], Entry] = {}
    for entry, words in usable:
        first = firsts.setdefault((words, entry.category), entry)
        if first is entry:
            yield entry
            continue
        line, before = _line(entry), _line(first)
        if first.weight == entry.weight:
            remarks.append(Remark(line, entry.term, "duplicate", f"as on line {before}"))
        elif lexicon.layout == OURS:
            raise UsageError(f"{entry.term!r} has another score on line {before}", where=entry.where)
        else:
            what = f"{entry.weight:g} here, {first.weight:g} on line {before}, which counts"
            remarks.append(Remark(line, entry.term, "conflict", what))


def features_of(lexicon: Lexicon) -> tuple[Feature, ...]:
    """All terms of the list together, and each category where there are several; of scores the means too.

    All together is primary, or the mean where there are scores.
    """
    several = len(lexicon.categories) > 1
    whole = ((ALL,) if lexicon.apart and several else lexicon.categories, True)
    rows = {ALL: whole} | ({name: ((name,), False) for name in lexicon.categories} if several else {})
    densities = tuple(
        Feature(
            name=f"{lexicon.name}.{name}",
            family=lexicon.name,
            title=_title(lexicon, name),
            kind="density",
            unit="per 1,000 own-voice words",
            numerator=tuple(f"{lexicon.name}.{category}.own" for category in categories),
            denominator=("words.own",),
            scale=1000.0,
            higher=f"more terms of {lexicon.title} in the outlet's own voice",
            citation=lexicon.citation,
            version=lexicon.version,
            voice_aware=True,
            primary=primary and not lexicon.scored,
        )
        for name, (categories, primary) in rows.items()
    )
    return (*_means_of(lexicon), *densities)


def _title(lexicon: Lexicon, name: str) -> str:
    return lexicon.title if name in (ALL, MEAN) else f"{lexicon.title}: {name}"


def _means_of(lexicon: Lexicon) -> Iterator[Feature]:
    """The mean score of the words of each category: the sum of the scores over the number of words."""
    if not lexicon.scored:
        return
    several = len(lexicon.categories) > 1
    for category in lexicon.categories:
        scores = [entry.weight for entry in lexicon.entries if entry.category == category]
        name = f"{category}.{MEAN}" if several else MEAN
        yield Feature(
            name=f"{lexicon.name}.{name}",
            family=lexicon.name,
            title=f"{_title(lexicon, category if several else MEAN)}, mean score",
            kind="score",
            unit="score, mean of listed own-voice words",
            numerator=(f"{lexicon.name}.{category}.{SCORES}.own",),
            denominator=(f"{lexicon.name}.{category}.own",),
            low=min(scores),
            high=max(scores),
            higher=f"higher scores of {lexicon.title} in the outlet's own voice",
            citation=lexicon.citation,
            version=lexicon.version,
            voice_aware=True,
            primary=True,
        )


def columns_of(lexicon: Lexicon) -> tuple[str, ...]:
    """The count columns: category, voice; sums of scores beside, and all categories together where they are apart."""
    names = list(lexicon.categories)
    if lexicon.scored:
        names += [f"{category}.{SCORES}" for category in lexicon.categories]
    if lexicon.apart and len(lexicon.categories) > 1:
        names.append(ALL)
    return by_voice(*(f"{lexicon.name}.{name}" for name in names))


def notes_of(lexicon: Lexicon) -> Iterator[str]:
    """What was left out of a list or read otherwise, in one line."""
    found = [remark for remark in lexicon.remarks if remark.kind != "duplicate"]
    if found:
        counts = {kind: sum(remark.kind == kind for remark in found) for kind in dict.fromkeys(r.kind for r in found)}
        said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        yield f"word list {lexicon.name}: {said}; masthead lexicons import {lexicon.path} lists them"
