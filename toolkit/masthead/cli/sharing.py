"""The options that share a folder of tables between jobs and machines."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from masthead.cli.options import MEASURING, option
from masthead.errors import UsageError


@dataclass(frozen=True, slots=True)
class EngineFlags:
    """Where a folder of tables is measured: which part of it, and by whom."""

    shard: Annotated[
        str | None,
        option(
            "--shard",
            "Measure only part I of N of the tables, as one of N jobs; then run masthead merge FOLDER.",
            MEASURING,
            "I/N",
        ),
    ] = None
    engine: Annotated[
        Literal["local", "dask"],
        option("--engine", "Measure a folder in processes of this machine, or on a Dask cluster.", MEASURING),
    ] = "local"
    scheduler: Annotated[
        str | None,
        option("--scheduler", "Scheduler of the Dask cluster; by default --jobs workers here.", MEASURING, "ADDRESS"),
    ] = None

    def how(self) -> dict[str, Any]:
        """The same as the engines take it."""
        return {"shard": self.part, "engine": self.engine, "scheduler": self.scheduler}

    @property
    def part(self) -> tuple[int, int] | None:
        """The number of the part, and of how many."""
        if self.shard is None:
            return None
        number, slash, of = self.shard.partition("/")
        if not (slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
            raise UsageError(
                f"{self.shard!r} is no part of a whole", where="--shard", fix="Number the jobs from 1: --shard 1/4."
            )
        return int(number), int(of)
