"""Joining: several columns of a list that become one cell (座机 + 分机号码, 省 + 市, 备注1 + 备注2)."""

from __future__ import annotations

from collections.abc import Sequence

from crmbook.model.cells import Value
from crmbook.schema.column import Column
from crmbook.schema.kinds.phone import Phone
from crmbook.schema.kinds.tags import Tags
from crmbook.schema.sheets import leads

_RUN_ON = frozenset({leads.REGION.header, leads.ADDRESS.header})


def join(column: Column, values: Sequence[Value]) -> Value:
    """Return the one value of several, None where all are blank; what is double is said once."""
    held = [value for value in values if value is not None and value != ""]
    if len(held) < 2:
        return held[0] if held else None
    texts = list(dict.fromkeys(str(value) for value in held))
    if column.header in _RUN_ON:
        return _run_on(texts)
    between = (
        "/" if isinstance(column.kind, Phone) else ";" if isinstance(column.kind, Tags) else "；"
    )
    return between.join(texts)


def _run_on(texts: Sequence[str]) -> str:
    """Return parts of an address one behind the other: 上海 + 上海市 + 浦东新区 is 上海市浦东新区."""
    whole = ""
    for text in texts:
        if text.startswith(whole):
            whole = text
        elif not whole.endswith(text):
            whole += text
    return whole
