"""Files that are often taken for workbooks, told by how they begin: one table for every reader.

Company encryption (U20) leaves a file with its old name and a content that only the company's
programs can read. Two of them sign their files: 亿赛通 with ``E-SafeNet``, IP-guard and 腾讯 TSD
with ``%TSD-Header-###%``; of the others only noise can be seen.
"""

from __future__ import annotations

from typing import Final

from crmbook.i18n import N_, _
from crmbook.model.errors import FileRefused

#: How many bytes of a file are needed.
HEAD: Final = 512
_SAVE_AS: Final = N_("open it in Excel or WPS and save it as .xlsx")
_ARCHIVE = (N_("this is an archive, not a workbook"), N_("unpack it first"))
_PICTURE = (N_("this is a picture, not a workbook"), N_("name the workbook it was taken from"))
_ENCRYPTED = (
    N_("company software has encrypted it"),
    N_("decrypt it first, or have IT add crmbook to the trusted programs"),
)
_NOISE = (
    N_("it holds no workbook, in spite of its name: it is encrypted or destroyed"),
    N_("if company software encrypts files, decrypt it first, or have IT trust crmbook; else copy it again"),
)  # fmt: skip
_WEB_PAGE = (N_("this is a web page or XML that only calls itself a workbook"), _SAVE_AS)
_BEGINNINGS: Final = (
    (b"%TSD-Header-###%", _ENCRYPTED),
    (b"b\x14#e", _ENCRYPTED),
    (b"%PDF", (N_("this is a PDF, not a workbook"), N_("name the workbook it was made from"))),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
)
_MARKUP: Final = (b"<?xml", b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<style")
_SIGNATURE: Final = b"E-SafeNet"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_TEXT: Final = frozenset(b"\t\n\x0b\x0c\r\x1a\x1b")


def refusal_of_stranger(head: bytes) -> FileRefused | None:
    """Return why a file that begins like this is no workbook, None when it may be a text table."""
    for beginning, why in _BEGINNINGS:
        if head.startswith(beginning):
            return _refusal(why)
    if _SIGNATURE in head:
        return _refusal(_ENCRYPTED)
    plain = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    return _refusal(_WEB_PAGE) if plain.startswith(_MARKUP) else None


def refusal_of_noise(head: bytes) -> FileRefused | None:
    """Return the refusal of bytes that are no text in any encoding, None for what may be text."""
    if head.startswith(_UTF16) or not any(byte < 32 and byte not in _TEXT for byte in head):
        return None
    return _refusal(_NOISE)


def _refusal(why: tuple[str, str]) -> FileRefused:
    what, remedy = why
    return FileRefused(_(what), _(remedy))
