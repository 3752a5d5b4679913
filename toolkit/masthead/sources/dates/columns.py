"""The dates of a whole corpus: what is not sure by itself is settled by the other dates of its column.

A column is one of one input. It is read in an order that all its dates allow, told by those that allow only one:
``19/03/2021`` shows that ``05/03/2021`` begins with the day. Where an input's own dates do not tell, those under the
same name in all inputs do. What is open then stays as it is written, and is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.dates.days import SETTLED_BY, ambiguity, day_of
from masthead.sources.dates.forms import NUMBER, SPREADSHEET, read_date
from masthead.sources.dates.orders import Example, Orders
from masthead.sources.dates.places import MAY_DATE, date_in_address, date_in_name
from masthead.sources.options import Finding
from masthead.sources.rows import Batch, Log
from masthead.sources.texts import replaced, truths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from masthead.sources.dates.forms import Order
    from masthead.sources.dates.orders import Evidence
    from masthead.sources.options import Severity
    from masthead.sources.texts import Integers

_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_ISO = rf"\A\d{{4}}-\d\d-\d\d(?:T{_TIME}(?:Z|[+-]\d\d:\d\d)?)?\z"
_NEARLY = (
    (rf"\A(\d{{4}}-\d\d-\d\d)[T ]({_TIME}) ?(Z|[+-]\d\d:?\d\d)?\z", r"\1T\2\3"),
    (r"\A(\d{4}-\d\d-\d\dT.*[+-]\d\d)(\d\d)\z", r"\1:\2"),
    (r"\A(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.0+(Z|[+-]\d\d:\d\d)?\z", r"\1\2"),
)
_DAY = len("2021-03-05")
_NUMBERED = re.compile(r":(?:[a-z]+ )?\d+\Z")
ADDRESS, FILE_NAME = "address", "file name"


class Dated(NamedTuple):
    """A date to be settled or told of: as it is written, the input and outlet it is of, and where it was found.

    ``where`` is "" for a column; a date that was found elsewhere is sure.
    """

    text: str
    place: str
    outlet: str
    where: str = ""


@dataclass(slots=True)
class Seen:
    """The dates of a batch, those that are sure in ISO 8601.

    ``codes`` has each row's place in ``others``, which are to be settled or told of, or -1. ``mixed`` are the inputs
    that have dates of several forms.
    """

    dates: pa.Array
    codes: NDArray[np.int32]
    others: list[Dated]
    mixed: frozenset[str]

    def counted(self) -> Iterator[tuple[Dated, int]]:
        """Each of ``others`` that a row has, and how many rows have it."""
        times = np.bincount(self.codes[self.codes >= 0], minlength=len(self.others)).tolist()
        return ((dated, n) for dated, n in zip(self.others, times, strict=True) if n)


class Dates:
    """The dates of a corpus that comes in parts: ``add`` them all, ``settle`` them, take the ``column`` of each.

    ``told`` is the order in which dates are read that can be read in several.
    """

    def __init__(self, told: Order | None, log: Log) -> None:
        self._log = log
        self._orders = Orders(told)
        self._seen: list[Seen] = []
        self._said: set[object] = set()

    def add(self, seen: Seen) -> None:
        """Take in the dates of the next part."""
        self._seen.append(seen)

    def keep(self, number: int, rows: Integers) -> None:
        """Keep these rows of a part only."""
        seen = self._seen[number]
        self._seen[number] = replace(seen, dates=seen.dates.take(pa.array(rows)), codes=seen.codes[rows])

    def column(self, number: int) -> pa.Array:
        """The dates of a part: in ISO 8601 what is understood, the others as they are written."""
        return self._seen[number].dates

    def settle(self) -> None:
        """Settle what is open by all dates of its column, and record what may change figures."""
        for seen in self._seen:
            for dated, n in seen.counted():
                if not dated.where:
                    self._orders.add(Example(dated.text, dated.outlet), dated.place, self._name(dated), n)
            for place in seen.mixed:
                self._orders.exclude(SPREADSHEET, place)
        for number, seen in enumerate(self._seen):
            if seen.others:
                read = {dated: self._settled(dated) for dated in seen.others}
                rows = np.flatnonzero(seen.codes >= 0)
                dates = replaced(seen.dates, rows, [read[seen.others[code]] for code in seen.codes[rows].tolist()])
                for dated, n in seen.counted():
                    self._tell(dated, n, read[dated])
                self._seen[number] = replace(seen, dates=dates, others=[])

    def _name(self, dated: Dated) -> str:
        return self._log.date_columns.get(dated.place, "date")

    def _settled(self, dated: Dated) -> str:
        found = None if dated.where else self._orders.reading(dated.text, dated.place, self._name(dated))
        return found or dated.text

    def _tell(self, dated: Dated, n: int, read: str) -> None:
        """Record what there is to say of a date that ``n`` articles have and that is read as ``read``."""
        text, written = dated.text, read_date(dated.text)
        if dated.where:
            self._find(f"dates from the {dated.where}", "note", "", n, text)
        elif written.ambiguous:
            self._tell_order(dated, n, None if read == text else read)
        elif read == text:
            self._find("dates not understood", "warning", dated.outlet, n, repr(text))
        elif written.form == NUMBER:
            self._find(f"dates in {next(iter(written.readings))}", "note", "", n, f"{text!r} is {read}")

    def _tell_order(self, dated: Dated, n: int, read: str | None) -> None:
        """Record how the order of a date was settled, or that it was not."""
        name, told = self._name(dated), self._orders.told
        evidence = self._orders.evidence(dated.text, dated.place, name)
        if read is None:
            self._find("ambiguous dates", "severe", dated.outlet, n, ambiguity(dated.text), SETTLED_BY)
        if evidence is None:
            return
        if evidence.contradicts(told):
            self._tell_once(evidence, told)
        elif (order := evidence.order) is not None and told is None and (name, order) not in self._said:
            self._said.add((name, order))
            shown = f", as {evidence.examples[order].text!r} shows" if order in evidence.examples else ""
            self._log.note(f"dates such as {dated.text!r} are read {order}{shown}")

    def _tell_once(self, evidence: Evidence, told: Order | None) -> None:
        """Record that dates of one column begin in two ways, or in another than the one that is ``told``."""
        if id(evidence) not in self._said:
            self._said.add(id(evidence))
            others = {order: n for order, n in evidence.single.items() if order != told}
            examples = sorted(evidence.examples.items())
            shown = ", ".join(f"{text!r} ({outlet}) is {order}" for order, (text, outlet) in examples)
            fix = f"read the outlets apart, each with {SETTLED_BY}"
            self._find("dates in two orders", "severe", "", min(others.values()), shown, fix)

    def _find(self, finding: str, severity: Severity, outlet: str, n: int, example: str, fix: str = "") -> None:
        self._log.find(Finding(finding, severity, outlet, n, example, fix))


def read_dates(dates: pa.Array) -> pa.Array:
    """The dates of one column as a reading of it gives them."""
    rows = len(dates)
    column = Dates(None, Log())
    column.add(first_look(Batch({"date": dates}, [""] * rows, {}, np.zeros(rows, np.bool_))))
    column.settle()
    return column.column(0)


def first_look(batch: Batch) -> Seen:
    """Read what dates of a batch are sure by themselves; where there is none, take that of the address or file."""
    encoded = pc.dictionary_encode(batch.column("date"))
    texts = _nearly_iso(encoded.dictionary)
    unsure = ~_in_iso(texts)
    places = np.flatnonzero(unsure)
    read = [read_date(text).sure for text in texts.take(pa.array(places)).to_pylist()]
    unsure[places] = [sure is None for sure in read]
    known = np.array([sure is not None for sure in read], np.bool_)
    texts = replaced(texts, places[known], [sure for sure in read if sure is not None])
    dates = texts.take(encoded.indices)
    is_open = truths(pa.array(unsure).take(encoded.indices).fill_null(fill_value=False))
    rows = np.flatnonzero(is_open)
    missing = np.flatnonzero(truths(dates.is_null()))
    codes = np.full(len(batch), -1, np.int32)
    others: dict[Dated, int] = {}
    found = [*_open(batch, rows, dates), *_elsewhere(batch, missing)]
    for row, dated in found:
        codes[row] = others.setdefault(dated, len(others))
    given = [(row, dated.text) for row, dated in found if dated.where]
    dates = replaced(dates, np.array([row for row, _ in given], np.int64), [text for _, text in given])
    return Seen(dates, codes, list(others), _mixed(batch, others, rows))


def _nearly_iso(texts: pa.Array) -> pa.Array:
    """Dates with the blank that databases write for the T, zones without a colon and no part of a second, in ISO."""
    for pattern, written in _NEARLY:
        texts = pc.replace_substring_regex(texts, pattern, written)
    return texts


def _in_iso(texts: pa.Array) -> NDArray[np.bool_]:
    """Which dates are days in ISO 8601."""
    iso = truths(pc.match_substring_regex(texts, _ISO))
    days = pc.dictionary_encode(pc.utf8_slice_codeunits(texts.filter(pa.array(iso)), 0, _DAY))
    known = np.array([day_of(day) is not None for day in days.dictionary.to_pylist()], np.bool_)
    iso[iso] = known[days.indices.to_numpy()]
    return iso


def _open(batch: Batch, rows: Integers, dates: pa.Array) -> Iterator[tuple[int, Dated]]:
    """The dates of a batch that are not sure, by row."""
    places = pa.array(rows)
    texts, outlets = dates.take(places).to_pylist(), batch.column("outlet").take(places).to_pylist()
    for row, text, outlet in zip(rows.tolist(), texts, outlets, strict=True):
        yield row, Dated(text, _input_of(batch.origins[row]), outlet or "")


def _elsewhere(batch: Batch, rows: Integers) -> Iterator[tuple[int, Dated]]:
    """The dates in addresses and names of files of articles that come without one, by row."""
    if not len(rows):
        return
    urls, outlets = batch.column("url"), batch.column("outlet")
    likely = truths(pc.match_substring_regex(urls, MAY_DATE).fill_null(fill_value=False))
    for row in rows.tolist():
        origin = batch.origins[row]
        if likely[row] and (day := date_in_address(urls[row].as_py())):
            yield row, Dated(day, "", outlets[row].as_py() or "", ADDRESS)
        elif _input_of(origin) == origin and (day := date_in_name(origin)):
            yield row, Dated(day, "", outlets[row].as_py() or "", FILE_NAME)


def _mixed(batch: Batch, others: Iterable[Dated], rows: Integers) -> frozenset[str]:
    """The inputs with numbers that may be a spreadsheet's, and with dates of another form too."""
    numbers = {dated.place for dated in others if SPREADSHEET in read_date(dated.text).readings}
    if not numbers:
        return frozenset()
    told = {dated.place for dated in others if not dated.where and SPREADSHEET not in read_date(dated.text).readings}
    dated = truths(batch.column("date").is_valid())
    dated[rows] = False
    told |= {_input_of(batch.origins[row]) for row in np.flatnonzero(dated).tolist()}
    return frozenset(numbers & told)


def _input_of(origin: str) -> str:
    """The input that an origin (``path``, ``path:12`` or ``path:item 12``) is in."""
    return _NUMBERED.sub("", origin)
