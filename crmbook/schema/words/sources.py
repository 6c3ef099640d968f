"""线索来源 in its three classes (002; M23; U21)."""

from __future__ import annotations

from crmbook.schema.words.word import Word, word

INTERNAL, EXTERNAL, CONVERTED = "内部渠道", "外部渠道", "转化渠道"

SOURCES: tuple[Word, ...] = (
    word("官网注册", "官网 公司官网 官方网站 网站 网站注册 官网留言 官网留资 官网咨询", INTERNAL),
    word("微信公众号", "公众号 公众号留言 官微", INTERNAL),
    word("400来电", "400 400电话 400热线 来电咨询 客户来电 电话咨询", INTERNAL),
    word("线上研讨会", "研讨会 线上会议 网络研讨会 直播 webinar", INTERNAL),
    word("线下活动", "市场活动 沙龙 线下沙龙 活动", INTERNAL),
    word("电话营销", "电销 电话开发 外呼 cold-call", INTERNAL),
    word("陌拜", "陌生拜访 扫街 上门陌拜", INTERNAL),
    word("内部推荐", "员工推荐 同事推荐 内部员工推荐", INTERNAL),
    word("展会留资", "展会 行业展会 展览会 展览 博览会 展销会 会展", EXTERNAL),
    word("搜索引擎广告", "搜索广告 百度推广 百度 百度竞价 竞价 sem 搜索引擎", EXTERNAL),
    word("电商平台咨询", "电商平台 电商 淘宝 天猫 京东", EXTERNAL),
    word("1688", "阿里巴巴 阿里1688", EXTERNAL),
    word("抖音", "抖音留资 短视频 抖音广告", EXTERNAL),
    word("行业社群", "社群 微信群 行业群", EXTERNAL),
    word("行业组织", "行业协会 协会 商会", EXTERNAL),
    word("报刊", "报纸 杂志 报刊杂志", EXTERNAL),
    word("互联网", "网络 网上 网络推广 线上推广", EXTERNAL),
    word("合作伙伴推荐", "合作伙伴 伙伴推荐 渠道商 渠道推荐 代理商推荐", EXTERNAL),
    word("商场品牌", "商场", EXTERNAL),
    word(
        "客户转介绍",
        "转介绍 老客户转介绍 老客户介绍 老客户推荐 客户推荐 客户介绍 朋友介绍",
        CONVERTED,
    ),
    word("白皮书", "白皮书下载 资料下载 内容下载", CONVERTED),
    word("售后升级需求", "售后升级 升级需求 售后转化 老客户升级 增购", CONVERTED),
)
