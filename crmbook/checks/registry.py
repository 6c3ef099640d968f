"""Every check there is, found by walking this package: a check is added by adding its file.

A module declares its checks as ``CHECK`` or ``CHECKS`` and, unless a kind or the pandera schema
finds them, a function ``run(ledger)`` that yields problems.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from crmbook import checks
from crmbook.facts.ledger import Ledger
from crmbook.model.checks import Check
from crmbook.model.problems import Problem

Runner = Callable[[Ledger], Iterable[Problem]]


@lru_cache(maxsize=1)
def modules() -> tuple[ModuleType, ...]:
    """Return every module of this package that declares a check, in order of its name."""
    found = []
    for package in ("shape", "values", "schema", "rows", "across", "settings"):
        parent = import_module(f"{checks.__name__}.{package}")
        names = sorted(info.name for info in pkgutil.iter_modules(parent.__path__))
        found += [import_module(f"{parent.__name__}.{name}") for name in names]
    return tuple(module for module in found if declared(module))


def declared(module: ModuleType) -> tuple[Check, ...]:
    """Return the checks that a module declares."""
    if hasattr(module, "CHECKS"):
        return tuple(module.CHECKS)
    return (module.CHECK,) if hasattr(module, "CHECK") else ()


@lru_cache(maxsize=1)
def by_name() -> Mapping[str, Check]:
    """Return all checks by name, in order of their codes."""
    found = [check for module in modules() for check in declared(module)]
    return {check.name: check for check in sorted(found, key=lambda check: check.code)}


def find(code_or_name: str) -> Check | None:
    """Return the check of a code (any case) or a name, None when there is none."""
    wanted = code_or_name.strip()
    for check in by_name().values():
        if wanted.upper() == check.code or wanted.lower() == check.name:
            return check
    return None


def runners() -> tuple[Runner, ...]:
    """Return the functions that look at records, in a fixed order."""
    return tuple(module.run for module in modules() if hasattr(module, "run"))
