"""Writes what the dashboard is made of as CycloneDX 1.6 (JSON): `python -m tools.sbom > sbom.json`.

The packages with their versions and hashes are those of the lock, the scripts served to browsers
those in static/vendor/.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parent.parent
LOCK = re.compile(r"^([\w.-]+)==([^ \\;]+)((?:.*\\\n)*.*)$", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
VERSION = re.compile(r"v(\d+\.\d+\.\d+)")


def packages(file: Path) -> Iterator[dict[str, Any]]:
    """A component for each package of a lock."""
    for name, version, rest in LOCK.findall(file.read_text(encoding="utf-8")):
        purl = f"pkg:pypi/{name.lower()}@{version}"
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "purl": purl,
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": purl,
                    "hashes": [{"alg": "SHA-256", "content": each} for each in HASH.findall(rest)],
                }
            ],
        }


def vendored() -> Iterator[dict[str, Any]]:
    """A component for each script of others that we serve."""
    for file in sorted((ROOT / "static" / "vendor").glob("*.js")):
        content = file.read_bytes()
        found = VERSION.search(content[:2000].decode("utf-8", "replace"))
        yield {
            "type": "library",
            "bom-ref": f"static/vendor/{file.name}",
            "name": file.name,
            **({"version": found[1]} if found else {}),
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}],
        }


def document(locks: list[Path]) -> dict[str, Any]:
    """The whole; the same each time from the same files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = {each["bom-ref"]: each for lock in locks for each in packages(lock)}
    parts |= {each["bom-ref"]: each for each in vendored()}
    content = json.dumps(parts, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": list(parts.values()),
        "dependencies": [{"ref": project["name"], "dependsOn": list(parts)}],
    }


def main() -> None:
    """From the locks that are named; else from that of a plain installation."""
    locks = [Path(each) for each in sys.argv[1:]] or [ROOT / "requirements.txt"]
    print(json.dumps(document(locks), indent=1))


if __name__ == "__main__":
    main()
