"""行业类型: the sections of GB/T 4754 as sales people name them (M14).

Aliases are the standard's own names and the short ones that the stock exchanges print behind the
letter of the section (``I 信息技术``); ``group`` is that letter. The list follows the edition of
2017; what sales people split (零售/电商 from 批发) is split.
"""

from __future__ import annotations

from crmbook.schema.words.word import Word, word

INDUSTRIES: tuple[Word, ...] = (
    word("制造业", "制造 工业 生产制造 加工制造 生产企业", "C"),
    word("零售/电商", "零售 电商 零售业 电子商务 批发和零售业 批发零售 批发零售业 零售电商", "F"),
    word("批发贸易", "批发 批发业 贸易 商贸 外贸 进出口", "F"),
    word(
        "信息技术",
        "信息传输、软件和信息技术服务业 信息技术服务业 软件 软件业 it it行业 软件和信息技术服务业",
        "I",
    ),
    word("互联网", "互联网和相关服务 互联网行业", "I"),
    word("通信", "电信 通讯 运营商", "I"),
    word("金融", "金融业 银行 保险 证券 金融行业", "J"),
    word("房地产", "房地产业 地产 物业 物业管理", "K"),
    word("建筑业", "建筑 工程 建筑工程 建筑装饰 施工", "E"),
    word("物流运输", "交通运输、仓储和邮政业 运输仓储 物流 运输 仓储 快递 交通运输 物流业", "G"),
    word("能源", "能源行业 电力 石油 新能源 电力、热力、燃气及水生产和供应业 水电煤气", "D"),
    word("采矿业", "采矿 矿业 矿山", "B"),
    word("农林牧渔", "农、林、牧、渔业 农林牧渔业 农业 林业 畜牧业 渔业", "A"),
    word("医疗健康", "卫生和社会工作 卫生 医疗 医药 医院 医疗卫生 大健康 医疗行业", "Q"),
    word("教育", "教育业 教育培训 学校 培训 教育行业", "P"),
    word("餐饮酒店", "住宿和餐饮业 住宿餐饮 餐饮 酒店 餐饮业 酒店业 旅游", "H"),
    word("文化传媒", "文化、体育和娱乐业 文化传播 传媒 文化 广告 娱乐 体育", "R"),
    word("商务服务", "租赁和商务服务业 商务服务业 租赁 人力资源 咨询 咨询服务", "L"),
    word("科研服务", "科学研究和技术服务业 科研 科学研究 技术服务 检测", "M"),
    word("公共环保", "水利、环境和公共设施管理业 环保 水利 公共设施 环保行业", "N"),
    word("居民服务", "居民服务、修理和其他服务业 生活服务 家政 维修", "O"),
    word("政府机构", "公共管理、社会保障和社会组织 政府 事业单位 机关 公共管理 政府机关", "S"),
    word("综合", "综合类 多元化", "S"),
)
