"""Columns and sheets: the one declaration from which everything else about them follows.

Template, drop-down, header matching, parser, pandera schema, mask, reference page and sample data
are all derived from these two dataclasses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from crmbook.model.checks import Impact
from crmbook.schema.kinds.base import Kind


class Group(StrEnum):
    """A band of columns in a register; all but the first two are collapsed in a new workbook."""

    CORE = ""  # the documents' own columns
    OPEN = "扩展"
    EVALUATION = "评估"
    ASSIGNMENT = "分配"
    SYSTEM = "系统"
    BASIC = "基本信息"
    CONTACT = "联系人信息"
    BACKGROUND = "企业背景"
    NEEDS = "需求信息"
    HISTORY = "接触记录"
    POTENTIAL = "潜力评估"
    CARD = "客户卡"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet, declared once.

    ``aliases`` are other headers for it (compared folded, see :mod:`crmbook.schema.headers`),
    ``fallbacks`` headers that will do where nothing better stands in the sheet; ``vague`` those of
    either that mean other things too (单位: a firm, or 个 and 亿元), so that the values must tell;
    ``choices`` the default vocabulary, ``vocabulary`` the 列名 under which 字典 lists it (or
    ``人员`` for people); ``impact`` what a wrong value does; ``counts`` whether it counts for
    completeness (REQUIREMENTS §2.18); ``only_import`` columns appear only when an import brings
    them; ``width`` is in characters; ``help`` (msgid) is the input prompt.
    """

    header: str
    kind: Kind
    required: bool = False
    aliases: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    vocabulary: str = ""
    impact: Impact = Impact.FORM
    counts: bool = False
    computed: bool = False
    sensitive: bool = False
    only_import: bool = False
    group: Group = Group.CORE
    width: int = 12
    help: str = ""
    source: str = ""

    def __str__(self) -> str:
        return self.header


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook: its columns in order, the key column, where it stands.

    ``name`` is its tab, ``table`` the name of its ListObject; ``owner`` and ``company`` say who must
    mend a record and whom it is about; ``signature`` columns tell it from sheets that share others;
    ``config`` sheets stand at the end with a grey tab; ``full_only`` ones come with ``--full``.
    """

    name: str
    table: str
    columns: tuple[Column, ...]
    key: Column | None = None
    owner: Column | None = None
    company: Column | None = None
    aliases: tuple[str, ...] = ()
    signature: tuple[Column, ...] = ()
    config: bool = False
    full_only: bool = False
    title: str = ""
    source: str = ""

    @cached_property
    def by_header(self) -> dict[str, Column]:
        """The columns by their declared header."""
        return {column.header: column for column in self.columns}

    def __getitem__(self, header: str) -> Column:
        return self.by_header[header]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the 规则 sheet: 编号, 规则, 值, 单位, 生效日期, 依据.

    ``default`` is the value when the sheet or the row is missing; ``kind`` checks what a manager
    typed; ``title`` is the rule in words (Chinese, it stands in the sheet).
    """

    code: str
    title: str
    default: str | int | float
    unit: str = ""
    basis: str = ""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    extra: dict[str, str] = field(default_factory=dict)
