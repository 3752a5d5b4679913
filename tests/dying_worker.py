"""What a worker process is given to do that kills it on one input; a module, so that the process can import it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masthead.engines import How
    from masthead.engines.shards import Shard


def die_on_b(shard: Shard, how: How) -> str:
    """Measure nothing; die of B.parquet."""
    if shard.source.name == "B.parquet":
        os._exit(9)
    return "measured"
