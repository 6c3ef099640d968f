"""The bytes of a workbook file, or the one reason why they are not those of a package."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

from crmbook.files.source import OnDisk, Source
from crmbook.files.strangers import HEAD, refusal_of_noise, refusal_of_stranger
from crmbook.i18n import _
from crmbook.model.errors import FileRefused
from crmbook.model.faults import fault_text

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MAX_FILE = 1 << 31
_PIECE = 1 << 20  # a directory entry of 128 bytes never lies across two


def open_container(path: Path) -> Source:
    """Return a zip container, held open.

    Raises FileRefused: no such file, a folder or device, empty, over 2 GB, with a password, an old
    .xls, no workbook at all.
    """
    try:
        _refuse_odd(path)
        source = OnDisk(path)
        head = source.read(0, len(_OLE))
    except FileNotFoundError:
        raise FileRefused(_("there is no such file"), _("check the name and the folder")) from None
    except OSError as error:
        raise FileRefused(
            _("the file cannot be opened: {error}").format(error=fault_text(error)),
            _("close it elsewhere, or copy it to another folder"),
        ) from error
    if not head.startswith((b"PK\3\4", b"PK\5\6")):
        with closing(source):
            raise _stranger(source, head)
    return source


def _refuse_odd(path: Path) -> None:
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise FileRefused(_("this is a folder, not a workbook"), _("name a file in it"))
    if not stat.S_ISREG(found.st_mode):
        raise FileRefused(_("this is no ordinary file"), _("name an .xlsx or .xlsm file"))
    if not found.st_size:
        raise FileRefused(_("the file is empty (0 bytes)"), _("copy or download it again"))
    if found.st_size > _MAX_FILE:
        raise FileRefused(_("the file is larger than 2 GB"), _("split the workbook"))


def _stranger(source: Source, head: bytes) -> FileRefused:
    ole = head.startswith(_OLE)
    if ole and any(_ENCRYPTED_STREAM in piece for piece in source.pieces(0, source.size, _PIECE)):
        return FileRefused(
            _("the workbook has a password"),
            _("open it in Excel or WPS, take the password off, and save it"),
        )
    if ole:
        return FileRefused(
            _("this is an old .xls workbook, which crmbook reads but does not write"),
            _("open it in Excel or WPS and save it as .xlsx"),
        )
    beginning = source.read(0, HEAD)
    told = refusal_of_stranger(beginning) or refusal_of_noise(beginning)
    return told or FileRefused(_("this is no .xlsx or .xlsm workbook"), _("save it as .xlsx first"))
