"""A contract of our own for import-linter: of another wing only what its `__all__` names."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROOT = Path(__file__).resolve().parents[1]


class PublicContract(Contract):
    """Each package below `parents`, and each of `wings`, is a wing; another wing imports of it the
    wing itself or a module that its `__all__` names.
    """

    type_name = "public"
    # A contract reads as lists what it declares as fields.
    parents: Any = fields.ListField(subfield=fields.StringField())
    wings: Any = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import from wing to wing, held against the `__all__` of the wing it goes to."""
        broken = []
        for importer in sorted(graph.modules):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                wing = self._wing(imported)
                if wing is None or wing in (imported, self._wing(importer)):
                    continue
                part = imported.removeprefix(f"{wing}.").split(".")[0]
                if part not in _public(wing):
                    broken.append((importer, imported, wing))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line an import."""
        for importer, imported, wing in check.metadata["broken"]:
            output.print_error(f"{importer} imports {imported}, which {wing}.__all__ does not name")

    def _wing(self, module: str) -> str | None:
        parts = module.split(".")
        if parts[0] in self.wings:
            return parts[0]
        found = ".".join(parts[:2])
        inside = parts[0] in self.parents and len(parts) > 1
        return found if inside and (ROOT / found.replace(".", "/")).is_dir() else None


def _public(wing: str) -> set[str]:
    """The names in the `__all__` of a wing's `__init__.py`."""
    text = (ROOT / wing.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets
        ):
            return set(ast.literal_eval(node.value))
    return set()
