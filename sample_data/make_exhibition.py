"""Write 展会名单.csv, an exhibition's list of visitors: ``python -m sample_data.make_exhibition``.

As an organiser exports it: GB18030 (some names need its four-byte characters), CRLF, headers that
are not ours (公司 姓名 手机 职务 感兴趣产品), a title line above them, phones in six spellings, short
company names, a few visitors twice, and eight who stand in the sample's 线索登记表 already.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from random import Random

from sample_data.make_sample import Story, tell
from sample_data.story.industries import FORMS, INDUSTRIES
from sample_data.story.lead import Fate
from sample_data.story.names import POSITIONS, Registry

SEED = "crmbook expo"
OUT = Path(__file__).with_name("展会名单.csv")
TITLE = "2024华东智能制造与数字化展览会 观众登记（3月26-28日）"
HEADERS = ("序号", "公司", "姓名", "手机", "职务", "感兴趣产品", "到场时间")
NEW, KNOWN, TWICE = 49, 8, 3
#: Names whose characters lie outside of GBK: people really are called so.
RARE = (
    ("杭州䶮达机电设备有限公司", "王䶮"),
    ("宁波𠮷祥贸易有限公司", "𠮷田正雄"),
    ("绍兴赟泰纺织有限公司", "陈㛃"),
)
_FORM = re.compile(r"(?:股份|责任|有限|公司)+$")
Row = tuple[str, str, str, str, str, str]


def rows() -> list[Row]:
    """Return (公司, 姓名, 手机, 职务, 感兴趣产品, 到场时间) of every visitor."""
    rng, story = Random(SEED), tell()
    registry = Registry(rng)
    for lead in story.leads:
        if len(lead.company.name) > 4:
            registry.take(lead.company)
    found = [_stranger(registry, rng) for _ in range(NEW)]
    found += [(company, name, *_stranger(registry, rng)[2:]) for company, name in RARE]
    found += _known(story, rng)
    rng.shuffle(found)
    return found + [_again(row, rng) for row in rng.sample(found[:40], TWICE)]


def _stranger(registry: Registry, rng: Random) -> Row:
    industry = rng.choice(INDUSTRIES)
    company = registry.company(industry.trades, FORMS)
    position = rng.choice([one for group in POSITIONS.values() for one in group])
    name = company.name if rng.random() < 0.75 else short(company.name)
    wanted = rng.choice(industry.offers)[0] if rng.random() < 0.85 else ""
    phone = _spelt(registry.mobile(), rng)
    return (name, registry.person(position).name, phone, position, wanted, _arrival(rng))


def _known(story: Story, rng: Random) -> list[Row]:
    """Return visitors who are leads already: by phone, by company, or by both."""
    pool = [
        lead for lead in story.leads
        if lead.fate in {Fate.OPEN, Fate.PAUSED} and lead.values["联系电话"][:1] == "1"
        and lead.month_grade and lead.company.city
    ]  # fmt: skip
    found: list[Row] = []
    for at, lead in enumerate(rng.sample(pool, KNOWN)):
        name = lead.company.name
        brand = short(name).removeprefix(lead.company.city)
        person = lead.person.name if at % 3 else lead.person.name[:1] + "总"
        found.append(
            (brand if at % 2 else name, person, _spelt(lead.values["联系电话"], rng),
             lead.values["职位"], lead.offer[0], _arrival(rng))
        )  # fmt: skip
    return found


def short(name: str) -> str:
    """Return a company's name without its legal form."""
    return _FORM.sub("", name)


def _again(row: Row, rng: Random) -> Row:
    return (row[0], row[1], _spelt(row[2].replace(" ", "")[-11:], rng), row[3], "", _arrival(rng))


def _spelt(phone: str, rng: Random) -> str:
    """Return a mobile number as people write it; every spelling keeps all digits."""
    digits = "".join(one for one in phone if one.isdigit())[-11:]
    parts = (digits[:3], digits[3:7], digits[7:])
    spellings = (digits, digits, digits, "-".join(parts), " ".join(parts), f"+86 {digits}")
    return rng.choice(spellings)


def _arrival(rng: Random) -> str:
    return f"2024/3/{rng.randint(26, 28)} {rng.randint(9, 16)}:{rng.randrange(60):02d}"


def listing() -> bytes:
    """Return the file's bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((TITLE, *[""] * (len(HEADERS) - 1)))
    writer.writerow(HEADERS)
    for number, row in enumerate(rows(), 1):
        writer.writerow((number, *row))
    return out.getvalue().encode("gb18030")


def main() -> None:
    """Write the list."""
    OUT.write_bytes(listing())
    print(f"{len(rows())} visitors")


if __name__ == "__main__":
    main()
