"""Hints: what titles that nobody declared are likely to mean (到场时间, 感兴趣产品, 参展单位).

A hint is weaker than a declared title: it maps a column only where its values agree, or where any
text will do.
"""

from __future__ import annotations

import re

from crmbook.intake.roles import Role
from crmbook.model.patterns import lazy
from crmbook.schema.spellings import fold_header

_ORDER: tuple[tuple[re.Pattern[str], Role], ...] = tuple(
    (lazy(pattern), role)
    for pattern, role in (
        (r"微信|wechat|weixin", Role.WECHAT),
        (r"邮箱|邮件|e-?mail|mailbox", Role.EMAIL),
        (r"网址|网站|官网|主页|website|homepage|url", Role.WEBSITE),
        (r"座机|固话|固定电话|办公电话|总机|landline", Role.SPARE),
        ((r"手机|手機|电话|電話|移动|mobile|phone|^tel(?:ephone)?(?:no)?$|"
          r"联系方式|聯絡方式|联络方式|号码$"), Role.PHONE),
        (r"预算|投资额|采购额|采购金额|意向金额|budget$", Role.BUDGET),
        (r"规模|员工总?(?:数|人数)|人数$|^headcount$|employees$", Role.SIZE),
        (r"行业|产业$|^industry$|^sector$", Role.INDUSTRY),
        (r"职位|职务|岗位|头衔|职称|身份|^job(?:title)?$|position$", Role.POSITION),
        ((r"(?:到场|到访|参观|签到|提交|咨询|留资|留言|登记|报名|注册|扫码|录入|录单|创建|填写|填报|"
          r"收集|采集|获取|进线|来访|接待|线索|入库).{0,2}(?:时间|日期)"
          r"|^created(?:at|on|time|date)?$|^submitted(?:at|on)?$|^timestamp$"), Role.ACQUIRED),
        ((r"(?:感兴趣|关注|意向|咨询|采购|需要|求购|想了解|拟购|所需).{0,4}"
          r"(?:产品|内容|方向|设备|项目|品类|商品)|需求|留言|痛点|采购意向"
          r"|^interest(?:s|edin)?$|^message$|^inquiry$"), Role.NEED),
        ((r"业务员|销售(?:员|人员|代表|姓名|负责人|顾问|经理)?$|跟进人|归属|客户经理|接待人|"
          r"owner$|^salesperson$"), Role.OWNER),
        (r"来源|渠道|展会名称|媒介|活动名称|^(?:lead)?source$|^channel$", Role.SOURCE),
        ((r"省市|省份|城市|地区|区域|所在地|区县|^[省市区县]$|所属地|籍贯|"
          r"^city$|^province$|^region$|^state$"), Role.REGION),
        (r"地址|住所|address\d?$|^addr$", Role.ADDRESS),
        (r"标签|^tags?$", Role.TAGS),
        ((r"姓名|名字|称呼|联系人|联络人|聯絡人|对接人|经办人|访客|观众|嘉宾|客户方|^contact|fullname$|"
         r"attendee|visitor"), Role.PERSON),
        ((r"公司|企业|企業|单位|單位|厂商|机构|商户|店名|客户名|参展商|厂名|供应商|工厂|甲方|company|"
         r"organi[sz]ation|firm|enterprise|employer"), Role.COMPANY),
        (r"备注|備註|说明|附言|其他情况|^remarks?$|^comments?$|^notes?$", Role.REMARK),
    )
)  # fmt: skip
#: What a title says that puts the columns above out of the question.
_NOT = lazy(
    r"生日|出生|成立|到期|截止|上市|生产日期|有效期|离职|紧急联系|银行|税号|账号|帐号|身份证|信用代码|"
    r"传真|fax|推荐人|介绍人|数量$|编码|编号|代码|英文|简介|类型$|性质|状态|分类|级别|等级|birth|password",
    re.IGNORECASE,
)
#: Titles over phones, persons and companies that are not the lead's own.
_NEVER = lazy(
    r"紧急联系|银行|开户|税号|账号|帐号|身份证|信用代码|传真|fax|推荐人|介绍人|法人|法定代表|股东|母公司|集团名|上级|"
    r"竞品|竞争对手|供应商|出生|生日|birth|英文|english|成立|上市|审核人|制表|录入人|填表|创建人|operator",
    re.IGNORECASE,
)
#: Amounts that are no budget of the lead's.
_OTHER_MONEY = lazy(
    r"注册|资本|资产|营收|营业|收入|产值|利润|销售额|成交|签约|合同|订单|回款|应收|已付|单价|报价|价格|市值"
)
_FOLLOWED = lazy(
    r"第?[一二三四五六七八九十\d]{0,2}次?(?:跟进|回访|沟通|联系|拜访)"
    r"(?:情况|记录|内容|进展|进度|过程|历史|明细|摘要|备注|结果)?[(（]?第?[一二三四五六七八九十\d]{0,2}次?[)）]?|"
    r"(?:历史|最新)?(?:跟进|沟通|拜访|回访|联系)(?:情况|记录|内容|进展|日志|历史)|follow-?ups?\d*"
)
_PART = lazy(
    r"(?:所在|所属|公司)?(?:省|省份|市|城市|区|区县|县|县区|地市|地级市|州市)|province|city"
)


def hinted(title: str) -> Role | None:
    """Return what a title is likely to mean, None where it hints at nothing."""
    folded = fold_header(title)
    if not folded or len(folded) > 40 or _NOT.search(folded):
        return None
    return next((role for pattern, role in _ORDER if pattern.search(folded)), None)


def is_never(title: str) -> bool:
    """Whether a title says that its phones, persons or dates are not the lead's (传真, 法人)."""
    return _NEVER.search(fold_header(title)) is not None


def is_other_money(title: str) -> bool:
    """Whether a title says that its amounts are no budget (注册资本, 年营收)."""
    return _OTHER_MONEY.search(fold_header(title)) is not None


def is_log(title: str) -> bool:
    """Whether a title stands over follow-ups typed into cells: 跟进情况, 跟进1, 第2次拜访 (U03)."""
    return _FOLLOWED.fullmatch(fold_header(title)) is not None


def is_region_part(title: str) -> bool:
    """Whether a column holds a part of a region: 省, 城市, 区县; together they are one."""
    return _PART.fullmatch(fold_header(title)) is not None
