"""The house stays as it is laid out: who may import whom, where the session lives, what never
stands in a file.
"""

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("components", "data", "exchange", "hosting", "pages", "security")
MODULES = sorted(path for folder in PACKAGES for path in (ROOT / folder).rglob("*.py")) + sorted(
    ROOT.glob("*.py")
)
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]
# the two read the trigger of their own component
SESSION = {
    "components/shell/state.py",
    "components/elements/told.py",
}
BINARY = {".parquet", ".png", ".woff2", ".ttf", ".otf", ".ico", ".gz", ".xlsx", ".dbf"}


@cache
def tree(name):
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


@cache
def imported(name):
    """The modules a module imports, at its top and inside its functions, as dotted names."""
    found = set()
    here = name.removesuffix(".py").split("/")
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = (
                ".".join([*here[: -node.level], *([node.module] if node.module else [])])
                if node.level
                else node.module
            )
            found |= {base, *(f"{base}.{each.name}" for each in node.names)}
    return found


def below(name, *packages):
    return sorted(
        each
        for each in imported(name)
        for package in packages
        if each == package or each.startswith(f"{package}.")
    )


def within(folder):
    found = [name for name in NAMES if name.startswith(folder)]
    assert found
    return found


def tracked():
    listed = (
        subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        .stdout.decode()
        .split("\0")
    )
    found = [ROOT / name for name in listed if name] or [
        path
        for path in ROOT.rglob("*")
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts[:-1])
    ]
    return sorted(path for path in found if path.is_file() and path.suffix not in BINARY)


def test_there_are_modules_to_look_at():
    assert len(NAMES) > 40 and {name.split("/")[0] for name in NAMES if "/" in name} == set(
        PACKAGES
    )


def test_data_knows_neither_the_page_nor_the_chart():
    page = ("streamlit", "plotly", "components", "pages", "server", "dashboard")
    assert not {name: found for name in within("data/") if (found := below(name, *page))}


def test_figures_know_neither_the_page_nor_the_data():
    for name in within("components/figures/"):
        assert not below(name, "streamlit", "data", "pages", "duckdb", "server"), name
        assert not [
            each
            for each in below(name, "components")
            if not each.startswith("components.figures") and each != "components"
        ], name


def test_components_know_no_page():
    page = ("pages", "dashboard", "server")
    assert not {name: found for name in within("components/") if (found := below(name, *page))}


def test_a_page_asks_and_shows_and_does_no_more():
    more = ("pandas", "plotly", "duckdb", "pages", "data.store", "data.sources", "data.ingest")
    assert not {name: found for name in within("pages/") if (found := below(name, *more))}


def test_the_imports_have_no_circle():
    modules = {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): name for name in NAMES
    }
    # What is imported inside a function comes later, on purpose; a circle is one of imports at the
    # top.
    top = {}
    for module, name in modules.items():
        body = [node for node in tree(name).body if isinstance(node, ast.Import | ast.ImportFrom)]
        wanted = {
            f"{node.module}.{each.name}"
            for node in body
            if isinstance(node, ast.ImportFrom)
            for each in node.names
        }
        wanted |= {node.module for node in body if isinstance(node, ast.ImportFrom)} | {
            each.name for node in body if isinstance(node, ast.Import) for each in node.names
        }
        top[module] = {
            each
            for each in wanted
            if each in modules and each != module and not module.startswith(f"{each}.")
        }
    done, path = set(), []

    def walk(module):
        assert module not in path, " -> ".join([*path, module])
        if module not in done:
            path.append(module)
            for each in sorted(top[module]):
                walk(each)
            path.pop()
            done.add(module)

    for module in top:
        walk(module)
    assert done == set(modules)


def nodes(*kinds):
    """Every part of every module that is of these kinds, and where it stands."""
    for name in NAMES:
        for node in ast.walk(tree(name)):
            if isinstance(node, kinds):
                yield name, f"{name}:{node.lineno}", node


def test_the_session_lives_in_one_module():
    users = {
        (name, place)
        for name, place, node in nodes(ast.Attribute, ast.Name)
        if "session_state" in (getattr(node, "attr", ""), getattr(node, "id", ""))
    }
    assert {name for name, _ in users} == SESSION, sorted(users)


def test_no_markup_from_texts_and_no_error_caught_unnamed():
    for name, place, node in nodes(ast.keyword, ast.ExceptHandler, ast.Call):
        if isinstance(node, ast.keyword):
            assert node.arg not in ("unsafe_allow_html", "unsafe_allow_javascript"), place
        elif isinstance(node, ast.ExceptHandler):
            assert node.type is not None, place
        elif isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec"), place
            prints = name.startswith(("data/cli/", "hosting/processes", "server"))
            assert prints or node.func.id != "print", place


def raised():
    """Every exception class of ours: its name and the names of what it is made from."""
    for name in NAMES:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.ClassDef):
                bases = [each.id for each in node.bases if isinstance(each, ast.Name)]
                if any(each.endswith(("Error", "Exception", "Warning")) for each in bases):
                    yield node.name, bases


def test_every_error_is_called_one_and_has_one_root():
    found = dict(raised())
    root = "ThreatsError"
    assert len(found) > 10 and found.pop(root) == ["ValueError"]
    assert imported("errors.py") == set()
    for name, bases in found.items():
        assert name.endswith("Error"), name
        assert bases == [root] or set(bases) <= set(found), f"{name} is no {root}"


def test_a_module_says_what_it_is():
    mute = [name for name in NAMES if tree(name).body and not ast.get_docstring(tree(name))]
    assert not mute


def test_what_others_may_call_says_what_it_does():
    def public(body):
        for node in body:
            if isinstance(
                node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
            ) and not node.name.startswith("_"):
                yield node
                if isinstance(node, ast.ClassDef):
                    yield from public(node.body)

    mute = [
        f"{name}: {node.name}"
        for name in NAMES
        for node in public(
            each
            for each in tree(name).body
            if not (isinstance(each, ast.ClassDef) and each.name.startswith("_"))
        )
        if not ast.get_docstring(node)
    ]
    assert not mute


def test_no_list_or_table_of_a_module_can_be_changed():
    made = []
    for name in NAMES:
        for node in tree(name).body if not name.startswith("pages/") else ():
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            empty = isinstance(value, ast.List | ast.Dict | ast.Set) and not (
                getattr(value, "elts", None) or getattr(value, "keys", None)
            )
            if empty:
                made.append(f"{name}:{node.lineno}")
    assert not made, "an empty list, set or table at a module's top is there to be filled"


def test_every_package_that_is_imported_is_declared():
    """A package that comes with another one goes with it, too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {**project["optional-dependencies"], "": project["dependencies"]}
    declared = {
        re.split(r"[^\w.-]", wanted)[0].lower()
        for group in ("", "postgres", "engines", "sign-in", "misp")
        for wanted in groups[group]
    } | {"pyspark"}  # its version is that of the server it talks to: docs/engines.md
    ours = {path.stem for path in ROOT.iterdir()}
    sold = importlib.metadata.packages_distributions()
    missing = {
        f"{name}: {package}"
        for name in NAMES
        for package in {each.partition(".")[0] for each in imported(name)}
        if package not in ours | sys.stdlib_module_names | {"", "__future__", "py4j"}
        and not {each.lower() for each in sold.get(package, [package])} & declared
    }
    assert not missing, sorted(missing)


TESTS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").glob("*.py"))


def test_what_tests_share_is_no_test():
    """It stands in a plain module beside them: a test file is run, and never imported."""
    for name in TESTS:
        found = [each for each in imported(name) if each.split(".")[-1].startswith("test_")]
        assert not found, f"{name} imports {sorted(found)}"


def test_a_server_is_started_in_one_place():
    """Who starts a process that stays, and names what serves the dashboard, is tests/browser.py."""
    starts = {
        name
        for name in TESTS
        for nodes in [list(ast.walk(tree(name)))]
        if any(isinstance(node, ast.Attribute) and node.attr == "Popen" for node in nodes)
        and {"server.py", "streamlit"}
        & {node.value for node in nodes if isinstance(node, ast.Constant)}
    }
    assert starts == {"tests/browser.py"}


def test_every_test_can_fail():
    """Each has an assertion, or calls a function or takes a fixture of the tests that has one."""
    written = {
        Path(name).stem: [
            node
            for node in ast.walk(tree(name))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        for name in TESTS
    }
    foreign = {"raises", "warns", "fail", "expect", "promise", "assert_frame_equal"}

    def uses(function):
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                yield getattr(node.func, "id", getattr(node.func, "attr", ""))
            elif isinstance(node, ast.arg):
                yield node.arg

    def judges(functions, known):
        """The names of these functions that judge, given those that do elsewhere."""
        while found := {
            each.name
            for each in functions
            if each.name not in known
            and (
                any(isinstance(node, ast.Assert) for node in ast.walk(each))
                or known & set(uses(each))
            )
        }:
            known = known | found
        return known

    lent = [each for name, every in written.items() for each in every if name[:5] != "test_"]
    common = judges(lent, foreign)
    idle = {
        f"{name}: {each.name}"
        for name, every in written.items()
        for known in [judges(every, common)]
        for each in every
        if each.name.startswith("test_") and each.name not in known
    }
    assert not idle, f"nothing makes these fail: {sorted(idle)}"


# Written in two parts so that this file is not its own finding.
FORBIDDEN = tuple(
    "".join(parts)
    for parts in (
        ("/wor", "k/"),
        ("/tm", "p/"),
        ("/roo", "t/"),
        ("/hom", "e/"),
        ("pypi.", "org"),
        ("registry.", "npmjs"),
        ("files.python", "hosted"),
        ("proxy.", "golang"),
    )
)


def test_no_file_names_a_machines_folders_or_a_registry():
    word = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, FORBIDDEN))})")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {hit[0]}"
        for path in tracked()
        if path.name != "plotly.min.js"
        for text in [path.read_text(encoding="utf-8", errors="replace")]
        if any(each in text for each in FORBIDDEN)
        for number, line in enumerate(text.splitlines(), 1)
        if (hit := word.search(line))
    ]
    assert not found, found  # after a word it is part of a publication's address
