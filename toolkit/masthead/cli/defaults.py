"""The options file as defaults of the flags: what is typed wins over what is written there."""

from pathlib import Path
from typing import Any

from masthead.config import Config, load_config


def flag_defaults(folder: Path) -> dict[str, Any]:
    """Parameter names and values that the options file of ``folder`` sets; raises what ``load_config`` raises."""
    config = load_config(folder)
    columns = {f"{name}_col": getattr(config.columns, name) for name in config.columns.__struct_fields__}
    values = {
        **columns,
        "outlet": config.outlet,
        "encoding": config.encoding,
        "on_duplicate": config.on_duplicate,
        "genre": config.genre,
        "lexicon": config.lexicons,
        "baseline": config.baseline,
        "seed": config.seed,
        "jobs": config.jobs,
        "no_cache": None if config.cache is None else not config.cache,
        "strict": config.strict,
        "form": config.format,
    }
    _refuse_unmapped(values)
    return {name: value for name, value in values.items() if value not in (None, [])}


def _refuse_unmapped(values: dict[str, Any]) -> None:
    """Every key of the options file has a flag: a new one that is forgotten here fails at once."""
    renamed = {"lexicons": "lexicon", "cache": "no_cache", "format": "form"}
    keys = {renamed.get(key, key) for key in Config.__struct_fields__ if key != "columns"}
    missing = keys - set(values)
    if missing:
        raise RuntimeError(f"options file keys without a flag: {sorted(missing)}")
