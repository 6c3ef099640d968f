"""Companies, contacts, phones and mail addresses: generated, believable, nobody's in particular."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

#: city → (province, area code, digits of a local number, share of leads)
CITIES: dict[str, tuple[str, str, int, int]] = {
    "杭州": ("浙江", "0571", 8, 14), "宁波": ("浙江", "0574", 8, 9), "绍兴": ("浙江", "0575", 8, 5),
    "嘉兴": ("浙江", "0573", 8, 5), "台州": ("浙江", "0576", 8, 4), "温州": ("浙江", "0577", 8, 4),
    "金华": ("浙江", "0579", 8, 3), "苏州": ("江苏", "0512", 8, 9), "无锡": ("江苏", "0510", 8, 6),
    "常州": ("江苏", "0519", 8, 5), "南通": ("江苏", "0513", 8, 4), "南京": ("江苏", "025", 8, 6),
    "上海": ("上海", "021", 8, 12), "合肥": ("安徽", "0551", 8, 5), "芜湖": ("安徽", "0553", 7, 2),
    "济南": ("山东", "0531", 8, 4), "青岛": ("山东", "0532", 8, 4), "厦门": ("福建", "0592", 7, 3),
    "泉州": ("福建", "0595", 8, 2), "南昌": ("江西", "0791", 8, 3),
}  # fmt: skip

_FRONT = (
    ("启", "qi"), ("恒", "heng"), ("明", "ming"), ("宏", "hong"), ("新", "xin"), ("瑞", "rui"),
    ("嘉", "jia"), ("盛", "sheng"), ("同", "tong"), ("安", "an"), ("远", "yuan"), ("华", "hua"),
    ("正", "zheng"), ("卓", "zhuo"), ("鼎", "ding"), ("凯", "kai"), ("润", "run"), ("博", "bo"),
    ("晟", "sheng"), ("亿", "yi"), ("科", "ke"), ("锦", "jin"), ("泓", "hong"), ("昱", "yu"),
)  # fmt: skip
_BACK = (
    ("航", "hang"), ("达", "da"), ("远", "yuan"), ("图", "tu"), ("锐", "rui"), ("泰", "tai"),
    ("禾", "he"), ("源", "yuan"), ("辰", "chen"), ("帆", "fan"), ("诚", "cheng"), ("越", "yue"),
    ("联", "lian"), ("景", "jing"), ("岳", "yue"), ("川", "chuan"), ("睿", "rui"), ("霖", "lin"),
    ("拓", "tuo"), ("昊", "hao"), ("晖", "hui"), ("洲", "zhou"), ("腾", "teng"), ("朗", "lang"),
)  # fmt: skip
_SURNAMES = (
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"),
    ("黄", "huang"), ("赵", "zhao"), ("吴", "wu"), ("周", "zhou"), ("徐", "xu"), ("孙", "sun"),
    ("朱", "zhu"), ("高", "gao"), ("林", "lin"), ("何", "he"), ("郭", "guo"), ("罗", "luo"),
    ("郑", "zheng"), ("梁", "liang"), ("谢", "xie"), ("宋", "song"), ("唐", "tang"), ("许", "xu"),
    ("邓", "deng"), ("冯", "feng"), ("曹", "cao"), ("彭", "peng"), ("潘", "pan"), ("蒋", "jiang"),
    ("蔡", "cai"), ("余", "yu"), ("沈", "shen"), ("姚", "yao"), ("钱", "qian"), ("欧阳", "ouyang"),
)  # fmt: skip
_GIVEN = (
    ("伟", "wei"), ("建国", "jianguo"), ("敏", "min"), ("丽娟", "lijuan"), ("志强", "zhiqiang"),
    ("磊", "lei"), ("海燕", "haiyan"), ("军", "jun"), ("晓东", "xiaodong"), ("文涛", "wentao"),
    ("雪梅", "xuemei"), ("俊杰", "junjie"), ("婷", "ting"), ("国平", "guoping"), ("春华", "chunhua"),
    ("子涵", "zihan"), ("立新", "lixin"), ("鹏飞", "pengfei"), ("美玲", "meiling"), ("浩", "hao"),
    ("佳怡", "jiayi"), ("振宇", "zhenyu"), ("秀英", "xiuying"), ("永康", "yongkang"), ("倩", "qian"),
    ("思远", "siyuan"), ("红", "hong"), ("卫东", "weidong"), ("晨", "chen"), ("玉兰", "yulan"),
)  # fmt: skip
_MOBILES = ("135", "136", "137", "138", "139", "150", "151", "152", "156", "157", "158", "159",
            "176", "177", "180", "181", "182", "183", "186", "187", "188", "189")  # fmt: skip

#: 决策权限 → positions; an open grade-A lead is one whose decision maker is known (M12).
POSITIONS: dict[str, tuple[str, ...]] = {
    "最终决策人": ("总经理", "副总经理", "厂长", "采购总监", "运营总监", "董事长"),
    "影响者": ("信息部经理", "采购经理", "生产经理", "财务经理", "IT主管", "项目经理"),
    "使用者": ("仓库主管", "计划员", "采购专员", "设备工程师", "门店店长"),
}


@dataclass(frozen=True, slots=True)
class Company:
    """A company: its legal name, its city, the Latin spelling of its brand, its 主营业务."""

    name: str
    city: str
    brand: str
    business: str = ""

    @property
    def region(self) -> str:
        """Province and city as one word: ``浙江杭州``; 上海 stays 上海."""
        province = CITIES[self.city][0]
        return self.city if province == self.city else province + self.city


@dataclass(frozen=True, slots=True)
class Person:
    """A contact: the name as registered, and its Latin spelling."""

    name: str
    latin: str


class Registry:
    """Gives out companies and phones, none of them twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._brands = [(a + b, f"{pa}{pb}") for a, pa in _FRONT for b, pb in _BACK if a != b]
        rng.shuffle(self._brands)
        self._taken: set[str] = set()
        self._phones: set[str] = set()

    def company(self, trades: tuple[tuple[str, str], ...], forms: tuple[str, ...]) -> Company:
        """Return a new company of a trade: city + brand + trade + legal form."""
        cities = list(CITIES)
        weights = [CITIES[city][3] for city in cities]
        while True:
            city = self._rng.choices(cities, weights)[0]
            brand, latin = self._rng.choice(self._brands)
            key = city + brand
            if key not in self._taken:
                self._taken.add(key)
                trade, business = self._rng.choice(trades)
                form = "" if trade.endswith("厂") else self._rng.choice(forms)
                return Company(city + brand + trade + form, city, latin, business)

    def take(self, company: Company) -> Company:
        """Keep a company's city and brand from being given out again."""
        self._taken.add(company.name[:4])
        return company

    def person(self, position: str) -> Person:
        """Return a contact; bosses are sometimes known by 王总 alone (U11)."""
        (surname, latin), (given, rest) = self._rng.choice(_SURNAMES), self._rng.choice(_GIVEN)
        boss = position.endswith(("总经理", "董事长", "厂长"))
        if self._rng.random() < (0.2 if boss else 0.06):
            return Person(
                surname + ("总" if boss else "工" if "工程" in position else "经理"), latin
            )
        return Person(surname + given, rest + latin)

    def mobile(self) -> str:
        """Return a mobile number that does not look made up, never the same twice."""
        return self._unused(lambda: self._rng.choice(_MOBILES) + self._digits(8))

    def landline(self, city: str) -> str:
        """Return a landline of a city with its area code."""
        _province, area, digits, _weight = CITIES[city]
        return self._unused(lambda: f"{area}-{self._rng.choice('68')}{self._digits(digits - 1)}")

    def _digits(self, count: int) -> str:
        while True:
            digits = "".join(self._rng.choice("0123456789") for _ in range(count))
            if _plain(digits):
                return digits

    def _unused(self, make: Callable[[], str]) -> str:
        while (number := make()) in self._phones:
            pass
        self._phones.add(number)
        return number


def _plain(digits: str) -> bool:
    """Whether digits have no run such as 000 or 234 that would look made up."""
    for a, b, c in zip(digits, digits[1:], digits[2:], strict=False):
        steps = (int(b) - int(a), int(c) - int(b))
        if steps in {(0, 0), (1, 1), (-1, -1)}:
            return False
    return len(set(digits)) >= 4


def mail(person: Person, company: Company) -> str:
    """Return an address in ``.example``, the domain that nobody can own (RFC 2606)."""
    return f"{person.latin}@{company.brand}.example"
