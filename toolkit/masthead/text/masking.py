"""Hide what gives the outlet away: its name, bylines, datelines, agency credits and web addresses.

A classifier that reads "The Washington Times has learned" has learned the outlet and not the label. Mentions
are replaced by a sign that is no word, so that not even the number of self-mentions reaches the model.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

MASK = "\u2588"
AT_ONCE = 1000
"""Articles whose texts are taken out of a table at a time."""

_GENERIC = frozenset(
    """a al an american and at by channel chronicle daily day de der die el english evening examiner express
    for free gazette global globe guardian herald home in independent international journal la le live los
    magazine mail media mirror morning nation national net network new news newspaper observer of on online
    opinion post press radio record report review standard star state states sun sunday telegraph the time
    times today
    tribune tv uk united us usa voice web week weekly wire world""".split()  # noqa: SIM905 - reads as what it is
)
"""Words of outlet names that say too little to be masked alone; they are masked as part of the whole name."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_CAP = r"[^\W\d_a-z]"
_AGENCY = (
    r"(?:Reuters|REUTERS|AP|Associated Press|AFP|Agence France-Presse|UPI|DPA|dpa|EFE|ANSA|TASS|Interfax"
    r"|Xinhua|SANA|Anadolu(?: Agency)?|AA|PTI|IANS|Bloomberg)"
)
_PLACE = rf"(?:{_CAP}[\w.'’]*[ \t-]){{0,3}}{_CAP}[\w.'’]*(?:,[ \t]*{_CAP}[\w.'’ ]{{1,30}}){{0,2}}"

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,80}")
_ADDRESS_SIGNS = "://", "www.", "@"
"""An address has one of these: they are looked for first, since most texts hold none."""
_DOMAIN_END = r"(?:com|org|net|info|news|tv|edu|gov|co\.uk|com\.au|ru|sy|eu)\b"
_BARE_DOMAIN = re.compile(rf"(?<![\w.-])(?:[\w-]{{1,63}}\.){{1,4}}{_DOMAIN_END}(?:/\S*)?")
_ENDS_DOMAIN = re.compile(rf"\.{_DOMAIN_END}")
_DATE_STAMP = (
    rf"\A\s*(?:(?:Published|Posted|Updated|Last updated)(?:[ \t]+on)?:?[ \t]+)?(?:{_WEEKDAY},?[ \t]+)?"
    rf"(?:\d{{1,2}}[ \t]+{_MONTH},?[ \t]+\d{{4}}|{_MONTH}[ \t]+\d{{1,2}},?[ \t]+\d{{4}})\b"
)
_BYLINE = rf"^[ \t]*(?:By|BY)[ \t]+{_CAP}[^\n]{{2,80}}(?<![.!?:;,\"”’])$"
_AGENCY_DATELINE = rf"^[ \t]*{_PLACE}[ \t]*\({_AGENCY}[^()\n]{{0,30}}\)[ \t]*(?:[-–—]+[ \t]*)?"
_CAPITALS_DATELINE = (
    rf"^[ \t]*{_CAP}{{3}}[^\Wa-z]*(?:[ \t.,/-]+[^\Wa-z]+){{0,5}}(?:,[ \t]*{_CAP}[\w. ]{{1,30}})?[ \t]*"
    r"(?:-{1,2}|[–—])[ \t]"
)
_CREDIT = rf"\({_AGENCY}\)|[-–—/(][ \t]?{_AGENCY}\)?[ \t.]*\Z"
_GIVEAWAYS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        _DATE_STAMP,
        _BYLINE,
        _AGENCY_DATELINE,
        _CAPITALS_DATELINE,
        _CREDIT,
    )
)
_STARTS_NAME = re.compile(r"(?<!\w)[^\W_a-z]\w*")
_CONTINUES_NAME = re.compile(r"[ \t\u00a0.'’&-]{0,2}(\w+)")
_DOMAIN = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:].*)?", re.IGNORECASE)
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "net", "org"))


class Names(NamedTuple):
    """Names to hide, without case, spaces and punctuation: whole names, and single telling words of them."""

    whole: frozenset[str]
    words: frozenset[str]


def names_of(outlet: str) -> Names:
    """The forms in which an outlet is named: ``Daily Sabah`` gives ``dailysabah`` and the word ``sabah``.

    A domain gives its stem (``edition.cnn.com``: ``cnn``), with and without a leading "the"; a name with an
    addition gives its parts too (``Fox News (Online)``: ``foxnews``).
    """
    domain = _DOMAIN.fullmatch(outlet.strip())
    if domain:
        stem = _stem(domain[1])
        bare = stem.removeprefix("the")
        return Names(frozenset({stem, bare} if len(bare) > 5 else {stem}), frozenset())
    parts = [outlet, *re.split(r"\s+[-–—|:]\s+|[()]", outlet)]
    split = [[word for word in re.findall(r"[^\W_]+", part.casefold()) if word != "the"] for part in parts]
    whole = {"".join(words) for words in split if any(word not in _GENERIC for word in words)}
    whole |= {"".join(words) for words in split if len(words) > 1} | {"".join(split[0])}
    telling = {word for words in split if len(words) > 1 for word in words if len(word) > 2} - _GENERIC
    return Names(frozenset(name for name in whole if len(name) > 1), frozenset(telling))


def mask(text: str, names: Iterable[str], *, own: Iterable[str] = ()) -> str:
    """``text`` with bylines, datelines, credits, addresses and every mention of ``names`` replaced by MASK.

    ``names`` and ``own`` are forms that ``names_of`` gives. A name counts as mentioned where it starts with
    a capital, whatever spaces and hyphens divide it; the names in ``own`` count in any case, for
    "heavy.com" is called "heavy" in its own pages and "heavy" is a word elsewhere.
    """
    known = frozenset(names)
    return _mask_names(_mask_giveaways(text, own), known, _prefixes(known))


def names_to_hide(outlets: Iterable[str]) -> set[str]:
    """Every form in which one of ``outlets`` is named: what ``mask_texts`` hides in all texts."""
    found = [names_of(outlet) for outlet in set(outlets)]
    return set().union(*(names.whole | names.words for names in found))


def mask_texts(texts: Iterable[str], outlets: Sequence[str], hidden: Iterable[str]) -> list[str]:
    """The texts masked: the names in ``hidden`` and those of each text's own outlet.

    A model keeps the names of its training outlets as ``hidden``. Names of other outlets stay, as they would for an
    article met in use.
    """
    shared = frozenset(hidden)
    forms: dict[str, tuple[Names, frozenset[str], frozenset[str]]] = {}
    masked = []
    for outlet, text in zip(outlets, texts, strict=True):
        if outlet not in forms:
            own = names_of(outlet)
            known = shared | own.whole | own.words
            forms[outlet] = own, known, _prefixes(known)
        own, known, prefixes = forms[outlet]
        masked.append(_mask_names(_mask_giveaways(text, sorted(own.whole)), known, prefixes))
    return masked


def _mask_giveaways(text: str, own: Iterable[str]) -> str:
    """All that is masked but names that start with a capital."""
    sign = f" {MASK} "
    if any(part in text for part in _ADDRESS_SIGNS):
        text = _ADDRESS.sub(sign, text)
    if _ENDS_DOMAIN.search(text):
        text = _BARE_DOMAIN.sub(sign, text)
    for pattern in _GIVEAWAYS:
        text = pattern.sub(sign, text)
    for name in own:
        text = _any_case(name).sub(MASK, text)
    return text


def _mask_names(text: str, names: frozenset[str], prefixes: frozenset[str]) -> str:
    pieces, done = [], 0
    for start in _STARTS_NAME.finditer(text):
        if start[0].casefold() not in prefixes or start.start() < done:
            continue
        end = _longest_name(text, start, names, prefixes)
        if end:
            pieces.append(text[done : start.start()])
            done = end
    return MASK.join([*pieces, text[done:]]) if pieces else text


def _longest_name(text: str, start: re.Match[str], names: frozenset[str], prefixes: frozenset[str]) -> int:
    key, end, best = start[0].casefold(), start.end(), 0
    while key in prefixes:
        if key in names:
            best = end
        following = _CONTINUES_NAME.match(text, end)
        if not following:
            break
        key, end = key + following[1].casefold(), following.end()
    return best


def _prefixes(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name[:size] for name in names for size in range(1, len(name) + 1))


@cache
def _any_case(name: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"[ .'’&-]?".join(map(re.escape, name)) + r"(?!\w)", re.IGNORECASE)


def _stem(domain: str) -> str:
    labels = domain.casefold().split(".")
    suffix = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 1
    return re.sub(r"[\W_]", "", labels[-suffix - 1])


def own_texts(articles: pa.Table) -> Iterator[str]:
    """The texts with their ``excluded`` spans (furniture, datelines) taken out; titles are not included.

    One at a time, since a corpus is larger as Python's strings than as it is stored.
    """
    known = "excluded" in articles.column_names
    for start in range(0, articles.num_rows, AT_ONCE):
        part = articles.slice(start, AT_ONCE)
        texts = part["text"].to_pylist()
        spans = part["excluded"].to_pylist() if known else [None] * len(texts)
        yield from (_without(text or "", excluded or []) for text, excluded in zip(texts, spans, strict=True))


def _without(text: str, excluded: Sequence[Mapping[str, Any]]) -> str:
    pieces, position = [], 0
    for start, end in sorted((span["start"], span["end"]) for span in excluded):
        if start > position:
            pieces.append(text[position:start])
        position = max(position, end)
    return " ".join([*pieces, text[position:]]) if position else text
