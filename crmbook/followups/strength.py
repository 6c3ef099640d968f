"""Ways of contact by their weight: a stronger one does for a weaker one (§2.2)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.schema.sheets import followups

WRITTEN, SPOKEN, MET = 1, 2, 3
#: 拜访 > 电话 > 微信/邮件; a way that is not here counts as written.
STRENGTH: Final = {
    "拜访": MET, "会议": MET, "展会": MET, "样品演示": MET, "线上会议": SPOKEN, "电话": SPOKEN,
}  # fmt: skip


def strengths(log: Register) -> NDArray[np.int64]:
    """Return how strong each contact of the log was."""
    data = log.data.get(followups.WAY.header)
    if data is None:
        return np.full(len(log), WRITTEN, np.int64)
    known = [STRENGTH.get(str(value), WRITTEN) for value in data.parsed.values]
    return np.array([*known, WRITTEN], np.int64)[data.codes]
