"""Who is who: the outlet that an address tells, other names for outlets, and spellings that may be one outlet's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from masthead.errors import did_you_mean
from masthead.sources.options import Finding
from masthead.sources.renames import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from masthead.sources.rows import Batch, Log

SPELLINGS, FROM_ADDRESS = "spellings of one outlet", "outlet taken from the address"
NUMBERS = "outlets are numbers"
_HOST = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@\s]*@)?([^/?#:\s]+)", re.IGNORECASE)
_BEGINNING = re.compile(r"(?:https?://)?(?:www\.)?(?:the\s+)?")
_BETWEEN = re.compile(r"[\s_-]+")


def outlet_of(address: str | None) -> str | None:
    """The registrable domain of an address (``bbc.co.uk``), or the host where its ending is not a public one."""
    host = host_of(address or "")
    return domain_of(host) if host else None


def host_of(address: str) -> str | None:
    """The host that an address names."""
    found = _HOST.match(address)
    return found[1].casefold().strip(".") if found else None


def is_address(name: str) -> bool:
    """Whether what stands for an outlet is an address."""
    return _HOST.match(name) is not None


@lru_cache(maxsize=65_536)
def domain_of(host: str) -> str | None:
    """The registrable domain of a host, or the host itself where its ending is not a public one."""
    from courlan import extract_domain  # noqa: PLC0415 - slow to import, only needed for addresses

    return extract_domain(f"https://{host}") or host.removeprefix("www.") or None


def alike(name: str) -> str:
    """What spellings of one name have in common: case, blanks, hyphens, unseen signs, "www." and "The" do not count."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    plain = tidy(plain).casefold().rstrip("/.")
    return _BETWEEN.sub("", _BEGINNING.sub("", plain, count=1) or plain)


def spellings(articles: Mapping[str, int]) -> list[tuple[str, str]]:
    """(old, new) for each name that is spelled otherwise elsewhere; ``new`` is the spelling of most ``articles``."""
    groups: dict[str, list[str]] = {}
    for name in articles:
        groups.setdefault(alike(name), []).append(name)
    pairs = []
    for names in groups.values():
        first, *others = sorted(names, key=lambda name: (-articles[name], name))
        pairs += [(other, first) for other in sorted(others)]
    return sorted(pairs, key=lambda pair: (pair[1], pair[0]))


class Outlets:
    """The outlets of a reading: names are made tidy and, with ``names``, exchanged; ``tell`` what there is to say."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = names or {}
        self._seen: set[str] = set()
        self._articles: Counter[str] = Counter()

    def named(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The batches, whose articles all have an outlet, with these under their names."""
        for batch in batches:
            coded = batch.columns["outlet"].dictionary_encode()
            names = [self._named(name) for name in coded.dictionary.to_pylist()]
            for found in pc.value_counts(coded.indices).to_pylist():
                self._articles[names[found["values"]]] += found["counts"]
            batch.columns["outlet"] = pa.array(names, pa.string()).take(coded.indices)
            yield batch

    def tell(self, log: Log) -> None:
        """Point out spellings that may be one outlet's, and outlets in the file that there are no articles of."""
        groups: dict[str, list[str]] = {}
        for old, new in spellings(self._articles):
            groups.setdefault(new, []).append(old)
        for new, others in groups.items():
            n = sum(self._articles[name] for name in (new, *others))
            example = " / ".join(repr(name) for name in (new, *others)[:4])
            log.find(Finding(SPELLINGS, "severe", new, n, example, _FIX))
        codes = [name for name in self._articles if name.isdecimal()]
        if codes and len(codes) == len(self._articles):
            log.find(Finding(NUMBERS, "warning", "", self._articles.total(), codes[0], _NUMBERS_FIX))
        if groups:
            log.note(f"outlets that differ only in how they are spelled: {_first(groups)}: {_FIX}")
        for old in self._names:
            if old not in self._seen:
                near = did_you_mean(old, self._seen)
                log.note(f"--outlets-file: there are no articles of {old!r}.{near}")

    def _named(self, name: str) -> str:
        found = tidy(name)
        self._seen.add(found)
        return self._names.get(found, found)


_FIX = "masthead read PATH --propose-outlets outlets.csv writes a file that merges them, for --outlets-file outlets.csv"


_NUMBERS_FIX = "--outlet-col NAME names the column of names, --outlets-file FILE gives them; in R, haven::as_factor"


def _first(groups: Mapping[str, Iterable[str]]) -> str:
    new, others = next(iter(groups.items()))
    more = f" and {len(groups) - 1:,} more" if len(groups) > 1 else ""
    return f"{new!r} and {', '.join(map(repr, others))}{more}"
