"""Average linkage: what is one, without chains; the order of entries decides nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmbook.match.clusters import clusters, components


def test_a_chain_of_likeness_does_not_run_together() -> None:
    odds = {(0, 1): 9.0, (1, 2): 3.0, (0, 2): -12.0}
    assert clusters(odds, str) == [[0, 1]]


def test_three_are_one_where_the_evidence_for_it_outweighs_that_against() -> None:
    assert clusters({(0, 1): 9.0, (1, 2): 9.0, (0, 2): -1.0}, str) == [[0, 1, 2]]


def test_two_that_share_no_key_are_strangers_to_each_other() -> None:
    assert clusters({(0, 1): 2.0, (1, 2): 9.0}, str) == [[1, 2]]


def test_groups_come_in_order() -> None:
    assert components([(5, 6), (1, 9), (9, 6), (2, 3)]) == [[1, 5, 6, 9], [2, 3]]


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1]),
        st.integers(-12, 12).map(float),
    ),
    st.permutations(range(7)),
)
def test_renumbering_entries_changes_nothing(
    odds: dict[tuple[int, int], float], order: list[int]
) -> None:
    moved = {
        (min(order[a], order[b]), max(order[a], order[b])): one for (a, b), one in odds.items()
    }
    back = {new: old for old, new in enumerate(order)}
    found = clusters(moved, lambda at: f"{back[at]}")
    assert sorted(sorted(back[at] for at in one) for one in found) == clusters(odds, str)
