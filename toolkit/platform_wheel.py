"""Build the wheel of a release: with machine code inside, so that it needs neither Numba nor a compiler.

It is the wheel that any build gives, with three things changed: the library is put in, Numba becomes the extra
``compile``, and the name says which platform it is for. Run it as ``make wheel``. Other arguments are for trials: a
folder to write to and a processor by LLVM's name, to see what code for a newer one would gain.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory

from masthead.engines.counting import choose_counter, example
from masthead.errors import MastheadError
from masthead.features import MeasureOptions, load_instruments
from masthead.features.counting.articles import measure as measure_batch
from masthead.native.backend.linking import write_library
from masthead.native.library import FOLDER, digest_of

ROOT = Path(__file__).parents[1]
EXTRA = "compile"
_LIBC = "manylinux_2_17"
"""The library asks for nothing that a Linux with glibc 2.17 (2012) lacks; what masthead depends on asks for more."""


def build_wheel(out: Path, processor: str) -> Path:
    """Write the platform wheel to ``out`` and return its path. Raises MastheadError where Numba fails."""
    with TemporaryDirectory() as place:
        _run("build", "--wheel", "--no-isolation", "--outdir", place, str(ROOT))
        (plain,) = Path(place).glob("*.whl")
        _run("wheel", "unpack", "--dest", place, str(plain))
        (unpacked,) = (path for path in Path(place).iterdir() if path.is_dir())
        plain.unlink()
        _put_library(unpacked / "masthead", processor)
        _edit(next(unpacked.glob("*.dist-info")))
        _run("wheel", "pack", "--dest-dir", place, str(unpacked))
        (packed,) = Path(place).glob("*.whl")
        _run("wheel", "tags", "--remove", "--platform-tag", platform_tag(), str(packed))
        (tagged,) = Path(place).glob("*.whl")
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(tagged, out / tagged.name))


def platform_tag() -> str:
    """The platform that the wheel is for, as its file name says it."""
    here = re.sub(r"[-.]", "_", sysconfig.get_platform())
    return here.replace("linux", _LIBC, 1) if here.startswith("linux") else here


def _put_library(package: Path, processor: str) -> None:
    """Compile the pass that counts, and put it into an unpacked wheel."""
    counter = choose_counter(load_instruments(MeasureOptions()))
    if not counter.compiled:
        raise MastheadError(f"there is no machine code to put into the wheel: {counter.note}")
    counter.measure(example())
    folder = package / FOLDER
    folder.mkdir(parents=True)
    index = write_library(measure_batch.function, folder, processor)
    if digest_of(index.files, package) != index.made_from:
        raise MastheadError("the wheel holds other files than the ones that were compiled; build it from a clean tree")


def _edit(information: Path) -> None:
    """Say in the wheel's metadata that it holds machine code and that only compiling needs Numba."""
    metadata, wheel = information / "METADATA", information / "WHEEL"
    numba = re.compile(r"^(Requires-Dist: numba\b.*)$", re.MULTILINE)
    text, found = numba.subn(rf"\1; extra == '{EXTRA}'", metadata.read_text())
    if found != 1:
        raise MastheadError(f"{metadata.name} names numba {found} times as a requirement, not once")
    metadata.write_text(text.replace("\nRequires-Dist:", f"\nProvides-Extra: {EXTRA}\nRequires-Dist:", 1))
    wheel.write_text(wheel.read_text().replace("Root-Is-Purelib: true", "Root-Is-Purelib: false"))


def _run(module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def main(out: str = str(ROOT / "dist"), processor: str = platform.machine()) -> None:
    """Build the wheel and print where it is."""
    sys.stdout.write(f"{build_wheel(Path(out), processor)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
