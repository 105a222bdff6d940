"""Which samples are whose."""

from pathlib import Path

from data import catalog

SAMPLES = Path(__file__).parent / "samples"
SOURCES = [name for name in catalog.sources() if name != "own"]
REFUSED = ("interpol_api_yellow.json",)  # is never read, whatever stands in it


def samples(source: str) -> list[Path]:
    """The samples of a source: the source whose name is the longest beginning of theirs."""

    def owner(file: Path) -> str:
        return max((name for name in SOURCES if file.stem.startswith(name)), key=len, default="")

    return [
        file
        for file in sorted(SAMPLES.iterdir())
        if owner(file) == source and file.name not in REFUSED
    ]
