"""The zh_CN catalogue is complete, keeps every placeholder, and is compiled."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from crmbook import i18n

CATALOGUE = i18n.LOCALE_DIR / "zh_CN" / "LC_MESSAGES" / "crmbook.po"
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2)}


def _msgids() -> set[str]:
    package = Path(i18n.__file__).parent
    found = extract_from_dir(package, [("**.py", "python")], keywords=KEYWORDS)
    return {message if isinstance(message, str) else message[0] for _f, _l, message, *_ in found}


def _translations() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    found = {}
    for message in catalogue:
        if message.id:
            text = _text(message.string)
            found[message.id if isinstance(message.id, str) else message.id[0]] = text
    return found


def _text(translation: Any) -> str:
    return translation if isinstance(translation, str) else str(translation[0])


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conv in string.Formatter().parse(text) if name}


def test_every_message_is_translated() -> None:
    translated = _translations()
    assert sorted(_msgids() - {msgid for msgid, text in translated.items() if text}) == []


@pytest.mark.parametrize("msgid", sorted(_msgids()))
def test_a_translation_has_the_placeholders_of_its_message(msgid: str) -> None:
    text = _translations_once()[msgid]
    if "{" in msgid and not re.search(r"\{[^a-z}]", msgid):
        assert _fields(text) == _fields(msgid)


_CACHE: dict[str, str] = {}


def _translations_once() -> dict[str, str]:
    if not _CACHE:
        _CACHE.update(_translations())
    return _CACHE


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    source = _translations()
    for message in compiled:
        if message.id:
            msgid = message.id if isinstance(message.id, str) else message.id[0]
            text = _text(message.string)
            assert source[msgid] == text


def test_click_s_own_words_are_translated_too() -> None:
    translated = _translations()
    assert translated["Missing command."] == "缺少命令。"
    assert translated["Usage:"] == "用法："
