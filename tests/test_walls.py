"""docs/security.md: every wall names its test, and each of these exists."""

import ast
import re

import pytest
from browser import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/\w+\.py)::(\w+)`", TEXT)))


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda each: each.removeprefix("tests/"))
def test_each_test_that_is_named_exists(file, name):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


def test_every_wall_names_its_test():
    walls = TEXT.split("## Threats, and what stands against them")[1].split("## ")[0]
    rows = [line for line in walls.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 30
    assert not [row for row in rows if not re.search(r"`tests/\w+\.py::\w+`", row)]
