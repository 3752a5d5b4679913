"""Dictionaries of categories inside categories: YAML as quanteda has it (JSON too), and the XML of Yoshikoder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from lxml import etree

from masthead.errors import UsageError
from masthead.lexicons.layouts.dictionaries import number_of
from masthead.lexicons.layouts.found import Found, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEY = re.compile(r"""\s*(?:---.*|#.*|%YAML.*)?""")
_FIRST = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'{\[#,][^"'\t,]*?)\s*:(?:\s|$)|[\[{]|-\s""")
_FLATTER = "Use fewer levels of categories."
_QUOTES = "Put quotes around what begins or ends with * or holds a colon: - '*phobia'."
_XML = re.compile(r"\s*<(?:\?xml|dictionary|cnode)")


def read_yaml(text: str) -> Found | None:
    """A dictionary in YAML: keys are categories, in any depth and joined by dots, and what they hold are the entries.

    A mapping in which every value is a number is one of words to scores.
    """
    first = next((line for line in text.split("\n") if line.strip() and not _KEY.fullmatch(line)), "")
    if not _FIRST.match(first):
        return None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError as error:
        raise UsageError("categories are nested too deeply", fix=_FLATTER) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise UsageError(
            f"this is not valid YAML: {error.problem}", where=str(mark.line + 1) if mark else None, fix=_QUOTES
        ) from error
    except yaml.YAMLError as error:
        raise UsageError(f"this is not valid YAML: {error}", fix=_QUOTES) from error
    if not isinstance(root, yaml.MappingNode | yaml.SequenceNode):
        return None
    found = Found("YAML dictionary")
    _refuse_unfolding(root, len(text))
    try:
        _read_node(root, (), found)
    except RecursionError as error:
        raise UsageError("categories are nested too deeply", fix=_FLATTER) from error
    return found


def _refuse_unfolding(root: Any, most: int) -> None:
    """Raise UsageError where aliases make more of a file than it has characters, or a key is no text."""
    waiting, met = [root], 0
    while waiting:
        node = waiting.pop()
        met += 1
        if met > most:
            raise UsageError("categories are nested without end", fix="Resolve the aliases (*name).")
        if isinstance(node, yaml.MappingNode):
            odd = next((key for key, _ in node.value if not isinstance(key, yaml.ScalarNode)), None)
            if odd is not None:
                raise UsageError(
                    "the name of a category is not a text", where=str(odd.start_mark.line + 1), fix=_QUOTES
                )
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _read_node(node: Any, path: tuple[str, ...], found: Found) -> None:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        _read_scalar(node, line, path, found)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _read_node(item, path, found)
    elif _are_scores(node.value):
        found.rows += [
            Row(key.start_mark.line + 1, key.value.strip(), ".".join(path), number_of(value.value, comma=False))
            for key, value in node.value
        ]
    else:
        _read_mapping(node, path, found)


def _read_mapping(node: Any, path: tuple[str, ...], found: Found) -> None:
    seen: set[str] = set()
    for key, value in node.value:
        name, line = str(key.value).strip(), key.start_mark.line + 1
        if name in seen:
            found.say(line, "", "read otherwise", f"{'.'.join((*path, name))} occurs twice: both are read as one")
        seen.add(name)
        before = len(found.rows)
        _read_node(value, (*path, name), found)
        if len(found.rows) == before:
            found.say(line, "", "left out", f"the category {'.'.join((*path, name))} is empty")


def _read_scalar(node: Any, line: int, path: tuple[str, ...], found: Found) -> None:
    if node.tag != "tag:yaml.org,2002:null":
        found.rows.append(Row(line, " ".join(node.value.split()), ".".join(path)))


def _are_scores(pairs: Sequence[tuple[Any, Any]]) -> bool:
    """Whether a mapping is one of words to numbers that stand without quotes."""
    return bool(pairs) and all(
        isinstance(value, yaml.ScalarNode) and value.style is None and number_of(value.value, comma=False) is not None
        for _, value in pairs
    )


def read_xml(text: str) -> Found | None:
    """The XML that Yoshikoder and the Lexicoder of before write: ``cnode`` are categories, ``pnode`` entries."""
    if not _XML.match(text):
        return None
    try:
        root = etree.fromstring(
            text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
        )
    except etree.XMLSyntaxError as error:
        raise UsageError(
            f"this is not valid XML: {error.msg}", where=str(error.lineno), fix="Save the list again."
        ) from error
    found = Found("XML dictionary")
    for entry in root.iter("pnode"):
        path = [str(node.get("name")) for node in entry.iterancestors("cnode")][::-1]
        found.rows.append(Row(entry.sourceline or 0, " ".join(entry.get("name", "").split()), ".".join(path)))
    if not found.rows:
        raise UsageError(
            "the XML holds no entry (`pnode`)", fix="Write the list as CSV: a column `term`, a `category`."
        )
    return found
