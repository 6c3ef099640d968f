"""How results look: text for people, JSON for programs (DESIGN 4, 5)."""

from crmbook.cli.render.check_json import check_json
from crmbook.cli.render.check_text import check_text
from crmbook.cli.render.output import emit, show

__all__ = ["check_json", "check_text", "emit", "show"]
