"""How alike two values are, level by level."""

from __future__ import annotations

import pytest

from crmbook.match import likeness, streets


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("张伟", "张伟", 1), ("张晓伟", "张小伟", 2), ("章伟", "张伟", 2), ("张伟", "张总", 3),
        ("张经理", "张总", 3), ("张*", "张伟", 3), ("张伟", "张芳", 4), ("张伟", "李伟", 5),
        ("张伟", "李总", 5), ("张*", "李伟", 5), ("欧阳娜", "欧阳娜娜", 2), ("john smith", "smith john", 2),
        ("john smith", "mary jones", 5), ("", "张伟", 5),
    ],
)  # fmt: skip
def test_persons_names_have_levels(one: str, other: str, level: int) -> None:
    assert likeness.person(one, other) == likeness.person(other, one) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("13867412358", "13867412359", 3), ("13867412358", "138****2358", 3), ("1386741", "13867412358", 4),
        ("138674123a8", "13867412358", 3), ("057188888888", "88888888", 4), ("13867412358", "13912345670", 5),
        ("138****2358", "138****9999", 5),
    ],
)  # fmt: skip
def test_phones_have_levels(one: str, other: str, level: int) -> None:
    assert likeness.phones([(one,)], [(other,)]).tolist() == [level]


def test_a_landline_among_several_numbers_is_no_more_than_a_line() -> None:
    found = likeness.phones([("057188888888", "13867412358")], [("057188888888",)])
    assert found.tolist() == [2]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (
            "广东省惠州市仲恺高新区惠风三路17号",
            "惠州市仲恺高新区惠风三路17号TCL科技大厦",
            streets.NEAR,
        ),
        ("陕西省西安市阎良区西飞大道一号", "西安市阎良区西飞大道1号", streets.NEAR),
        ("北京市南四环西路188号2区8号楼", "北京市丰台区南四环西路188号12区47号楼", streets.STREET),
        ("云南省昆明市高新技术产业开发区", "昆明市国家高新技术产业开发区", streets.DIFFERENT),
        ("福州市马尾区儒江西路6号", "福州市马尾区儒江西路1号", streets.DIFFERENT),
        ("深圳市福田区金田路2026号", "深圳市福田区滨河路2026号", streets.DIFFERENT),
        ("435s.lacienegablv.", "435s.lacienegablvd.", streets.NEAR),
    ],
)
def test_addresses_are_compared_by_road_and_number(one: str, other: str, level: int) -> None:
    assert streets.level(one, other) == streets.level(other, one) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"杭州"}, {"浙江", "杭州"}, 1), ({"郑州"}, {"上海"}, 2), ({"浙江"}, {"广东"}, 2),
        ({"浙江"}, {"杭州"}, 0),
    ],
)  # fmt: skip
def test_places_agree_contradict_or_tell_nothing(
    one: set[str], other: set[str], level: int
) -> None:
    assert likeness.places(frozenset(one), frozenset(other)) == level


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("tcl.com", "tcltech.com.cn", False), ("fawcar.com.cn", "ir.fawcar.com", True),
     ("xzfz000752.com", "000752.com", True), ("dongling.cn", "asia-potash.com", False)],
)  # fmt: skip
def test_hosts_are_near_by_the_part_that_somebody_chose(
    one: str, other: str, *, near: bool
) -> None:
    assert list(likeness.websites([one], [other])) == [2 if near else 3]
