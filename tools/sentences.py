"""Finds what a reader could see that is not in `languages/`, and templates nobody says rightly.

    python -m tools.sentences

names each English sentence written in a Python module or a script of an element (file, line,
words), each template of `languages/english/` that is not used, and each call of one with other
values than its placeholders. Exits with 1 where there is one.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parents[1]
SAID = ("components", "pages", "data")  # folders whose modules readers hear
SCRIPTS = ROOT / "static" / "elements"
ENGLISH = ROOT / "languages" / "english"

M49 = "United Nations Statistics Division, Standard country or area codes (M49) (grade B)"

# What may stand where it is written, and why.
EXCEPT = {
    "data/cli": "the command line speaks English, to who runs the dashboard",
    "data/__main__.py": "as the command line",
    "data/sources": "errors of an import of a published file, for who runs it",
    "data/engines": "SQL, and the library an engine needs, for who runs it",
    "data/cube": "names of columns and files",
    "data/records/record_query.py": "SQL",
    "data/watch/migrations": "SQL",
    "data/watch/demo.py": "an invented feed, begun from the command line",
    "data/geography/population.py": "names and citation of the publisher, as it has them",
    "data/ingest/bundling.py": "printed by the command line alone",
    "data/ingest/refreshing.py": "what became of a fetch, for who runs it; kept and quoted as said",
}
EXCEPT_WORDS = {
    M49: "a publisher's own title",
    "natural earth": "a projection, to Plotly",
    "middle left": "a place in a bar, to Plotly",
    "middle right": "beside a point, to Plotly",
    "top center": "above a point, to Plotly",
    "bottom center": "below a point, to Plotly",
    "Zoom in": "Plotly's own word, by which its translation is found",
    "Zoom out": "as Zoom in",
    "…, by its token": "what the history keeps of who took a step; `viewer.taker` says it",
    "…, not signed in": "as by its token",
    "…, signed in": "as by its token",
}
WORDS = re.compile(r"[A-Za-z][a-z’']+(?:[,;:]? [A-Za-z(“][\w’'(-]*)+")
NOT_SAID = re.compile(
    r"\b(SELECT|FROM|WHERE|INSERT|PRAGMA|BEGIN|LISTEN|CREATE|ORDER BY|GROUP BY)\b"  # SQL
    r"|[{};]\s*$|:\s*[\w.#%-]+;|</?\w+[ >]|^[#.][\w-]+ ?\{"  # CSS, HTML
    r"|^--|^[\w-]+/[\w-]+;"  # a flag, a kind of content
    r"|^:material/|^python -m |^\(pointer:|st-key-|=\"|sans-serif|^\.\w+ \w+$"
)
QUIET = frozenset(  # calls whose words no reader sees
    ("compile", "fullmatch", "sub", "search", "match", "findall", "split", "extract")
    + ("getLogger", "debug", "info", "warning", "exception", "error")
    + ("execute", "exec_driver_sql", "query", "text")
)
# tables of a module that no reader sees: styles, SQL, and words that readers' files use
NOT_WORDS = frozenset(("STYLE", "CSS", "SQL", "AGENT", "NAMES", "BLANK"))
LOUD = frozenset(("st",))  # `st.info` is said, `logging.info` is not
BUILT_IN = frozenset(
    ("ValueError", "TypeError", "KeyError", "RuntimeError", "OSError", "NotImplementedError")
    + ("AssertionError", "LookupError", "ArgumentTypeError")
    + ("CatalogError",)  # a description is wrong: nothing starts
)


def modules() -> Iterator[Path]:
    """The modules whose sentences readers hear."""
    for folder in SAID:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not any(name == each or name.startswith(f"{each}/") for each in EXCEPT):
                yield path


def written(path: Path) -> Iterator[tuple[int, str]]:
    """English sentences that stand in a module: line and words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from _in(tree, frozenset(_passed(tree)))


def _passed(tree: ast.AST) -> Iterator[int]:
    """Ids of the strings no reader sees: docstrings, logs, patterns, SQL, developers' errors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            yield from _ids(tree, node)
        quiet = isinstance(node, ast.Call) and _quiet(node)
        raised = isinstance(node, ast.Raise) and _called(node.exc) in BUILT_IN
        if quiet or raised or isinstance(node, ast.Assert | ast.Compare):
            yield from (id(each) for each in ast.walk(node))
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {each.id.strip("_") for each in targets if isinstance(each, ast.Name)}
            if names & NOT_WORDS:
                yield from (id(each) for each in ast.walk(node.value))


def _ids(tree: ast.AST, node: ast.Assign) -> Iterator[int]:
    """Ids of the strings that are ids themselves: words of a tuple of a module, wherever they stand
    in it (`STATES = ("broken", "not shipped")`).
    """
    if not (isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper()):
        return
    assert isinstance(node.value, ast.Tuple)
    listed = {each.value for each in node.value.elts if isinstance(each, ast.Constant)}
    names = {each for each in listed if re.fullmatch(r"[a-z]+( [a-z]+){0,2}", str(each))}
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and each.value in names:
            yield id(each)


def _quiet(call: ast.Call) -> bool:
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    return _called(call) in QUIET and not (isinstance(of, ast.Name) and of.id in LOUD)


def _called(node: ast.AST | None) -> str:
    """The last name of what is called."""
    called = node.func if isinstance(node, ast.Call) else node
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _in(node: ast.AST, passed: frozenset[int]) -> Iterator[tuple[int, str]]:
    if id(node) in passed:
        return
    if isinstance(node, ast.JoinedStr):
        text = "".join(
            str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values
        )
        if found := sentence(text):
            yield node.lineno, found
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                yield from _in(each.value, passed)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if found := sentence(node.value):
            yield node.lineno, found
        return
    for child in ast.iter_child_nodes(node):
        yield from _in(child, passed)


def sentence(text: str) -> str:
    """The words of a text that reads as English, empty where it is none."""
    found = WORDS.search(text)
    if found is None or NOT_SAID.search(text) or text in EXCEPT_WORDS:
        return ""
    return " ".join(text.split())[:80]


def in_scripts() -> Iterator[tuple[Path, int, str]]:
    """English sentences in the elements' scripts: file, line and words."""
    for path in sorted(SCRIPTS.glob("*.js")):
        text = re.sub(
            r"/\*.*?\*/",
            lambda hit: "\n" * hit[0].count("\n"),
            path.read_text("utf-8"),
            flags=re.DOTALL,
        )
        for number, line in enumerate(text.splitlines(), 1):
            code = re.sub(r"(^|\s)//.*", "", line)
            for quoted in re.finditer(r'"([^"]*)"|\'([^\']*)\'|`([^`]*)`', code):
                words = next(filter(None, quoted.groups()), "")
                if "</" not in words and sentence(re.sub(r"\$\{[^}]*\}", "…", words)):
                    yield path, number, words


def placeholders(*texts: str) -> frozenset[str]:
    """The names a template's placeholders have."""
    return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name)


def templates() -> dict[tuple[str, str], tuple[str, frozenset[str]]]:
    """Each template's kind and placeholders, by its module and name; those of a table under the
    table's name.
    """
    found = {}
    for path in sorted(ENGLISH.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
                continue
            value, target = node.value, node.targets[0]
            if isinstance(target, ast.Name) and not target.id.startswith("_"):
                kind = _called(value)
                texts = [each.value for each in value.args if isinstance(each, ast.Constant)]
                found[path.stem, target.id] = (kind, placeholders(*map(str, texts)))
    return found


def misused() -> Iterator[str]:
    """Templates nobody uses, and calls with other values than the template's placeholders."""
    known = templates()
    used = set()
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith((".", "tests/", "tools/")):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        rooms: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "languages.english":
                rooms |= {each.asname or each.name: each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                room = node.module.removeprefix("languages.english.")
                used |= {(room, each.name) for each in node.names if room != node.module}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used.add((rooms.get(node.value.id, ""), node.attr))
            if isinstance(node, ast.Call):
                yield from _call(name, node, rooms, known)
        if name.startswith("languages/english/"):
            used |= {
                (path.stem, node.id)
                for node in ast.walk(tree)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            }
    for room, name in sorted(set(known) - used):
        yield f"languages/english/{room}.py: {name} is not used"


def _call(
    file: str,
    node: ast.Call,
    rooms: dict[str, str],
    known: dict[tuple[str, str], tuple[str, frozenset[str]]],
) -> Iterator[str]:
    called = node.func
    if not (isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)):
        return
    kind, wanted = known.get((rooms.get(called.value.id, ""), called.attr), ("", frozenset()))
    if kind not in ("Sentence", "Plural") or any(each.arg is None for each in node.keywords):
        return
    given = frozenset(each.arg for each in node.keywords if each.arg)
    if given | ({"n"} if kind == "Plural" else set()) != wanted | (
        {"n"} if kind == "Plural" else set()
    ):
        yield (
            f"{file}:{node.lineno}: {called.attr} is given {', '.join(sorted(given)) or 'nothing'},"
            f" its placeholders are {', '.join(sorted(wanted)) or 'none'}"
        )


def main() -> int:
    """Prints what is found; 1 where there is something."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {words}"
        for path in modules()
        for line, words in written(path)
    ]
    found += [f"{path.relative_to(ROOT)}:{line}: {words}" for path, line, words in in_scripts()]
    found += misused()
    sys.stdout.writelines(f"{each}\n" for each in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
