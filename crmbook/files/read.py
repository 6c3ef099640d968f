"""Reading any table people have: the content of a file, never its extension, says what it is."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from crmbook.files.grid import SourceBook
from crmbook.files.strangers import HEAD, refusal_of_noise, refusal_of_stranger
from crmbook.i18n import N_, _
from crmbook.model.errors import FileRefused
from crmbook.model.faults import fault_text

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream of an encrypted xlsx
_ARCHIVE = (N_("this is an archive, not a workbook"), N_("unpack it first"))
_DOCUMENT = (
    N_("this is a document of another kind (Word, PowerPoint …), not a workbook"),
    N_("copy its table into a workbook and save it as .xlsx"),
)
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".ods", ".et"})
_MANIFEST = "META-INF/manifest.xml"
_DOCUMENTS = ("word/document.xml", "ppt/presentation.xml")


def read_book(path: str | Path, encoding: str | None = None) -> SourceBook:
    """Return any workbook or text table, sheet by sheet.

    ``encoding`` is for text tables only. Raises FileRefused, with what to do about it, for what is
    missing, a folder, empty, no workbook, damaged or encrypted.
    """
    path = Path(path)
    data = _bytes(path)
    kind = _kind(data, path)
    if kind == "xlsx":
        from crmbook.files.scan.book import scan_book  # noqa: PLC0415 - one reader of three is needed

        return scan_book(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if kind == "csv":
        from crmbook.files.csv_reader import read_csv  # noqa: PLC0415

        grid, found = read_csv(data, path, encoding)
        return SourceBook(path, kind, [grid], sha256, encoding=found)
    from crmbook.files.calamine_reader import read_calamine  # noqa: PLC0415

    return SourceBook(path, kind, read_calamine(data, path, kind), sha256)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise FileRefused(
                _("this is a folder, not a workbook"), _("name a file in it"), path=path
            )
        if path.exists() and not path.is_file():
            raise FileRefused(
                _("this is no ordinary file"), _("name an .xlsx, .xls or .csv file"), path=path
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileRefused(
            _("there is no such file"), _("check the name and the folder"), path=path
        ) from error
    except OSError as error:
        raise FileRefused(
            _("the file cannot be opened: {error}").format(error=fault_text(error)),
            _("close it elsewhere, or copy it to another folder"),
            path=path,
        ) from error
    if not data:
        raise FileRefused(
            _("the file is empty (0 bytes)"), _("copy or download it again"), path=path
        )
    return data


def _password(path: Path) -> FileRefused:
    from crmbook.files.calamine_reader import password_refusal  # noqa: PLC0415

    return password_refusal(path)


def _kind(data: bytes, path: Path) -> str:
    """Return xlsx, xlsb, ods, xls or csv; raise FileRefused for everything else."""
    if data.startswith(_ZIP):
        return _zip_kind(data, path)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _password(path)
        return "xls"
    stranger = refusal_of_stranger(data[:HEAD])
    if stranger is not None:
        stranger.path = str(path)
        raise stranger
    _refuse_misnamed(data, path)
    return "csv"


def _refusal(why: tuple[str, str], path: Path) -> FileRefused:
    what, remedy = why
    return FileRefused(_(what), _(remedy), path=path)


def _zip_kind(data: bytes, path: Path) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.replace("\\", "/").lower() for name in package.namelist()}
            mimetype = package.read("mimetype") if "mimetype" in names else b""
            manifest = package.read(_MANIFEST) if mimetype and _MANIFEST.lower() in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, RuntimeError, ValueError):
        return "xlsx"  # the scanner reads containers itself, and says best what is wrong with one
    if b"opendocument.spreadsheet" in mimetype:
        if b"encryption-data" in manifest:
            raise _password(path)
        return "ods"
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if mimetype or any(name.endswith(_DOCUMENTS) for name in names):
        raise _refusal(_DOCUMENT, path)
    if not any(name.endswith(".rels") or "workbook" in name for name in names):
        raise _refusal(_ARCHIVE, path)
    return "xlsx"


def _refuse_misnamed(data: bytes, path: Path) -> None:
    """Refuse what is called like a workbook and is none; only .xls is often tab-separated text."""
    suffix = path.suffix.lower()
    plain = suffix == ".xls" and b"\t" not in data and b"," not in data
    if suffix in _WORKBOOKS or plain:
        noise = refusal_of_noise(data[:HEAD])
        if noise is not None:
            noise.path = str(path)
            raise noise
        raise FileRefused(
            _("this is no workbook, in spite of its name {suffix}").format(suffix=suffix),
            _("if it is a text table, name it .csv; else copy or download it again"),
            path=path,
        )
