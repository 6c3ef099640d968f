"""Places where a book must not be written: folders that a chat or mail program calls its own (U20).

Such a folder is a cache. The program clears it, or opens the next file it receives under the same
name; what was written there is lost. Reading is fine.

The names are those of the programs' own folders as users and forums report them; WeChat's and QQ's
new versions (``xwechat_files``, ``nt_qq``) included. Not checked on Windows here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from crmbook.i18n import N_, _
from crmbook.model.errors import FileRefused

#: The program, and what the path of one of its folders holds (slashes forward, case folded).
_FOLDERS: Final = tuple(
    (program, re.compile(pattern))
    for program, pattern in (
        (N_("WeChat"), r"/(wechat files|xwechat_files|com\.tencent\.xinwechat|com\.tencent\.mm)/"),
        (N_("WeCom"), r"/(wxwork|com\.tencent\.weworkmac|com\.tencent\.wework)/.*cache"),
        (N_("QQ"), r"/(tencent files|com\.tencent\.qq|com\.tencent\.mobileqq)/"),
        (N_("DingTalk"), r"/(dingtalk(_[^/]*)?|com\.alibaba\.dingtalk[^/]*)/.*(cache|temp|resource)"),
        (N_("Feishu"), r"/(larkshell|com\.bytedance\.(lark|feishu)|feishu)/.*(cache|sdk_storage|temp)"),
        (N_("the mail program"), r"/(content\.outlook|com\.microsoft\.outlook|foxmail[^/]*/temp)/"),
        (N_("the unpacking program"), r"/te?mp/(.*/)?(rar\$[^/]*|7zo[^/]*|temp\d+_[^/]+\.zip|bnz\.[^/]+)/"),
    )
)  # fmt: skip


def cache_of(path: Path) -> str:
    """Return the program in whose cache folder a file lies, in the reader's language; "": none."""
    folder = f"{path.parent.absolute().as_posix()}/".casefold()
    return next((_(program) for program, found in _FOLDERS if found.search(folder)), "")


def refuse_cache(path: Path) -> None:
    """Raise FileRefused for a book in such a folder, before it is written."""
    program = cache_of(path)
    if program:
        raise FileRefused(
            _("it lies in a folder of {program} whose files get lost").format(program=program),
            _("save it in a folder of your own first (另存为), and use that one"),
            path=path,
        )
