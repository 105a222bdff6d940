"""What the documents name is there: files, addresses, settings and commands."""

import re
import tomllib
from pathlib import Path

import pytest

import settings

ROOT = Path(__file__).parents[1]
ROOMS = ("", "briefing", "components", "data")  # whose rooms are drawn
DOCUMENTS = sorted(
    str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)
CURRENT = [name for name in DOCUMENTS if name != "CHANGELOG.md"]  # what was once so stays said
FOLDERS = "|".join(sorted(path.name for path in ROOT.iterdir() if path.is_dir()))
MENU = tomllib.loads((ROOT / "pages" / "menu.toml").read_text(encoding="utf-8"))["page"]
OF_TESTS = {"THREATS_LONG_TESTS", "THREATS_SAMPLES"}
OF_OPERATORS = {".streamlit/secrets.toml"}  # what they write themselves


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def files(name):
    """The paths a document names in backticks or links to; `x` and `name` stand for any."""
    said = text(name)
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", said):
        yield str((ROOT / name).parent.joinpath(link).resolve().relative_to(ROOT))
    for quoted in re.findall(r"`([^`\n]+)`", said):
        for word in re.findall(rf"(?<![\w./-])(?:\./)?((?:{FOLDERS})/[\w./*-]*)", quoted):
            if not re.search(r"/(x|name)\.|\.\.\.", word):
                yield word
        if "name." not in quoted and re.fullmatch(
            r"[\w-]+\.(sh|md|toml|txt|yaml|cff)|Dockerfile", quoted
        ):
            yield quoted


@pytest.mark.parametrize("name", CURRENT)
def test_every_file_that_is_named_is_there(name):
    beside = ROOT / name
    missing = [
        each
        for each in files(name)
        if not list(ROOT.glob(each.rstrip("/.")))
        and not list(beside.parent.glob(each.rstrip("/.")))
        and not list(ROOT.glob(f"data/sources/{each}"))
        and not each.startswith("store/")
        and each not in OF_OPERATORS
    ]
    assert not missing, missing


def test_the_rooms_are_those_there_are():
    drawn = re.search(r"## The rooms\n\n```\n(.*?)```", text("CONTRIBUTING.md"), re.DOTALL)[1]
    above, named = "", set()
    for line in drawn.splitlines():
        indent, name = re.match(r"( *)([\w./]+)", line).groups()
        named.add(above + name if indent else name)
        if not indent:
            above = name
    there = {
        f"{path.relative_to(ROOT)}/"
        for path in (each for room in ROOMS for each in (ROOT / room).iterdir())
        if path.is_dir() and not path.name.startswith(("_", "."))
    }
    there -= {"store/", "test-results/"}
    assert {each for each in named if each.endswith("/")} == there
    assert not [each for each in named if not (ROOT / each).exists()]


@pytest.mark.parametrize("name", CURRENT)
def test_every_setting_that_is_named_is_one(name):
    variables = {each.variable for each in settings.ALL.values()} | OF_TESTS
    assert set(re.findall(r"THREATS_[A-Z_]+[A-Z]", text(name))) <= variables


def test_every_setting_is_told_somewhere():
    told = "".join(map(text, CURRENT))
    assert not [each.variable for each in settings.ALL.values() if each.variable not in told]


def test_every_page_is_in_the_readme_and_every_address_of_it_is_a_page():
    table = re.search(r"\| page \| shows \|\n(.*?)\n\n", text("README.md"), re.DOTALL)[1]
    told = [each for row in table.splitlines() for each in re.findall(r"`/([\w-]*)`", row)]
    assert sorted(told) == sorted(page["path"] for page in MENU)


@pytest.mark.parametrize("name", CURRENT)
def test_every_script_and_option_that_is_called_is_there(name):
    for script, option in re.findall(r"sh ([\w/]+\.sh)(?: (--[\w-]+))?", text(name)):
        assert (ROOT / script).is_file(), script
        reads = text("server.py") if script == "start.sh" else text(script)
        assert not option or option in reads or script == "tools/lock.sh", (script, option)
