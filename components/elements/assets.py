"""Our own elements' code: static files that the browser keeps, found by the few lines that every
message of an element carries.
"""

import gzip
import hashlib
import json
import math
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
VERSION = hashlib.sha256(
    b"".join(
        file.read_bytes()
        for place in ("elements", "vendor")
        for file in sorted((STATIC / place).iterdir())
    )
).hexdigest()[:12]


def loader(file: str, part: str, name: str) -> str:
    """JavaScript that lets `name` of the module `file` below static/ draw into an element's
    `.part`.

    What `name` returns, if anything, is called when the element leaves the page.
    """
    return f"""
const code = import(new URL("app/static/{file}?v={VERSION}", document.baseURI).href);
export default function (component) {{
  const host = component.parentElement.querySelector(".{part}");
  const leave = code.then((module) => module.{name}(host, component));
  leave.catch((error) => {{
    console.error(error);
    host.textContent = "This part could not be loaded.";
  }});
  return () => leave.then((undraw) => undraw?.(), () => {{}});
}}
"""


def early() -> list[str]:
    """The modules below static/ that every page needs, for the head of the page: found while
    Streamlit's own are still on their way.
    """
    return [
        *(
            file.relative_to(STATIC).as_posix()
            for file in sorted((STATIC / "elements").glob("*.js"))
            if file.name != "picture.js"  # fetched by whom a picture is asked for
        ),
        "vendor/gunzip.min.js",
    ]


def packed(message: dict) -> bytes:
    """What an element is sent: gzipped JSON, the same bytes for the same message."""
    return gzip.compress(encode(message), 6, mtime=0)


def encode(message: dict) -> bytes:
    """JSON of `message`; NumPy values become numbers and lists, dates ISO text, and NaN becomes
    null.
    """
    try:
        text = json.dumps(
            message, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
        )
    except ValueError:
        text = json.dumps(
            _finite(message), separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
    return text.encode()


def _plain(value):
    for convert in ("tolist", "isoformat"):
        if hasattr(value, convert):
            return getattr(value, convert)()
    raise TypeError(f"no element can carry {value!r} ({type(value).__name__})")


def _finite(value):
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    return value if value is None or isinstance(value, str | int) else _finite(_plain(value))
