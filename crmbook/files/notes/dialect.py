"""How a sheet part is written, as far as what leads from it to its notes must be written alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crmbook.files.spans import MAIN, OFFICE_RELATIONS, STRICT

STRICT_RELATIONS: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS: Final = frozenset({OFFICE_RELATIONS, STRICT_RELATIONS})


@dataclass(frozen=True, slots=True)
class Dialect:
    """The prefix of the main namespace with its colon; prefix → namespace as its root declares."""

    prefix: bytes
    namespaces: dict[str, str]

    @property
    def strict(self) -> bool:
        """Whether it is “Strict Open XML”."""
        return self.namespaces.get(self.prefix.rstrip(b":").decode()) == STRICT

    @property
    def main(self) -> str:
        """The main namespace."""
        return STRICT if self.strict else MAIN

    @property
    def relation(self) -> tuple[str, str]:
        """The prefix of relationship ids, and its declaration where the sheet has none."""
        own = STRICT_RELATIONS if self.strict else OFFICE_RELATIONS
        known = (name for name, uri in self.namespaces.items() if name and uri == own)
        name = next(known, "")
        return (name, "") if name else ("r", f' xmlns:r="{own}"')

    @property
    def relation_prefixes(self) -> list[str]:
        """All prefixes that relationship ids may have been written with."""
        found = [name for name, uri in self.namespaces.items() if uri in _RELATIONS]
        return found or ["r"]
