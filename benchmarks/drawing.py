"""Ways to draw and to convert: what each costs to install, to start and to use, and what comes out.

    python -m pip install altair vl-convert-python plotnine matplotlib resvg-py cairosvg svglib
    python benchmarks/drawing.py -o benchmarks/results/drawing.json

The same forest plot (15 outlets with their intervals) is drawn as SVG by altair, plotnine, matplotlib and masthead,
each in a process of its own; then masthead's is turned into PDF and PNG by each library that can. Times are CPU seconds
beyond those of an empty program, of loading the library and of all together; the median of ``--turns``, all ways in
turn. Sizes of installing are those of the files of a distribution and of what it needs beyond masthead's own
dependencies. ``--pictures DIR`` keeps what was drawn, to look at.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

import pypdf
from processes import environment

OUTLETS = [f"Outlet {place:02d}" for place in range(1, 16)]
VALUES = [(8 + 5 * ((place * 7) % 15) / 15, 0.6 + ((place * 3) % 5) / 4) for place in range(15)]
ROWS = [
    {"outlet": outlet, "estimate": value, "low": value - half, "high": value + half}
    for outlet, (value, half) in zip(OUTLETS, VALUES, strict=True)
]

ALTAIR = """
import altair as alt, narwhals
rows = alt.Data(values=ROWS)
base = alt.Chart(rows).encode(y=alt.Y("outlet:N", title=None))
whisker = base.mark_rule().encode(x=alt.X("low:Q", title="per 1,000 words"), x2="high:Q")
dots = base.mark_point(filled=True).encode(x="estimate:Q")
(whisker + dots).properties(width=200).save(str(OUT))
"""
PLOTNINE = """
import pandas as pd
from plotnine import ggplot, aes, geom_pointrange, coord_flip, labs, theme_minimal
plot = ggplot(pd.DataFrame(ROWS), aes("outlet", "estimate", ymin="low", ymax="high")) + geom_pointrange()
(plot + coord_flip() + labs(x="", y="per 1,000 words") + theme_minimal(base_size=7.5)).save(
    OUT, width=3.4, height=3, verbose=False
)
"""
MATPLOTLIB = """
import matplotlib
matplotlib.use("svg")
matplotlib.rcParams.update({"font.size": 7.5})
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(3.4, 3), layout="constrained")
values = [row["estimate"] for row in ROWS]
around = [[row["estimate"] - row["low"] for row in ROWS], [row["high"] - row["estimate"] for row in ROWS]]
axes.errorbar(values, range(len(ROWS)), xerr=around, fmt="o", markersize=3, capsize=2)
axes.set_yticks(range(len(ROWS)), [row["outlet"] for row in ROWS])
axes.set_xlabel("per 1,000 words")
figure.savefig(OUT)
"""
OWN = """
from masthead.reports.figures import WIDTHS, Estimate, Forest, Paper, draw
rows = tuple(
    Estimate(outlet=row["outlet"], feature="f", value=row["estimate"], low=row["low"], high=row["high"]) for row in ROWS
)
figure = Forest(title="Loaded terms", unit="per 1,000 words", estimates=rows)
OUT.write_text(draw(figure, Paper(width=WIDTHS[1], unit=UNIT)), encoding="utf-8")
"""
DRAWING = {
    "altair": ("altair vl-convert-python", "import altair, vl_convert", ALTAIR),
    "plotnine": ("plotnine", "import plotnine", PLOTNINE),
    "matplotlib": ("matplotlib", "import matplotlib.pyplot", MATPLOTLIB),
    "masthead": ("", "import masthead.reports.figures", OWN),
}
CONVERTING = {
    "vl-convert-python": (
        "import vl_convert",
        {
            "pdf": "OUT.write_bytes(vl_convert.svg_to_pdf(SVG))",
            "png": "OUT.write_bytes(vl_convert.svg_to_png(SVG, ppi=300))",
        },
    ),
    "resvg-py": (
        "import resvg_py",
        {"png": "OUT.write_bytes(bytes(resvg_py.svg_to_bytes(svg_string=SVG, zoom=300 / 72)))"},
    ),
    "cairosvg": (
        "import cairosvg",
        {
            "pdf": "cairosvg.svg2pdf(SVG.encode(), write_to=str(OUT), dpi=72)",
            "png": "cairosvg.svg2png(SVG.encode(), write_to=str(OUT), scale=300 / 72)",
        },
    ),
    "svglib": (
        "import svglib.svglib, reportlab.graphics.renderPDF as pdf, io",
        {"pdf": "pdf.drawToFile(svglib.svglib.svg2rlg(io.StringIO(SVG)), str(OUT))"},
    ),
}


def main() -> None:
    """Measure every way that is installed, and print or write what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = asked.pictures or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        rows = [*drawn(folder, asked.turns), *converted(folder, asked.turns)]
    found = json.dumps({"environment": environment(), "turns": asked.turns, "rows": rows}, indent=2) + "\n"
    if asked.output:
        asked.output.write_text(found, encoding="utf-8")
    else:
        sys.stdout.write(found)


def drawn(folder: Path, turns: int) -> list[dict[str, object]]:
    """The same figure by each library."""
    ways = {}
    for name, (_, load, code) in DRAWING.items():
        told = f"from pathlib import Path\nROWS = {ROWS!r}\nOUT = Path({str(folder / name)!r} + '.svg')\nUNIT = 'pt'\n"
        ways[name] = (load, told + code)
    timed = medians(ways, turns)
    return [
        {
            "way": name,
            "makes": "svg",
            "installed_mb": installed(DRAWING[name][0].split()),
            **timed[name],
            "bytes": (folder / f"{name}.svg").stat().st_size,
            "text_is_text": "<text" in (folder / f"{name}.svg").read_text(encoding="utf-8"),
        }
        for name in ways
        if name in timed
    ]


def converted(folder: Path, turns: int) -> list[dict[str, object]]:
    """masthead's figure by each converter."""
    plain = folder / "plain.svg"
    told = f"from pathlib import Path\nROWS = {ROWS!r}\nOUT = Path({str(plain)!r})\nUNIT = ''\n"
    subprocess.run([sys.executable, "-c", told + OWN], check=True)
    ways = {}
    for name, (load, makes) in CONVERTING.items():
        for kind, code in makes.items():
            out = folder / f"{name}.{kind}"
            read = f"OUT = Path({str(out)!r})\nSVG = Path({str(plain)!r}).read_text()"
            ready = f"{load}\nfrom pathlib import Path\n{read}"
            ways[name, kind] = (load, f"{ready}\n{code}")
    timed = medians(ways, turns)
    return [
        {
            "way": name,
            "makes": kind,
            "installed_mb": installed([name]),
            **timed[name, kind],
            "bytes": (folder / f"{name}.{kind}").stat().st_size,
            **({"fonts": fonts(folder / f"{name}.pdf")} if kind == "pdf" else {}),
        }
        for name, kind in ways
        if (name, kind) in timed
    ]


def medians(ways: dict, turns: int) -> dict:
    """CPU seconds of loading and of the whole, way after way in each turn; ways that fail are left out."""
    spent: dict = {way: ([], []) for way in ways}
    for _ in range(turns):
        for way, codes in ways.items():
            for times, code in zip(spent[way], codes, strict=True):
                times.append(seconds(code))
    bare = statistics.median(seconds("pass") for _ in range(turns))
    return {
        way: {
            "load_s": round(statistics.median(loads) - bare, 3),
            "whole_s": round(statistics.median(wholes) - bare, 3),
        }
        for way, (loads, wholes) in spent.items()
        if None not in wholes
    }


def seconds(code: str) -> float | None:
    """CPU seconds of a process of Python that runs ``code``; None where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def installed(names: list[str]) -> float:
    """Megabytes of some distributions and what they need, without what masthead needs anyway."""
    wanted, own = set(), set()
    for name in names:
        needed(name, wanted)
    needed("masthead", own)
    files = [file for name in wanted - own for file in metadata.files(name) or ()]
    return round(sum(file.locate().stat().st_size for file in files if file.locate().exists()) / 1e6, 1)


def needed(name: str, seen: set[str]) -> None:
    """``name`` and, recursively, what it requires without extras."""
    name = re.split(r"[^\w.-]", name)[0].lower().replace("_", "-")
    if name in seen:
        return
    try:
        required = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    seen.add(name)
    for requirement in required:
        if "extra ==" not in requirement:
            needed(requirement, seen)


def fonts(path: Path) -> list[str]:
    """The fonts of a PDF, and whether they are embedded."""
    page = pypdf.PdfReader(path).pages[0]
    found = []
    for font in (page["/Resources"].get("/Font") or {}).values():
        described = font.get_object()
        inner = described.get("/DescendantFonts", [described])[0].get_object()
        embedded = any(key.startswith("/FontFile") for key in inner.get("/FontDescriptor", {}))
        found.append(f"{described['/BaseFont'].lstrip('/')}: {'embedded' if embedded else 'not embedded'}")
    return sorted(found)


if __name__ == "__main__":
    main()
