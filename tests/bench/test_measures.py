"""Quality of pairs: worked by hand."""

from __future__ import annotations

import pytest

from bench.linkage.measures import Pair, best_links, clusters, pair, quality, within

KEYS = "abcdefg"


@pytest.mark.parametrize(
    ("found", "truth", "expected"),
    [
        # B-cubed of the first: precision and recall are 1 everywhere
        (["ab", "cd"], ["ab", "cd"], (1.0, 1.0, 1.0, 1.0)),
        # a-b right, c-d missed: 5 of 7 keys whole, c and d half
        (["ab"], ["ab", "cd"], (1.0, 0.5, 2 / 3, 2 * (6 / 7) / (1 + 6 / 7))),
        # a-b-c closed: three pairs said, one of them true; precision of a, b 2/3, of c 1/3
        (["ab", "bc"], ["ab"], (1 / 3, 1.0, 0.5, 2 * (17 / 21) / (1 + 17 / 21))),
        # the truth is closed by whoever gives it: all three pairs of a-b-c
        (["ab", "bc"], ["ab", "bc", "ac"], (1.0, 1.0, 1.0, 1.0)),
        ([], [], (1.0, 1.0, 1.0, 1.0)),
        ([], ["ab"], (1.0, 0.0, 0.0, 2 * (6 / 7) / (1 + 6 / 7))),
        (["ac"], ["ab"], (0.0, 0.0, 0.0, 6 / 7)),
    ],
    ids=["all", "missed", "chained", "closed", "nothing", "none found", "wrong"],
)
def test_quality_is_what_the_hand_works_out(
    found: list[str], truth: list[str], expected: tuple[float, ...]
) -> None:
    q = quality(
        [(two[0], two[1]) for two in found], frozenset((two[0], two[1]) for two in truth), KEYS, {}
    )
    assert (q.precision, q.recall, q.f1, q.b_cubed) == pytest.approx(expected)


def test_of_two_linked_lists_only_pairs_across_count() -> None:
    sides = {"a": "1", "b": "2", "c": "2"}
    assert within([{"a", "b", "c"}], sides) == {("a", "b"), ("a", "c")}


def test_clusters_close_what_hangs_together_in_whatever_order_it_comes() -> None:
    found = clusters([("a", "b"), ("c", "d"), ("e", "f"), ("d", "a")])
    assert sorted("".join(sorted(one)) for one in found) == ["abcd", "ef"]


def test_each_key_has_its_best_link_alone() -> None:
    scored: dict[Pair, float] = {
        ("a", "x"): 0.8,
        ("a", "y"): 0.9,
        ("b", "y"): 0.95,
        ("b", "z"): 0.1,
    }
    assert best_links(scored) == [("b", "y"), ("a", "x")]


def test_a_pair_is_the_same_from_either_end() -> None:
    assert pair("b", "a") == pair("a", "b") == ("a", "b")
