"""The deciding side of ``dedupe``: 疑似重复 in the book, and what was answered 是 carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crmbook.book import Book
from crmbook.facts.ledger import Ledger
from crmbook.facts.record import Record
from crmbook.files.edit import apply
from crmbook.i18n import _, ngettext
from crmbook.match.survivorship import differing
from crmbook.model.cells import Value
from crmbook.model.edits import Plan
from crmbook.model.proposals import Decision, Proposal, Settled, settle
from crmbook.schema.column import Column
from crmbook.schema.decisions import (
    DIFFERS,
    DISPUTES,
    DUPLICATES,
    KEPT,
    KEPT_COMPANY,
    KEPT_CONTACT,
    KEPT_OWNER,
    OTHER,
    OTHER_COMPANY,
    OTHER_CONTACT,
    OTHER_OWNER,
    SURE,
    WHY,
)
from crmbook.schema.sheets import LEADS, customers, leads
from crmbook.workflows.backups import retention
from crmbook.workflows.claims import claims_of
from crmbook.workflows.decisions import Told, decision_edit, earlier_answers
from crmbook.workflows.dedupe import DedupeReport
from crmbook.workflows.disputes import Rulings, rule
from crmbook.workflows.merging import Merge, plan_merge, why_not
from crmbook.workflows.record_edits import RecordEdits
from crmbook.workflows.write import Target, Written, write

_MOST_DIFFERENCES = 6


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two records that are taken for one: ``other`` would be merged into ``survivor``.

    ``score``: 0–1; ``reasons``: in words.
    """

    survivor: Record
    other: Record
    score: float
    reasons: Sequence[str]

    @property
    def key(self) -> tuple[str, ...]:
        """What it is known by, whichever of the two stays."""
        return DUPLICATES.key_of((self.survivor.id, self.other.id))


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be written: the plan, the proposals by answer, and why some wait."""

    plan: Plan
    settled: Settled
    blocked: dict[tuple[str, ...], str]
    rulings: Rulings | None = None

    @property
    def merged(self) -> int:
        """How many records are merged."""
        return len(self.settled.agreed) - len(self.blocked)

    @property
    def ruled(self) -> int:
        """How many ownership disputes are ended."""
        return len(self.rulings.carried_out) if self.rulings else 0


def decide(
    book: Book,
    ledger: Ledger,
    pairings: Iterable[Pairing],
    accept: float | None = None,
    rulings: Rulings | None = None,
) -> Decided:
    """Return the plan that puts 疑似重复 into the book and merges what was answered 是.

    ``accept``: what nobody answered and is at least as sure counts as 是. ``rulings`` come first: a
    record that gets another owner is merged in the next run. Raises FileRefused when the book has a
    sheet of that name that is not crmbook's.
    """
    found = {pairing.key: pairing for pairing in pairings}
    answers = earlier_answers(book, DUPLICATES)
    edits = rulings.edits if rulings else RecordEdits(book.path.name)
    busy = rulings.busy if rulings else {}
    proposals = [_proposal(one, edits, busy) for one in found.values()]
    settled = settle(proposals, answers.by_key, accept)
    blocked: dict[tuple[str, ...], str] = {}
    gone: set[str] = set()
    for proposal in settled.agreed:
        pairing = found[proposal.key]
        merge = Merge(pairing.survivor, pairing.other)
        why = why_not(merge, edits) or _in_the_way(merge, gone, busy)
        if why:
            blocked[proposal.key] = why
        else:
            plan_merge(merge, ledger, edits)
            gone.add(pairing.other.id)
    told = Told(
        title=_title(settled),
        done=_("merged"),
        refused=_("not the same"),
        notes=(_note(), *_unclear(answers.unclear)),
        blocked=blocked,
    )
    sheets = []
    if settled.agreed or settled.open or settled.refused or answers.by_key:
        sheets.append(decision_edit(book, DUPLICATES, settled, answers, told))
    if rulings and rulings.sheet:
        sheets.append(rulings.sheet)
    return Decided(Plan((*edits.plan(), *sheets)), settled, blocked, rulings)


def pairings_of(report: DedupeReport) -> Iterator[Pairing]:
    """Yield each record of a cluster with the one that it would be merged into."""
    for cluster in report.clusters:
        scored = {frozenset({pair.a.id, pair.b.id}): pair for pair in cluster.pairs}
        survivor = Record(cluster.survivor.register, cluster.survivor.record)
        for member in cluster.members[1:]:
            pair = scored.get(frozenset({cluster.survivor.id, member.id}))
            yield Pairing(
                survivor,
                Record(member.register, member.record),
                pair.score if pair else cluster.confidence,
                pair.reasons if pair else (_("both fit another record of the group"),),
            )


def carry_out(
    report: DedupeReport, *, accept: float | None, state: bool
) -> tuple[Decided, Written]:
    """Write 疑似重复 and 撞单, and what was decided there.

    Without anything to change in a record, a book that is open elsewhere gets the sheets beside it
    (U02). Raises what every write raises.
    """
    book = report.book
    ledger = book.ledger(report.today)
    rulings = rule(book, ledger, report.disputes, claims_of(book, ledger, state=state))
    decided = decide(book, ledger, pairings_of(report), accept, rulings)
    if not (decided.merged or decided.ruled):
        label = DUPLICATES.name if report.clusters or not rulings.sheet else DISPUTES.name
        written = write(book, decided.plan, command="dedupe", label=label,
                        target=Target(state=state))  # fmt: skip
        return decided, written
    keep = retention(book.rules) if state else None
    receipt = apply(
        book.path, decided.plan, command="dedupe", expected_sha256=book.sha256, keep=keep
    )
    return decided, Written(book.path, receipt)


def refused_pairs(book: Book) -> frozenset[frozenset[str]]:
    """Return the pairs of which somebody said that they are not the same (DESIGN 4)."""
    answers = earlier_answers(book, DUPLICATES).by_key
    return frozenset(
        frozenset(key) for key, answer in answers.items() if answer.decision is Decision.NO
    )


def _in_the_way(merge: Merge, gone: set[str], busy: Mapping[str, str]) -> str:
    """Return why a merge must wait for another change of the same run, "" when it need not."""
    for record in (merge.survivor, merge.other):
        if record.id in busy:
            return _("{id} gets its owner in this run; run once more").format(id=record.id)
        if record.id in gone:
            return _("{id} is merged in this run already; run once more").format(id=record.id)
    return ""


def _proposal(pairing: Pairing, edits: RecordEdits, owners: Mapping[str, str]) -> Proposal:
    """Return a pair to be decided on; only what stands in the book itself is linked to.

    ``owners``: whom records get in this very run, by id.
    """
    survivor, other = pairing.survivor, pairing.other
    cells: dict[str, Value] = {
        SURE: round(pairing.score, 2),
        KEPT: survivor.id,
        KEPT_COMPANY: survivor.text(_company(survivor)),
        KEPT_CONTACT: _contact(survivor),
        KEPT_OWNER: owners.get(survivor.id) or survivor.text(_owner(survivor)),
        OTHER: other.id,
        OTHER_COMPANY: other.text(_company(other)),
        OTHER_CONTACT: _contact(other),
        OTHER_OWNER: owners.get(other.id) or other.text(_owner(other)),
        WHY: "；".join(pairing.reasons),
        DIFFERS: _differences(survivor, other),
    }
    links = {
        header: _place(record)
        for header, record in ((KEPT, survivor), (OTHER, other))
        if edits.writable(record.register, record.at)
    }
    return Proposal(pairing.key, pairing.score, cells, links)


def _company(record: Record) -> Column:
    return leads.COMPANY if record.register.sheet is LEADS else customers.NAME


def _owner(record: Record) -> Column:
    return leads.OWNER if record.register.sheet is LEADS else customers.OWNER


def _contact(record: Record) -> str:
    own = (leads.CONTACT, leads.PHONE) if record.register.sheet is LEADS else (
        customers.CONTACT, customers.PHONE)  # fmt: skip
    return " ".join(text for column in own if (text := record.text(column)))


def _differences(survivor: Record, other: Record) -> str:
    """Return what differs and gives way, as 列名 这边/那边."""
    if survivor.register.sheet is not other.register.sheet:
        return ""
    shown = {_company(survivor), leads.CONTACT, leads.PHONE, customers.CONTACT, customers.PHONE,
             leads.OWNER, customers.OWNER, leads.COLLABORATOR, customers.COLLABORATOR,
             leads.RULING}  # fmt: skip
    columns = [column for column in differing(survivor, other) if column not in shown]
    parts = [
        f"{column.header} {_brief(survivor, column)}/{_brief(other, column)}" for column in columns
    ]
    more = ["…"] if len(parts) > _MOST_DIFFERENCES else []
    return "；".join(parts[:_MOST_DIFFERENCES] + more)


def _brief(record: Record, column: Column) -> str:
    value = record.value(column)
    text = f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else record.text(column)
    return text if len(text) <= 12 else text[:11] + "…"


def _place(record: Record) -> str:
    return record.register.cell(record.at, _company(record))


def _title(settled: Settled) -> str:
    count = len(settled.open)
    if not count:
        return _("possible duplicates: nothing left to decide")
    return ngettext(
        "possible duplicates: {count} to decide", "possible duplicates: {count} to decide", count
    ).format(count=count)


def _note() -> str:
    return _(
        "Under 决定 choose 是 (merge into the record kept), 否 (never ask again) or 待定, save, and run"
        " crmbook dedupe --apply. Nothing is deleted: the other row stays, as 重复."
    )


def _unclear(words: Sequence[str]) -> tuple[str, ...]:
    if not words:
        return ()
    told = _("not understood under 决定, so left open: {words}")
    return (told.format(words="、".join(dict.fromkeys(words))),)
