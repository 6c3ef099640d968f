"""Notes that tell of a deal, or of a customer gone, and notes that only seem to (U12)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.signals import Signals
from crmbook.schema.words import signals as words

DEALS = (
    "3月18日已打款", "合同已回", "已经签合同了", "已签约", "客户已签合同，等发货", "款已付",
    "款已到", "定金已付", "已付定金", "货款已到账", "已成交", "合同已签回", "今天签合同了",
    "终于签了！", "签了三年合同", "合同签好", "付款了，安排发货", "已下单", "收到定金5万",
    "我司中标", "客户很满意已签约", "特别满意，已经付款", "没问题，合同已签", "接待后已签约",
    "客户今天付了定金", "款到了，可以发货", "已和李总签约", "3.18 打款了", "已付全款",
    "未来可期，已成交", "去年没谈成，今年已签约", "合同都签了", "对公转账，钱已到", "签了",
    "对比竞品后已签约", "和竞品比较后已签约", "样品确认后已下单", "微信已付款", "该客户付款了",
    "展会签约了", "催了三次已付款", "没问题合同已签", "已付款后续安排发货", "按计划已付款",
    "老客户转介绍，已签约", "重要客户签约了", "功能确认，已签订合同", "已与我司签约",
    "按之前报价已签约", "会后签约了",
)  # fmt: skip
LOSSES = (
    "打过去是空号", "电话停机", "号码已停机", "手机停机了", "停机", "已停机", "不考虑了",
    "客户说不做了", "选了别家", "选了竞品", "给竞品签了", "跟竞品签约了", "已跟竞品签约",
    "已和其他供应商签合同", "被竞品签走了", "公司已注销", "已倒闭", "项目取消了", "项目黄了",
    "不需要了", "不买了", "明确拒绝", "找了别家", "已另选供应商", "打不通，号码空号", "用了别家",
    "竞争对手已中标并已签约", "去电停机", "已经跟别家签了", "竞品已签约", "预算已取消", "这单黄了",
    "被别家抢走了", "停机了", "欠费停机", "公司没了",
)  # fmt: skip
NEITHER = (
    "还没成交", "没有签，客户说未付款", "等合同已回再安排", "是否签约", "是否已签约？",
    "问他合同签了没有", "不会签合同了", "不会考虑别家", "去年签过", "去年已签约过", "签了的话给9折",
    "签合同了的话再发货", "已签约了吗？", "如果已打款就发货", "款到发货", "合同签了才能排产",
    "预计下周已付款", "可能已成交", "准备签合同了", "要付款了", "快签合同了", "马上签合同了",
    "合同已回复意见", "介绍已成交客户案例", "发送已签约客户名单", "同行已签约，客户有兴趣",
    "样品款已付", "样品已签收", "保密协议已签", "设备停机检修", "产线停机时间长，需要升级",
    "停机损失大", "不做了解不放心", "不需要了解太多", "空号，新号码13867412358", "不是空号",
    "不考虑别家", "找了别家对比", "另选时间拜访", "账号已注销", "老合同已签，新合同在谈",
    "什么时候签合同了告诉我", "没有空号", "一旦签约了通知我", "催客户付款了", "客户希望月底签单了",
    "可以签合同了", "等签约", "争取3月签约", "没选竞品", "签了保密协议", "已签到", "还没打款",
    "合同没签", "尚未签约", "付款方式：款到发货", "说不定已签约", "听说已签约", "以前合同已签过",
    "对比竞品后优势明显", "已付款方式待确认", "不会不考虑了吧？", "暂时不考虑了", "避免项目取消",
    "类似案例已成交20家", "微信已注销，加了新微信", "客户同意付款了", "要不要了", "设备已停机",
    "停机时间", "已停机检修一周", "之前已签约", "承诺付款了", "运费已付款", "如已付款请忽略",
    "待签合同了再说", "合同已签的话安排生产", "客户取消了会议", "产品另选型号",
    "原电话空号，换了号码", "意向书已签", "问题：是否已付款", "已付款方式待确认", "项目取消风险大",
)  # fmt: skip


@pytest.mark.parametrize("text", DEALS)
def test_a_note_tells_of_a_deal(text: str) -> None:
    found = Signals().find(text)
    assert found is not None
    assert found.won
    assert found.words in text


@pytest.mark.parametrize("text", LOSSES)
def test_a_note_tells_of_a_customer_gone(text: str) -> None:
    found = Signals().find(text)
    assert found is not None
    assert not found.won
    assert found.words in text


@pytest.mark.parametrize("text", NEITHER)
def test_negation_question_condition_past_and_others_take_the_meaning_away(text: str) -> None:
    assert Signals().find(text) is None


def test_there_are_enough_near_misses_to_mean_something() -> None:
    assert min(len(DEALS), len(LOSSES), len(NEITHER)) >= 30


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("去年签过，今年已签约", True),
        ("先问是否已签约；后确认已打款", True),
        ("没签约，选了别家", False),
        ("已打款？没有", None),
    ],
)
def test_each_clause_is_read_by_itself(text: str, won: bool | None) -> None:  # noqa: FBT001 - a table
    found = Signals().find(text)
    assert (found and found.won) is won


def test_an_invisible_mark_hides_no_word() -> None:
    assert Signals().find("客户已\u200b签约") == ("已签约", True)


def test_a_team_adds_words_and_has_some_passed_over() -> None:
    signals = Signals(deals=("上车了",), losses=("跑了(",), ignored=("已签约服务商",))
    assert signals.find("客户上车了") == ("上车了", True)
    assert signals.find("客户跑了(失联)") == ("跑了(", False)
    assert signals.find("已签约服务商推荐") is None
    assert signals.find("已签约服务商推荐，已打款") == ("已打款", True)
    assert signals.find("客户还没上车了") is None


@pytest.mark.parametrize("piece", [*words.DONE, *words.JUST_DONE, *words.GONE])
def test_a_stem_stands_in_all_that_a_pattern_matches(piece: str) -> None:
    @given(st.from_regex(piece, alphabet=st.characters(categories=["Lo"])))
    def holds(text: str) -> None:
        assert any(stem in text for stem in words.STEMS)

    holds()
