"""Owners for leads: who may, who fits, who has room; the same facts always give the same owner (M42–M46).

Hard: on duty, within 容量, in the lead's region where regions are given out. Then A类 to 资深, and the
lowest load, with a head start for whoever does the industry, the product or, for B and C, is a 新人.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from crmbook.i18n import _
from crmbook.qualify.requests import Request
from crmbook.qualify.staff import JUNIOR, SENIOR, Rep, Staff
from crmbook.schema.rules import INDUSTRY_FIRST, JUNIORS_FIRST, PRODUCT_FIRST, RuleBook
from crmbook.schema.text import fold

_NO_LIMIT = 50  # open leads that count as a full load where nobody has a 容量


@dataclass(frozen=True, slots=True)
class Proposal:
    """One lead and who is to have it; ``owner`` "" sends it to review. ``reasons``: why, in words."""

    request: Request
    owner: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Loads:
    """Open leads by rep, counted on while leads are given out."""

    open: dict[str, int]
    capacity: Mapping[str, int | None]
    full: float = field(init=False)

    def __post_init__(self) -> None:
        known = [one for one in self.capacity.values() if one]
        self.full = median(known) if known else _NO_LIMIT

    def of(self, rep: Rep) -> int:
        """Return how many open leads somebody has."""
        return self.open.get(rep.name, 0)

    def room(self, rep: Rep) -> bool:
        """Whether somebody can take one more."""
        return rep.capacity is None or self.of(rep) < rep.capacity

    def share(self, rep: Rep) -> float:
        """Return which part of what somebody can carry is carried; of the usual where no 容量 says."""
        return self.of(rep) / (rep.capacity or self.full)

    def shown(self, rep: Rep) -> str:
        """``12/30``; ``12`` without a 容量."""
        return str(self.of(rep)) if rep.capacity is None else f"{self.of(rep)}/{rep.capacity}"


class Desk:
    """Gives leads out one after the other. ``loads`` are what everybody has before."""

    def __init__(self, staff: Staff, loads: Mapping[str, int], rules: RuleBook) -> None:
        self.staff = staff
        self.loads = Loads(dict(loads), {rep.name: rep.capacity for rep in staff.reps})
        self._products = sorted({one for rep in staff.reps for one in rep.products if one})
        self._words = sorted({word for rep in staff.reps for word in rep.territory.words})
        self._chosen: dict[object, Rep | None] = {}  # as loads stand, by what decides
        self.head_starts = tuple(
            rules.number(one) for one in (INDUSTRY_FIRST, PRODUCT_FIRST, JUNIORS_FIRST)
        )

    def give(self, requests: Iterable[Request]) -> Iterator[Proposal]:
        """Yield a proposal for each lead, counting every one that is given."""
        for request in requests:
            proposal = self.propose(request)
            if proposal.owner:
                self.loads.open[proposal.owner] = self.loads.open.get(proposal.owner, 0) + 1
                self._chosen.clear()
            yield proposal

    def propose(self, request: Request) -> Proposal:
        """Return who is to have a lead, as things stand."""
        if request.ruling:
            return self._ruled(request)
        if request.incumbent:
            kept = self._kept(request)
            if kept is not None:
                return kept
        best = self._best(request)
        if best is None:
            return _review(request, self._why_nobody(request))
        return Proposal(request, best.name, (*self._why(request, best),))

    def _local(self, request: Request) -> tuple[Rep, ...]:
        """Return who looks after a lead's region."""
        able = self.staff.on_duty
        return tuple(rep for rep in able if rep.territory.covers(request.home))

    def _why_nobody(self, request: Request) -> str:
        local = self._local(request)
        if not self.staff.on_duty:
            return _("nobody in 人员 is on duty")
        if not request.home.known and self.staff.regional:
            return _("its region is not known: fill in 地区")
        if not local:
            home = request.home.text or request.home.said
            return _("nobody on duty looks after {region}").format(region=home)
        full = "、".join(f"{rep.name} {self.loads.shown(rep)}" for rep in local)
        return _("nobody has room: {people}").format(people=full)

    def _ruled(self, request: Request) -> Proposal:
        rep = self.staff.get(request.ruling)
        if rep is None:
            return _review(
                request, _("主管裁定 “{name}” is nobody in 人员").format(name=request.ruling)
            )
        reason = _("主管裁定: {name}").format(name=rep.name)
        told = (
            ()
            if self.loads.room(rep)
            else (_("beyond 容量 {load}").format(load=self.loads.shown(rep)),)
        )
        return Proposal(request, rep.name, (reason, *told))

    def _kept(self, request: Request) -> Proposal | None:
        """Return the company's owner; None where that is nobody who can be given leads."""
        rep = self.staff.get(request.incumbent)
        if rep is None or rep.away or rep.name == request.given_back:
            return None
        if not self.loads.room(rep):
            told = _("{name} owns this company, and is full: {load}")
            return _review(request, told.format(name=rep.name, load=self.loads.shown(rep)))
        return Proposal(request, rep.name, (_("{name} owns this company").format(name=rep.name),))

    def _best(self, request: Request) -> Rep | None:
        """Return who fits best, None for nobody; leads alike in all that decides are asked once."""
        home = request.home
        key = (
            request.first_class, request.industry, request.given_back,
            home.provinces, home.city, tuple(word for word in self._words if word in home.text), home.known,
            self._named(request.need),
        )  # fmt: skip
        if key not in self._chosen:
            self._chosen[key] = self._choose(request)
        return self._chosen[key]

    def _named(self, need: str) -> tuple[str, ...]:
        """Return the products of anybody's that a need names."""
        told = fold(need) if self._products else ""
        return tuple(one for one in self._products if one in told)

    def _choose(self, request: Request) -> Rep | None:
        free = [
            rep
            for rep in self._local(request)
            if self.loads.room(rep) and rep.name != request.given_back
        ]
        if request.first_class:
            free = [rep for rep in free if rep.seniority == SENIOR] or free
        order = ((self._cost(request, rep), self.loads.share(rep), rep.name) for rep in free)
        return min(zip(order, free, strict=True), key=lambda one: one[0])[1] if free else None

    def _why(self, request: Request, best: Rep) -> Iterator[str]:
        if request.first_class:
            senior = best.seniority == SENIOR
            yield _("A类 to 资深") if senior else _("A类, but no 资深 has room")
        yield from _fits(request, best, local=self.staff.regional)
        yield _("load {load}").format(load=self.loads.shown(best))

    def _cost(self, request: Request, rep: Rep) -> float:
        """Return the load that somebody would seem to have, head starts taken off."""
        industry, product, junior = self.head_starts
        cost = self.loads.share(rep)
        cost -= industry if _does(request.industry, rep) else 0.0
        cost -= product if _sells(request.need, rep) else 0.0
        cost -= junior if not request.first_class and rep.seniority == JUNIOR else 0.0
        return round(cost, 9)


def _review(request: Request, reason: str) -> Proposal:
    return Proposal(request, "", (reason,))


def _does(industry: str, rep: Rep) -> bool:
    """Whether somebody does an industry: 制造业 covers 制造业-机械."""
    return any(industry == one or industry.startswith(f"{one}-") for one in rep.industries if one)


def _sells(need: str, rep: Rep) -> str:
    """Return the product of somebody's that a need names, "" for none."""
    if not rep.products:
        return ""
    told = fold(need)
    return next((one for one in rep.products if one and one in told), "")


def _fits(request: Request, rep: Rep, *, local: bool) -> Iterator[str]:
    if local and not rep.territory.everywhere:
        yield _("{home}, in 区域 {region}").format(
            home=request.home.said, region=rep.territory.text
        )
    if _does(request.industry, rep):
        yield _("industry {name}").format(name=request.industry)
    if product := _sells(request.need, rep):
        yield _("product {name}").format(name=product)
    if rep.seniority == JUNIOR and not request.first_class:
        yield _("{grade} to 新人").format(grade=request.grade or _("ungraded"))
