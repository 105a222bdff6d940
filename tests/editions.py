"""Later editions of a catalogue, as long as a test wants them."""

from pathlib import Path

SAMPLE = Path(__file__).parent / "samples" / "cisa_kev.csv"


def edition(folder, entries):
    """A catalogue of the four sample entries and as many more as it takes."""
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    more = [
        lines[-1].replace(lines[-1].split(",")[0], f"CVE-2024-{20000 + number}", 1)
        for number in range(entries - 4)
    ]
    path = folder / f"entries-{entries}.csv"
    path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    return path
