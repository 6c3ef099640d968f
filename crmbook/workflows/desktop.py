"""The job of ``desktop``: shortcuts onto which a book is dropped, on the desktop and in 发送到 (U01)."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from crmbook.files.create import create
from crmbook.files.shortcut import Shortcut, is_ours, shortcut_bytes
from crmbook.i18n import _
from crmbook.model.errors import CannotWrite, UsageError

NAME: Final = "检查台账.lnk"
#: Where uv and pipx put programs, for a shortcut that is made on another computer.
ELSEWHERE: Final = r"%USERPROFILE%\.local\bin\crmbook.exe"


@dataclass(frozen=True, slots=True)
class Placed:
    """A shortcut, and whether it had to be written."""

    path: Path
    written: bool


def desktop(folder: Path | None = None, program: str = "") -> list[Placed]:
    """Put the shortcuts in place; ``folder``: one, into this folder, ``program`` what it starts.

    Raises UsageError when this is not Windows and no folder is named, or when a file of that name
    is not ours: nothing is written then. CannotWrite when a folder is missing.
    """
    made = shortcut_bytes(_shortcut(program), ansi=_code_page())
    paths = [place / NAME for place in (_places() if folder is None else [folder])]
    needed = [(path, _wants(path, made)) for path in paths]
    for path, wants in needed:
        if wants:
            create(path, made, keep=False)
    return [Placed(path, wants) for path, wants in needed]


def on_windows() -> bool:
    """Whether shortcuts made here can be tried here."""
    return sys.platform == "win32"


def _places() -> list[Path]:
    if not on_windows():
        raise UsageError(
            _("shortcuts are for Windows, and this is another system"),
            _("name a folder to put one into, to be copied: -o FOLDER"),
        )
    roaming = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    return [
        platformdirs.user_desktop_path(),  # asks Windows: OneDrive moves the desktop
        roaming / "Microsoft" / "Windows" / "SendTo",
    ]


def _wants(path: Path, made: bytes) -> bool:
    """Return whether a shortcut must be written; refuse where something else has its name."""
    if not path.parent.is_dir():
        raise CannotWrite(
            _("there is no folder {folder}").format(folder=path.parent),
            _("make it first, or name another"),
            path=path,
        )
    if not path.exists():
        return True
    there = path.read_bytes() if path.is_file() else b""
    if not is_ours(there):
        raise UsageError(
            _("a file of this name is there, and crmbook did not make it"),
            _("rename it, then run this again"),
            path=path,
        )
    return there != made


def _shortcut(program: str) -> Shortcut:
    comment = _("drop a workbook here: check, monthly report, duplicates")
    if program or not on_windows():
        return Shortcut(program or ELSEWHERE, "menu", comment)
    found = shutil.which("crmbook")
    if found is not None:
        return Shortcut(str(Path(found).resolve()), "menu", comment)
    return Shortcut(sys.executable, "-m crmbook menu", comment)


def _code_page() -> str:
    return locale.getencoding() if on_windows() else "gbk"
