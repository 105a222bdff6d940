"""A briefing of twenty slides in every format: seconds and the most memory of a process of its own.

    unshare -rn .venv/bin/python benchmarks/carry_away.py [SLIDES]

The slides are those of the three that are ready, worked out before a format's clock begins. Must
hold on two cores: PowerPoint and HTML under 20 s, PDF under 30 s, each under 1 GB.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import settings
from briefing import html, kit, pdf, pptx, ready, working
from briefing.content import Deck
from security import reader

FORMATS = ("pptx", "pdf", "brief", "html", "kit")


def deck(slides: int) -> Deck:
    """So many slides: the world, a group, a country, a pair, and again."""
    views = [
        *ready.world(),
        *ready.of_group("ASEAN"),
        *ready.of_country("IDN"),
        *ready.of_pair("IDN", "MYS"),
    ]
    chosen = [replace(views[at % len(views)], id=f"v{at}") for at in range(slides)]
    return working.deck(chosen, title="Benchmark", made="2026-11-27")


def peak() -> int:
    """The most memory this process had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def measure(form: str, slides: int) -> None:
    """Prints one line: the format, its seconds, those of the deck before it, bytes and memory."""
    begun = time.perf_counter()
    with reader.using(reader.operator()), TemporaryDirectory() as folder:
        made = deck(slides)
        asked = time.perf_counter()
        ways: dict[str, Callable[[], int]] = {
            "pptx": lambda: len(pptx.dump(made)),
            "pdf": lambda: len(pdf.slides(made)),
            "brief": lambda: len(pdf.brief(made)),
            "html": lambda: len(html.dump(made).encode()),
            "kit": lambda: len(kit.write(made, Path(folder) / "kit").files),
        }
        with settings.using(store=Path(folder)):
            size = ways[form]()
        done = time.perf_counter()
    print(
        f"{form:6} {done - asked:6.2f} s   deck {asked - begun:5.2f} s   "
        f"{size:>9,} {'files' if form == 'kit' else 'bytes'}   {peak()} MB"
    )


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in FORMATS:
        measure(sys.argv[1], int(sys.argv[2]))
    else:
        count = sys.argv[1] if sys.argv[1:] else "20"
        for each in FORMATS:
            subprocess.run([sys.executable, __file__, each, count], check=True)
