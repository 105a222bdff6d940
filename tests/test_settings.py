"""Settings are read in one place, fresh, and handed down; the README lists them all."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser import ROOT

import settings
from data.cli import commands
from data.engines import address

PRODUCT = sorted(
    path
    for folder in ("components", "data", "exchange", "hosting", "languages", "pages", "security")
    for path in (ROOT / folder).rglob("*.py")
) + sorted(ROOT.glob("*.py"))


def usual(value):
    if isinstance(value, bool):
        return f"`{value:d}`"
    return f"`{value}`" if value not in (None, "") else ""


def test_the_readme_lists_every_setting_with_what_is_usual():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("## Settings")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`THREATS_.*) \|$", table, re.MULTILINE)
    assert rows == [
        f"`{each.variable}` | {usual(each.default)} | {each.says}" for each in settings.ALL.values()
    ]


def test_nobody_else_looks_into_the_environment_and_nobody_writes_it():
    found = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.Name | ast.alias)
        and getattr(node, "attr", getattr(node, "id", getattr(node, "name", "")))
        in ("environ", "environb", "getenv", "getenvb", "putenv", "unsetenv")
    }
    ours = {each for each in found if each.startswith("settings.py:")}
    text = (ROOT / "settings.py").read_text(encoding="utf-8")
    assert ours and text.count("os.environ") == text.count("os.environ.get(")
    assert found == ours, "a setting belongs into settings.py"


def test_a_setting_is_what_the_environment_says_at_this_moment(monkeypatch):
    for text, value in (("", 1), ("3", 3), (" 4 ", 4)):
        monkeypatch.setenv("THREATS_PROCESSES", text)
        assert settings.current().processes == value
    monkeypatch.delenv("THREATS_PROCESSES")
    assert settings.current().processes == 1
    monkeypatch.setenv("THREATS_STORE", "a/folder")
    assert settings.current().store == Path("a/folder")


@pytest.mark.parametrize(
    ("name", "text"),
    [("processes", "many"), ("processes", "0"), ("browser", "maybe"), ("watch_open", "true")],
)
def test_one_that_makes_no_sense_is_named_and_spoils_no_other(monkeypatch, name, text):
    monkeypatch.setenv(f"THREATS_{name.upper()}", text)
    with pytest.raises(settings.SettingError, match=f"THREATS_{name.upper()}: '{text}'"):
        getattr(settings.current(), name)
    with pytest.raises(settings.SettingError):
        settings.checked()
    assert settings.current().language == "en"


def test_what_is_handed_down_holds_within_the_block_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("THREATS_ENGINE", "spark://one")
    with settings.using(engine="spark://two", store=tmp_path):
        assert (address(), settings.current().store) == ("spark://two", tmp_path)
        with settings.using(engine=""):
            assert (address(), settings.current().store) == ("", tmp_path)
    assert (address(), settings.current().store) == ("spark://one", None)
    with pytest.raises(settings.SettingError), settings.using(stores=tmp_path):
        pass
    with pytest.raises(AttributeError):
        settings.current().engine = "spark://three"


def test_a_command_leaves_the_environment_as_it_was(monkeypatch, tmp_path, capsys):
    for arguments in (["status"], ["notice", "list"]):
        monkeypatch.setenv("THREATS_STORE", "elsewhere")
        commands.main([*arguments, "--store", str(tmp_path)])
        assert settings.current().store == Path("elsewhere")


def test_the_server_says_which_setting_makes_no_sense():
    said = subprocess.run(
        [sys.executable, "server.py", "--no-browser"],
        cwd=ROOT,
        env={"THREATS_PROCESSES": "several"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert said.returncode == 2 and "THREATS_PROCESSES: 'several'" in said.stderr
