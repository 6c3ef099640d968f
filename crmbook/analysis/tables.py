"""All tables of the meeting over one ledger, and everything in them that does not add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crmbook.analysis.balance import Mismatch
from crmbook.analysis.cases import Case, Span, cases
from crmbook.analysis.cycle import Cycle, month_cycles
from crmbook.analysis.detail import DetailRow
from crmbook.analysis.diagnosis import Diagnosis, diagnoses
from crmbook.analysis.distribution import (
    Dimension,
    Group,
    distribution,
    distribution_balance,
)
from crmbook.analysis.frequency import Rhythm, rhythms
from crmbook.analysis.funnel import Funnel, funnels, funnels_balance, reached
from crmbook.analysis.losses import MonthLosses, losses, losses_balance
from crmbook.analysis.orders import Order, orders
from crmbook.analysis.owners import Activity, OwnerFigures, owners, owners_balance
from crmbook.analysis.payments import Payments, payments, payments_balance
from crmbook.analysis.quality import MonthQuality, quality
from crmbook.analysis.rates import Rate
from crmbook.analysis.repeat import Deals, buyers, deals, repeat_balance, repurchase
from crmbook.analysis.sources import (
    SourceFigures,
    by_class,
    by_source,
    month_span,
    sources,
    sources_balance,
    weeks,
)
from crmbook.analysis.stages import StageFigures, matrix, matrix_balance, passages, stages_of
from crmbook.analysis.structure import (
    Composition,
    by_owner,
    by_product,
    by_region,
    composition,
    composition_balance,
)
from crmbook.analysis.targets import Aim, targets
from crmbook.analysis.visits import Visit, visits
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule
from crmbook.schema.rules import SMALL_SAMPLE, RuleBook
from crmbook.schema.sheets import FOLLOWUPS, ORDERS, TARGETS, followups

_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Sales:
    """What 订单 says: sales of the twelve months to the end of a month, and what is owed today."""

    parts: Mapping[str, Composition]
    deals: Deals
    repurchase: Rate
    payments: Sequence[Payments]


@dataclass(frozen=True, slots=True)
class Channels:
    """渠道有效性 (M84): of a month by source and by class, and of eight weeks by their first day."""

    sources: Sequence[SourceFigures]
    classes: Sequence[SourceFigures]
    weeks: Sequence[tuple[dt.datetime, SourceFigures]]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a month, among the months shown. None: the book has nothing to count it from.

    ``stages`` and ``losses`` are of ``month``, ``owners`` of what happened in it, ``groups`` of all
    leads that count; ``mismatches`` what does not add up (nothing, or crmbook has a fault). Without
    ``sheets`` asked for, ``groups``, ``diagnoses`` and ``rhythms`` are empty: they take half the time.
    """

    month: Month
    funnels: Mapping[Month, Funnel]
    cycles: Mapping[Month, Cycle]
    stages: Sequence[StageFigures] | None
    losses: MonthLosses
    owners: Sequence[OwnerFigures]
    aims: Sequence[Aim] | None
    sales: Sales | None
    groups: Mapping[Dimension, Sequence[Group]]
    mismatches: Sequence[Mismatch]
    diagnoses: Sequence[Diagnosis]
    rhythms: Sequence[Rhythm]
    rules: RuleBook
    channels: Channels | None = None
    quality: Sequence[MonthQuality] = ()


def tables(
    ledger: Ledger,
    rows: Sequence[DetailRow],
    months: Sequence[Month],
    month: Month,
    *,
    sheets: bool = True,
) -> Tables:
    """Return all tables of a month; ``rows`` are those of 月报明细, of the whole register.

    ``sheets`` false: without those that only the sheets show.
    """
    found = cases(ledger, rows)
    log = visits(ledger, found)
    activity = Activity(ledger, found, log, month_span(month, MonthRule.of(ledger.rules)), month)
    funnel, stages, told = _ways(ledger, (found, log), months, month)
    (lost,) = losses(found, [month])
    groups = {by: distribution(ledger, found, by) for by in Dimension if sheets}
    reps = owners(activity)
    sales, unsold = _sales(ledger, month)
    told += [*losses_balance([lost]), *owners_balance(reps, activity), *unsold]
    told += [one for by in groups for one in distribution_balance(groups[by], found, by)]
    channels = _channels(ledger, found, activity.span) if sheets else None
    if channels is not None:
        told += sources_balance(channels.sources, channels.classes)
    return Tables(
        month=month,
        funnels=funnel,
        cycles=dict(zip(months, month_cycles(rows, months), strict=True)),
        stages=stages,
        losses=lost,
        owners=[one for one in reps if _did_something(one)],
        aims=_aims(ledger, found, month),
        sales=sales,
        groups=groups,
        mismatches=told,
        diagnoses=diagnoses(ledger, rows, month) if sheets else (),
        rhythms=rhythms(ledger, found, log, activity.span) if sheets else (),
        rules=ledger.rules,
        channels=channels,
        quality=quality(ledger, found, log, months) if sheets else (),
    )


def _channels(ledger: Ledger, found: Sequence[Case], span: Span) -> Channels:
    """Return the sources of a month, and of the eight weeks to its end or to today."""
    small = ledger.rules.count(SMALL_SAMPLE)
    last = min(span.end - dt.timedelta(seconds=1), ledger.today)
    made = (
        (week.start, sources(found, week, lambda _case: "", small)) for week in weeks(last, _WEEKS)
    )
    return Channels(
        sources(found, span, by_source, small),
        sources(found, span, by_class(ledger), small),
        [(start, figures[0]) for start, figures in made if figures],
    )


def _ways(
    ledger: Ledger,
    known: tuple[Sequence[Case], Sequence[Visit]],
    months: Sequence[Month],
    month: Month,
) -> tuple[dict[Month, Funnel], list[StageFigures] | None, list[Mismatch]]:
    found, log = known
    stages = stages_of(ledger)
    ways = passages(found, log, stages)
    made = funnels(found, reached(found, log, ways, stages), months)
    told = list(funnels_balance(made))
    funnel = dict(zip(months, made, strict=True))
    register = ledger[FOLLOWUPS]
    if register is None or followups.STAGE not in register:
        return funnel, None, told
    mine = [pair for pair in zip(found, ways, strict=True) if pair[0].row.month == month]
    figures = matrix([case for case, _way in mine], [way for _case, way in mine], stages)
    total = sum(case.row.counted for case, _way in mine)
    return funnel, figures, [*told, *matrix_balance(figures, total)]


def _aims(ledger: Ledger, found: list[Case], month: Month) -> list[Aim] | None:
    if ledger[TARGETS] is None:
        return None
    return [one for one in targets(ledger, found) if one.month == month]


def _year_before(month: Month) -> Month:
    """Return the first of the twelve months that end with a month."""
    return Month(month.year - 1, month.number).next()


def _sales(ledger: Ledger, month: Month) -> tuple[Sales | None, list[Mismatch]]:
    if ledger[ORDERS] is None:
        return None, []
    found, rule = orders(ledger), MonthRule.of(ledger.rules)
    span, year = month_span(month, rule), Span(rule.start(_year_before(month)), rule.end(month))
    keys = {"产品": by_product, "负责人": by_owner, "地区": by_region(ledger)}
    parts = {name: composition(found, key, year) for name, key in keys.items()}
    until = span.end - dt.timedelta(seconds=1)
    owed = payments(found, ledger.today)
    made = Sales(parts, deals(found, span), repurchase(buyers(found, until)), owed)
    return made, list(_sales_balance(made, found, until))


def _sales_balance(made: Sales, found: Sequence[Order], until: dt.datetime) -> Iterator[Mismatch]:
    for name, part in made.parts.items():
        yield from composition_balance(part, name)
    yield from repeat_balance(found, until)
    yield from payments_balance(made.payments)


def _did_something(one: OwnerFigures) -> bool:
    counts = (one.new, one.visits, one.signed, one.lost, one.due.whole, one.complete.whole)
    return any(counts)
