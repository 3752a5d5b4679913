"""The page of a study: the parts of a report put together from what the commands' own reports say."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from masthead.reports.html import environment
from masthead.reports.study.assembling import assemble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.studies.running import StudyResult

STYLES, SCRIPT = ("base.css", "study.css"), "study.js"


def render_study(found: StudyResult) -> Iterator[str]:
    """The page, chunk by chunk; jinja2 escapes every string that a view holds.

    Its policy allows the style and the script that stand in it, by their hashes, and nothing else.
    """
    style, script = _own(*STYLES), _own(SCRIPT)
    yield from (
        environment()
        .get_template("study.html.j2")
        .generate(
            page=assemble(found),
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; "
            "form-action 'none'",
            manifest=json.dumps(found.manifest, indent=1, ensure_ascii=False, default=str),
        )
    )
    yield "\n"


@cache
def _own(*names: str) -> Markup:
    """The text of our own files, as it stands in the page."""
    loader = environment().loader
    assert loader is not None
    return Markup("".join(loader.get_source(environment(), name)[0] for name in names))  # noqa: S704 - our own files


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
