"""Fixtures that every test may use."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"


def _required(name: str) -> bool:
    """Whether CRMBOOK_REQUIRE (a comma-separated list) makes a missing tool a failure."""
    return name in os.environ.get("CRMBOOK_REQUIRE", "").split(",")


def _missing(name: str, message: str) -> None:
    if _required(name):
        pytest.fail(f"{message}; CRMBOOK_REQUIRE demands it")
    pytest.skip(message)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real data and foreign workbooks beside the checkout."""
    if not SHARED.is_dir():
        _missing("shared", "no ../shared beside the checkout: real data not tested")
    return SHARED


@pytest.fixture(scope="session")
def soffice() -> str:
    """The LibreOffice binary, the second calculator."""
    found = shutil.which("soffice")
    if found is None:
        _missing("soffice", "no LibreOffice: nothing is recalculated")
    return str(found)


@pytest.fixture(scope="session")
def strace() -> str:
    """The strace binary, which injects faults into system calls."""
    found = shutil.which("strace")
    if found is None:
        _missing("strace", "no strace: no faults are injected")
    return str(found)


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep backups and history of tests out of the user's own folder; speak Chinese."""
    monkeypatch.setenv("CRMBOOK_STATE", str(tmp_path_factory.mktemp("state")))
    monkeypatch.delenv("CRMBOOK_LANG", raising=False)
