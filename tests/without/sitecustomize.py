"""Takes private names of Streamlit, uvicorn and asyncio away from `hosting.inside` and
`hosting.wires`, as their next version may; read by Python itself at its start, in every process of
a server.

WITHOUT names them: `module:name`, or `module:Class.name`. `gone` are those that are gone just now.
"""

import builtins
import importlib
import os
import sys
import types

NAMES = tuple(os.environ.get("WITHOUT", "").split())
gone = set(NAMES)
ADAPTERS = ("hosting.inside", "hosting.wires")
THEIRS = ("streamlit", "uvicorn", "asyncio")
imports = builtins.__import__
prepared = set()


def hiding(usual, spelled):
    """A way to look up a name that does not find those that are gone, where an adapter asks;
    `spelled` are the full names by the short.
    """

    def look_up(self, name):
        asker = sys._getframe(1).f_globals.get("__name__")
        if spelled.get(name) in gone and asker in ADAPTERS:
            raise AttributeError(f"{name!r} is gone")
        return usual(self, name)

    return look_up


def prepare():
    holders = {}
    for full in NAMES:
        holder, _, name = full.replace(":", ":.", 1).rpartition(".")
        holders.setdefault(holder, {})[name] = full
    for holder, spelled in holders.items():
        module, _, kind = holder.partition(":.")
        found = importlib.import_module(module.rstrip(":"))
        if kind:
            found = getattr(found, kind)
            found.__getattribute__ = hiding(found.__getattribute__, spelled)
        else:
            look_up = hiding(types.ModuleType.__getattribute__, spelled)
            found.__class__ = type("Module", (types.ModuleType,), {"__getattribute__": look_up})


def hidden_import(name, globals=None, locals=None, fromlist=(), level=0):
    if (globals or {}).get("__name__") in ADAPTERS and name.startswith(THEIRS):
        if not prepared:
            prepared.add(True)
            prepare()
        for each in fromlist or ():
            if f"{name}:{each}" in gone:
                raise ImportError(f"cannot import name {each!r} from {name!r}")
    return imports(name, globals, locals, fromlist, level)


if NAMES:
    builtins.__import__ = hidden_import
