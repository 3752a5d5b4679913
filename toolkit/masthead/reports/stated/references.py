"""References: one list of works, each cited by its key, by authors and year, in full, or as BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ENTRY = re.compile(r"(?P<authors>.+?) \((?P<year>\d{4})\)\. (?P<title>.+?)\.(?: (?P<rest>.+?))?\.?$")
_ARTICLE = re.compile(r"(?P<journal>\D+?) (?P<volume>\d+)(?:\((?P<number>[\d/-]+)\))?, (?P<pages>\d+(?:-\d+)?)$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+$")
_CITED = re.compile(r" ?\[(@\w+(?:; @\w+)*)\]")
_OTHERS = " et al."
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """A work as the list has it: authors as ``(surname, initials)``, title, and where it appeared."""

    text: str
    authors: tuple[tuple[str, str], ...]
    others: bool
    year: str
    title: str
    place: str

    @classmethod
    def of(cls, text: str) -> Reference:
        """Read ``Author, A. and Other, B. (2001). Title. Journal 1(2), 3-4``; raises ValueError for another form."""
        found = _ENTRY.match(f"{text.removesuffix('.')}.")
        if found is None:
            raise ValueError(f"no reference: {text!r}")
        names = found["authors"].removesuffix(_OTHERS).replace(" and ", ", ").split(", ")
        authors: list[tuple[str, str]] = []
        for name in names:
            if authors and _INITIALS.match(name):
                authors[-1] = (authors[-1][0], name)
            else:
                authors.append((name, ""))
        others = found["authors"].endswith(_OTHERS)
        return cls(text, tuple(authors), others, found["year"], found["title"], found["rest"] or "")

    @property
    def key(self) -> str:
        """``EfronMorris1975``, ``BreimanEtAl1984`` where there are more than three."""
        named = "".join(re.sub(r"\W", "", name) for name in self._named("EtAl"))
        return f"{named}{self.year}"

    @property
    def short(self) -> str:
        """``Efron and Morris 1975``, ``Breiman et al. 1984``."""
        *first, last = self._named("et al.")
        between = " " if last == "et al." else " and "
        return f"{between.join(filter(None, (', '.join(first), last)))} {self.year}"

    def _named(self, others: str) -> list[str]:
        surnames = [surname for surname, _ in self.authors]
        return [surnames[0], others] if self.others or len(surnames) > _MOST_NAMED else surnames

    def bibtex(self) -> str:
        """An ``@article`` where it is one of a journal, else ``@misc``."""
        authors = [", ".join(filter(None, author)) for author in self.authors] + ["others"] * self.others
        fields = {"author": " and ".join(authors), "title": f"{{{self.title}}}", "year": self.year}
        article = _ARTICLE.match(self.place)
        if article is not None:
            fields |= {name: value for name, value in article.groupdict().items() if value}
            fields["pages"] = fields["pages"].replace("-", "--")
        elif self.place:
            fields["howpublished"] = self.place
        body = "".join(f"  {name} = {{{value.replace('&', chr(92) + '&')}}},\n" for name, value in fields.items())
        return f"@{'article' if article else 'misc'}{{{self.key},\n{body}}}\n"


@cache
def bundled_references() -> dict[str, Reference]:
    """The works that the methods rest on, by key."""
    lines = (files(__package__) / "references.txt").read_text(encoding="utf-8").splitlines()
    return {found.key: found for found in map(Reference.of, lines)}


def keys_of(sentence: str) -> list[str]:
    """The keys cited in a sentence, in their order."""
    return [key.removeprefix("@") for cited in _CITED.findall(sentence) for key in cited.split("; ")]


def uncited(sentence: str) -> str:
    """The sentence without its citations."""
    return _CITED.sub("", sentence)


def in_words(sentence: str, references: dict[str, Reference]) -> str:
    """The sentence with ``[@EfronMorris1975]`` as ``(Efron and Morris 1975)``."""

    def told(cited: re.Match[str]) -> str:
        return f" ({'; '.join(references[key].short for key in keys_of(cited[0]))})"

    return _CITED.sub(told, sentence)
