"""撞单: who holds a company that two people hold, put to the manager and carried out (U18, M22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from crmbook.book import Book
from crmbook.facts.ledger import Ledger
from crmbook.i18n import _, ngettext
from crmbook.match.disputes import Dispute, Settled
from crmbook.model.edits import PutSheet
from crmbook.model.errors import UsageError
from crmbook.model.proposals import Answer, Decision, Proposal, settle
from crmbook.model.proposals import Settled as Answered
from crmbook.schema.decisions import DISPUTES, FIRST_SEEN, LATER_SEEN, RULING
from crmbook.workflows.claims import Claims, proposal
from crmbook.workflows.decisions import Told, decision_edit, earlier_answers, is_foreign
from crmbook.workflows.owners import owner_called
from crmbook.workflows.record_edits import RecordEdits
from crmbook.workflows.transferring import hand_over, why_not

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulings:
    """What was decided of disputes: the edits, the sheet (None: nothing to ask), who waits.

    ``busy``: the new owner by the id of each record concerned; ``owners``: by proposal.
    """

    edits: RecordEdits
    sheet: PutSheet | None
    settled: Answered
    owners: Mapping[_Key, str] = field(default_factory=dict)
    blocked: Mapping[_Key, str] = field(default_factory=dict)
    busy: Mapping[str, str] = field(default_factory=dict)

    @property
    def carried_out(self) -> dict[_Key, str]:
        """The owner that each dispute ended with, of those that did not have to wait."""
        return {key: name for key, name in self.owners.items() if key not in self.blocked}


def rule(book: Book, ledger: Ledger, found: Iterable[Dispute], claims: Claims) -> Rulings:
    """Return what the answers in 撞单 and under 主管裁定 come to, and the sheet made anew.

    Nothing is ruled by confidence: who owns a company is the manager's to say (M22). Raises
    FileRefused when the book has a sheet 撞单 that is not crmbook's.
    """
    disputes = tuple(found)
    if not disputes and is_foreign(book, DISPUTES):  # a team's own 撞单 is in nobody's way
        return Rulings(RecordEdits(book.path.name), None, settle((), {}))
    return _Ruling(book, ledger, claims).run(disputes)


def settled_disputes(book: Book) -> Settled:
    """Return the pairs of ids of which somebody said that each keeps theirs (否)."""
    if is_foreign(book, DISPUTES):
        return frozenset()
    answers = earlier_answers(book, DISPUTES).by_key
    return frozenset(
        frozenset(key) for key, answer in answers.items() if answer.decision is Decision.NO
    )


class _Ruling:
    """One run over the disputes of a book."""

    def __init__(self, book: Book, ledger: Ledger, claims: Claims) -> None:
        self.book, self.ledger, self.claims = book, ledger, claims
        self.edits = RecordEdits(book.path.name)
        self.answers = earlier_answers(book, DISPUTES)
        self.names: dict[str, str] = {}

    @cached_property
    def answered(self) -> dict[_Key, Answer]:
        """The answers of 撞单; a person's name is a 是."""
        return {
            key: replace(answer, decision=Decision.YES) if self._typed(answer) else answer
            for key, answer in self.answers.by_key.items()
        }

    def run(self, found: Iterable[Dispute]) -> Rulings:
        by_key = {self._known_by(one): one for one in found}
        ruled = {key: self._ruled(one) for key, one in by_key.items()}
        answers = self.answered | {
            key: Answer(Decision.YES, {}) for key, name in ruled.items() if name
        }
        settled = settle([self._proposal(*one) for one in by_key.items()], answers)
        owners = {
            one.key: ruled[one.key] or self._typed(self.answers.by_key[one.key])
            or by_key[one.key].first.owner
            for one in settled.agreed
        }  # fmt: skip
        blocked, busy = self._transfers({key: by_key[key] for key in owners}, owners)
        sheet = self._sheet(settled, owners, blocked)
        return Rulings(self.edits, sheet, settled, owners, blocked, busy)

    def _transfers(
        self, agreed: Mapping[_Key, Dispute], owners: Mapping[_Key, str]
    ) -> tuple[dict[_Key, str], dict[str, str]]:
        """Write the transfers; return why some wait, and the new owners by record."""
        blocked: dict[_Key, str] = {}
        done: dict[str, str] = {}
        for key, dispute in agreed.items():
            members = [one for side in dispute.sides for one in side.members]
            why = next((why for one in members if (why := why_not(one, self.edits))), "")
            others = {done[one.id] for one in members if one.id in done} - {owners[key]}
            if why or others:
                blocked[key] = why or _("ruled for {name} in another line").format(name=min(others))
                continue
            for one in members:
                if one.id not in done:
                    hand_over(one, owners[key], self.edits)
                    done[one.id] = owners[key]
        return blocked, done

    def _known_by(self, dispute: Dispute) -> _Key:
        """Return the key that it was answered under before, else that of the two claims."""
        first, later = dispute.sides
        own = DISPUTES.key_of((first.claim.id, later.claim.id))
        keys = (
            DISPUTES.key_of((one.id, other.id)) for one in first.members for other in later.members
        )
        return own if own in self.answered else next((k for k in keys if k in self.answered), own)

    def _ruled(self, dispute: Dispute) -> str:
        """Return the owner that the register's 主管裁定 names, "" where it names nobody or two."""
        names = {self._named(one) for one in dispute.rulings}
        return names.pop() if len(names) == 1 else ""

    def _typed(self, answer: Answer) -> str:
        said = answer.cells.get(RULING, "")
        return self._named(said) if answer.decision is Decision.OPEN else ""

    def _named(self, text: str) -> str:
        """Return whom a text names among our people and owners, "" for nobody."""
        if text not in self.names:
            try:
                self.names[text] = "" if text == Decision.OPEN else owner_called(text, self.ledger)
            except UsageError:
                self.names[text] = ""
        return self.names[text]

    def _proposal(self, key: _Key, dispute: Dispute) -> Proposal:
        made = proposal(key, dispute, self.claims)
        before = self.answers.by_key.get(key)
        if before is None:
            return made
        # Where crmbook first saw a row is known on the machine that checks the book: it stays told.
        told = {one: made.cells[one] or before.cells.get(one) for one in (FIRST_SEEN, LATER_SEEN)}
        return replace(made, cells={**made.cells, **told})

    def _sheet(
        self, settled: Answered, owners: Mapping[_Key, str], blocked: dict[_Key, str]
    ) -> PutSheet | None:
        if not (settled.agreed or settled.open or settled.refused or self.answers.by_key):
            return None
        unclear = [one for one in self.answers.unclear if not self._named(one)]
        told = Told(
            title=_title(len(settled.open)),
            done=_("ruled"),
            refused=_("each keeps theirs"),
            notes=(_note(), *_unclear(unclear)),
            blocked=blocked,
            said=self._said(owners),
        )
        return decision_edit(
            self.book, DISPUTES, settled, replace(self.answers, by_key=self.answered), told
        )

    def _said(self, owners: Mapping[_Key, str]) -> dict[_Key, str]:
        """Return what stands where 是/否 is answered: what was typed, else what the register rules."""
        typed = {
            key: "" if one.decision is not Decision.OPEN else one.cells.get(RULING, "")
            for key, one in self.answers.by_key.items()
        }
        yes = {key for key, one in self.answers.by_key.items() if one.decision is Decision.YES}
        ruled = {key: name for key, name in owners.items() if key not in yes}
        return ruled | {key: one for key, one in typed.items() if one and one != Decision.OPEN}


def _title(count: int) -> str:
    if not count:
        return _("ownership disputes: nothing left to decide")
    return ngettext(
        "ownership disputes: {count} to decide", "ownership disputes: {count} to decide", count
    ).format(count=count)


def _note() -> str:
    return _(
        "Under 主管裁定 choose 是 (as suggested), type the owner's name, or choose 否 (both keep theirs,"
        " never ask again) or 待定; save, and run crmbook dedupe --apply. Logs keep their authors."
    )


def _unclear(words: Sequence[str]) -> tuple[str, ...]:
    if not words:
        return ()
    told = _("nobody is called so under 主管裁定, so left open: {words}")
    return (told.format(words="、".join(dict.fromkeys(words))),)
