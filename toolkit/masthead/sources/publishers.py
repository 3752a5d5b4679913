"""Whose outlet it is: sites and names that are one publisher's, which no fold of a classifier may divide.

A registrable domain stands for its sub-sites (``money.cnn.com`` is ``cnn.com``); what domains and names do not tell
(Fox Business is Fox News, HotAir is Townhall's) is a row of ``publishers.tsv``, whose head says what makes two outlets
one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from masthead.sources.outlets import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable

EACH_ITS_OWN = "*"
"""The row of platforms, on which every sub-site or page is somebody else's."""

ADDITIONS = frozenset(
    """blog blogs board business check digital editorial editorials fact news online opinion opinions politics
    print tv web website""".split()  # noqa: SIM905 - reads as what it is
)
"""Words after a name that tell a part of an outlet, not another outlet."""

_SITE = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,}\.?)(?::\d+)?(?:/(?P<page>[^/?#\s]*)\S*)?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[-–—|:]\s+|[()]")


@dataclass(frozen=True, slots=True)
class _Table:
    """Publishers by domain and by folded name, and the domains of platforms."""

    domains: dict[str, str]
    names: dict[str, str]
    platforms: frozenset[str]


@lru_cache(maxsize=65_536)
def publisher_of(outlet: str) -> str:
    """The publisher of an outlet, given by its name, site or address.

    That is the name in the table, else the registrable domain of a site (its sub-site or page on a platform of many),
    else the name in small letters without additions such as "(Opinion)". A name of nothing else is left as it is.
    """
    site = _SITE.fullmatch(outlet.strip())
    if site:
        return _of_site(site["host"].casefold().removeprefix("www.").rstrip("."), site["page"] or "")
    name = _folded(outlet)
    return _table().names.get(name, name or outlet)


def publishers_of(outlets: Iterable[str]) -> tuple[str, ...]:
    """The publisher of each outlet."""
    return tuple(publisher_of(outlet) for outlet in outlets)


def shared_publishers(outlets: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of two outlets or more that are one publisher's, each sorted, in order."""
    members: dict[str, set[str]] = {}
    for outlet in set(outlets):
        members.setdefault(publisher_of(outlet), set()).add(outlet)
    return sorted(tuple(sorted(names)) for names in members.values() if len(names) > 1)


def _of_site(host: str, page: str) -> str:
    table = _table()
    labels = host.split(".")
    for start in range(len(labels) - 1):
        site = ".".join(labels[start:])
        if site in table.domains:
            return table.domains[site]
        if site in table.platforms:
            return ".".join(labels[start - 1 :]) if start else f"{host}/{page}".rstrip("/")
    return domain_of(host) or host


def _folded(name: str) -> str:
    """The words of a name in small letters, without "The" in front and additions behind."""
    parts = [_words(part) for part in _PARTS.split(name)]
    kept = [part for at, part in enumerate(parts) if at == 0 or not set(part) <= ADDITIONS]
    words = [word for part in kept for word in part]
    while len(words) > 1 and words[-1] in ADDITIONS and not set(words) <= ADDITIONS:
        words.pop()
    return " ".join(words)


def _words(name: str) -> list[str]:
    words = re.findall(r"[^\W_]+", name.casefold())
    return words[1:] if words[:1] == ["the"] and len(words) > 1 else words


@cache
def _table() -> _Table:
    lines = resources.files("masthead.sources").joinpath("publishers.tsv").read_text(encoding="utf-8").splitlines()
    domains: dict[str, str] = {}
    names: dict[str, str] = {}
    platforms: set[str] = set()
    for line in [line for line in lines if line and not line.startswith("#")][1:]:
        publisher, sites, called = line.split("\t")
        if publisher == EACH_ITS_OWN:
            platforms.update(sites.split())
            continue
        domains |= dict.fromkeys(sites.split(), publisher)
        names |= dict.fromkeys(map(_folded, called.split(";")), publisher)
    return _Table(domains, names, frozenset(platforms))
