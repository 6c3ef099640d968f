"""``meeting`` as text for a chat group: at most 20 lines, no phone numbers (U17)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from crmbook.cli.printable import printable
from crmbook.cli.render.check_wechat import LINES, without_phones

if TYPE_CHECKING:  # it loads XlsxWriter
    from crmbook.workflows.meeting import Meeting


def meeting_wechat(made: Meeting) -> str:
    """Return the lines."""
    from crmbook.workflows.meeting_words import wechat_lines

    return "\n".join(without_phones(printable(line)) for line in islice(wechat_lines(made), LINES))
