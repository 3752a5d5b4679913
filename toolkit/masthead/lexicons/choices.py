"""Choice sets: a concept with its rival wordings, one TOML file a topic.

    [taking_a_place]
    title = "An armed force takes a town"
    slot = "verb, object a place"
    version = "1"
    context = "only near:city|town"        # holds for every wording
    [taking_a_place.wordings.liberated]
    terms = ["liberate/v", "liberation/n"]
    side = "government"
    side_source = "ours"
    [taking_a_place.referents]
    raqqa = ["Raqqa", "Raqa"]

A term is ``words`` or ``words/inflection``; further forms follow after ``|`` (``retake/v|retook|retaken``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from masthead.errors import UsageError
from masthead.lexicons.load import parse_entry

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.lexicons.entries import Entry


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the rival wordings; ``side`` is who tends to use it, as ``side_source`` reports or "ours"."""

    terms: tuple[str, ...]
    side: str = ""
    side_source: str = "ours"
    context: str = ""
    note: str = ""


class Declaration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A choice set as written in its file."""

    title: str
    slot: str
    version: str
    wordings: dict[str, Wording]
    context: str = ""
    citation: str = "ours"
    note: str = ""
    referents: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class ChoiceSet:
    """A choice set and where it was declared. What it matches is read when it is first asked for."""

    concept: str
    topic: str
    declaration: Declaration
    sha256: str
    path: str

    @property
    def wordings(self) -> tuple[str, ...]:
        """The names of the rival wordings, as declared."""
        return tuple(self.declaration.wordings)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What its wordings are matched by: the concept as category, the wording as canonical."""
        declared = self.declaration
        return tuple(
            _entry(term, self.concept, name, "; ".join(filter(None, (declared.context, wording.context))), self.path)
            for name, wording in declared.wordings.items()
            for term in wording.terms
        )

    @cached_property
    def referent_entries(self) -> tuple[Entry, ...]:
        """The anchors of its referents, with the referent as canonical."""
        return tuple(
            _entry(term, self.concept, referent, "", self.path)
            for referent, terms in self.declaration.referents.items()
            for term in terms
        )


def load_choices(path: Path) -> tuple[ChoiceSet, ...]:
    """The choice sets of one file; UsageError where a key is unknown, missing or of the wrong type."""
    raw = path.read_bytes()
    try:
        declarations = msgspec.toml.decode(raw, type=dict[str, Declaration])
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise UsageError(f"the choice sets are not understood: {error}", where=str(path)) from error
    lonely = next((concept for concept, declared in declarations.items() if len(declared.wordings) < 2), None)
    if lonely is not None:
        raise UsageError(f"{lonely} has fewer than two wordings", where=str(path))
    sha256 = hashlib.sha256(raw).hexdigest()
    return tuple(
        ChoiceSet(concept, path.stem, declared, sha256, str(path)) for concept, declared in declarations.items()
    )


def _entry(term: str, concept: str, wording: str, context: str, where: str) -> Entry:
    head, *forms = term.split("|")
    lemma, _, how = head.partition("/")
    row = {
        "term": lemma,
        "category": concept,
        "canonical": wording,
        "inflect": how,
        "forms": "|".join(forms),
        "context": context,
    }
    return parse_entry(row, where=f"{where}: [{concept}]", category=concept)
