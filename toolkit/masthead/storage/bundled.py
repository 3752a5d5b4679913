"""Data that ships with the package: inside the wheel, or in the checkout of an editable install."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from masthead.errors import UnreadableInput, UsageError

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled(relative: str) -> Path:
    """The path of bundled data, named as in the repository, e.g. ``corpora/demo``.

    Looked up under the installed package's ``bundled`` folder, then under the root of the checkout. Raises
    UnreadableInput where it is in neither and UsageError for a name that leads out of them.
    """
    name = PurePosixPath(relative)
    if name.is_absolute() or ".." in name.parts:
        raise UsageError(f"bundled data has a relative name, not {relative!r}")
    checkout = _PACKAGE.parent.parent
    candidates = [_PACKAGE / "bundled" / name]
    if (checkout / "pyproject.toml").is_file():
        candidates.append(checkout / name)
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise UnreadableInput(
        f"the bundled data {relative!r} is not part of this installation",
        where=str(candidates[0]),
        fix="Install masthead again from a wheel or a whole checkout.",
    )
