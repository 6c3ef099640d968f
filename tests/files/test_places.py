"""Folders in which a book gets lost: read, never written (U20)."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from crmbook import i18n
from crmbook.files.edit import apply
from crmbook.files.places import cache_of
from crmbook.files.read import read_book
from crmbook.model.edits import Plan, SetCell
from crmbook.model.errors import FileRefused
from tests.files.books import book, worksheet
from tests.files.parts import content

CACHES = {
    "Users/li/Documents/WeChat Files/wxid_a1/FileStorage/File/2024-03": "WeChat",
    "Users/li/Documents/xwechat_files/wxid_a1_b2/msg/file/2024-03": "WeChat",
    "Users/li/Documents/WXWork/1688850000000000/Cache/File/2024-03": "WeCom",
    "Users/li/Documents/Tencent Files/10001/FileRecv": "QQ",
    "Users/li/AppData/Roaming/DingTalk/10001_v2/resource_cache": "DingTalk",
    "Users/li/Library/Application Support/LarkShell/sdk_storage/1/resources": "Feishu",
    "Users/li/AppData/Local/Microsoft/Windows/INetCache/Content.Outlook/AB12CD34": "the mail program",
    "Users/li/AppData/Local/Temp/Rar$DIa1234.5678": "the unpacking program",
    "Users/li/AppData/Local/Temp/7zO4A5B": "the unpacking program",
}
PLACES = [
    "Users/li/Documents",
    "Users/li/Desktop/微信",
    "Users/li/Documents/WeChat Files 备份",
    "Users/li/Documents/WXWork/资料",
    "Users/li/DingTalk/项目",
    "tmp/pytest-of-li",
    "Users/li/OneDrive/台账",
]


@pytest.mark.parametrize(("folder", "program"), CACHES.items(), ids=CACHES)
def test_a_cache_folder_is_known_by_its_program(folder: str, program: str) -> None:
    i18n.activate("en")
    try:
        assert cache_of(Path("/") / PurePosixPath(folder) / "台账.xlsx") == program
    finally:
        i18n.activate("zh")


@pytest.mark.parametrize("folder", PLACES)
def test_an_ordinary_folder_is_none(folder: str) -> None:
    assert cache_of(Path("/") / PurePosixPath(folder) / "台账.xlsx") == ""


def test_a_book_in_a_cache_folder_is_read_and_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "WeChat Files" / "wxid_1" / "FileStorage" / "File" / "2024-03"
    folder.mkdir(parents=True)
    path = folder / "台账.xlsx"
    path.write_bytes(book(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
    assert read_book(path).grids[0].value(1, 1) == 1
    before = content(folder)
    with pytest.raises(FileRefused, match="另存") as refused:
        apply(path, Plan((SetCell("表", "A1", 2),)), command="x")
    assert refused.value.exit_code == 3
    assert content(folder) == before
    link = tmp_path / "台账.xlsx"
    link.symlink_to(path)
    with pytest.raises(FileRefused, match="另存"):
        apply(link, Plan((SetCell("表", "A1", 2),)), command="x")
