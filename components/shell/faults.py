"""What a fault says to a reader: files on the server by their names, never in which folder."""

from __future__ import annotations

import re
import tempfile
from functools import lru_cache
from pathlib import Path

from components.shell import menu
from data import store
from languages.english import frame as words

HOUSE = Path(__file__).resolve().parents[2]
# where one of a machine's folders begins: not within an address or a share of two numbers
FOLDERS = re.compile(r"""(?<![\w/:.~-])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'"]+[/\\])*(?=[^\s/\\'"]+)""")


def said(fault: Exception | str) -> str:
    """The words of a fault as plain text of a page."""
    told = str(fault)
    for folder, name in _known(store.folder()):
        told = re.sub(rf"(?<![\w./\\-]){re.escape(folder)}(?=[/\\])[/\\]", "", told)
        told = re.sub(rf"(?<![\w./\\-]){re.escape(folder)}(?![\w])", name, told)
    return menu.plain(FOLDERS.sub("", told))


@lru_cache(maxsize=16)
def _known(root: Path) -> tuple[tuple[str, str], ...]:
    """Folders whose names may hold spaces, the innermost first, and what they are called."""
    stores = {str(each): words.STORE() for each in (root, root.absolute(), root.resolve())}
    others = {str(each): "" for each in (Path.home(), HOUSE, Path(tempfile.gettempdir()))}
    return tuple(sorted((others | stores).items(), key=lambda each: -len(each[0])))
