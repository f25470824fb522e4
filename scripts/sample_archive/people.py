"""The invented people: four monitored households, one refused applicant, and the cadres who met."""

from __future__ import annotations

from dataclasses import dataclass

from registry.identity import check_digit, mask_id

__all__ = [
    *("HOUSEHOLDS", "REFUSED", "STREET_PRESENT", "VILLAGE_PRESENT"),
    *("Household", "Measure", "Member", "per_head", "total"),
]

# No area of the country bears this code.
_AREA = "990107"

VILLAGE_PRESENT = (
    *("桂长林", "苗雨", "尚德奎", "柴金锁", "匡春妹", "靳有福", "祁连根"),
    *("滕秀英", "盛兆丰", "裴大山", "巩玉兰", "敖德胜", "洪小川"),
)
STREET_PRESENT = ("宫立轩", "诸葛芸", "米向阳", "闻人杰", "卜建业", "危晓岚", "郝思齐")


@dataclass(frozen=True, slots=True)
class Member:
    """One of a household, as the collection form has it."""

    name: str
    sex: str
    id_number: str
    relation: str
    schooling: str
    health: str
    labour: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, the day it was carried out, and the proof: its file's name, title and wording."""

    name: str
    detail: str
    amount: str
    day: str
    office: str
    proof: str
    proof_text: str


@dataclass(frozen=True, slots=True)
class Household:
    """A monitored household: income when taken in and, where eliminated, after."""

    head: str
    group: str
    type: str
    risk: str
    story: str
    phone: str
    helper: str
    members: tuple[Member, ...]
    # wages, business, property, transfers, business expenses
    income: tuple[int, int, int, int, int]
    measures: tuple[Measure, ...]
    born: Member | None = None
    income_after: tuple[int, int, int, int, int] | None = None

    @property
    def id_number(self) -> str:
        return self.members[0].id_number

    @property
    def masked(self) -> str:
        return mask_id(self.id_number)

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def size_now(self) -> int:
        return self.size + (self.born is not None)


def total(income: tuple[int, int, int, int, int]) -> int:
    """Net income: the four components less the expenses of the business."""
    return sum(income[:4]) - income[4]


def per_head(income: tuple[int, int, int, int, int], size: int) -> str:
    return f"{total(income) / size:.2f}"


def _member(
    name: str,
    sex: str,
    born: str,
    relation: str,
    schooling: str,
    health: str = "健康",
    labour: str = "普通劳动力",
) -> Member:
    sequence = 100 + sum(map(ord, name + born)) % 800 // 2 * 2 + (sex == "男")
    first17 = f"{_AREA}{born}{sequence:03}"
    return Member(name, sex, first17 + check_digit(first17), relation, schooling, health, labour)


HOUSEHOLDS = (
    Household(
        "莫怀远", "二组", "边缘易致贫户", "因病", "户主患慢性肾病长期透析，全年自付医药费19600元，家庭负担重",
        "13799900011", "盛兆丰",
        (
            _member("莫怀远", "男", "19710914", "户主", "初中", "长期慢性病", "弱劳动力"),
            _member("车素云", "女", "19730206", "配偶", "小学"),
            _member("莫晓舟", "男", "19970521", "之子", "高中"),
            _member("莫晓棠", "女", "20031130", "之女", "高中", labour="无劳动力"),
        ),
        (12800, 6900, 0, 3260, 2100),
        (
            Measure("医疗救助", "门诊慢特病费用二次救助", "4600元", "2021年6月16日", "区医保局", "医疗救助结算单", "经审核，对莫怀远门诊慢特病费用给予医疗救助4600元，已转入本人账户。"),
            Measure("公益性岗位", "聘为村保洁员", "800元/月", "2021年6月1日", "区人社局", "公益性岗位聘用协议", "甲方聘用乙方车素云（莫怀远户）为公益性岗位保洁员，岗位补贴每月800元。"),
        ),
        income_after=(38400, 7200, 0, 7860, 2300),
    ),
    Household(
        "阮青禾", "四组", "脱贫不稳定户", "因学", "两个子女同时在外就读，全年学费和生活费支出23000元",
        "13799900022", "尚德奎",
        (
            _member("阮青禾", "女", "19780317", "户主", "初中"),
            _member("蓝知秋", "女", "20010808", "之女", "大专", labour="无劳动力"),
            _member("蓝知远", "男", "20040219", "之子", "高中", labour="无劳动力"),
        ),
        (11500, 3400, 0, 2330, 900),
        (
            Measure("雨露计划", "职业教育补助", "3000元", "2021年9月15日", "区农业农村局", "雨露计划补助发放回单", "蓝知秋（阮青禾户）2021年秋季学期雨露计划补助3000元已发放到账。"),
            Measure("小额信贷", "脱贫人口小额信贷养殖贷款", "30000元", "2021年6月22日", "区农商行", "小额信贷借款凭证", "借款人阮青禾，脱贫人口小额信贷金额30000元，用途：养殖土鸡。"),
        ),
    ),
    Household(
        "甘玉田", "一组", "突发严重困难户", "因自然灾害", "暴雨引发滑坡压垮住房两间，直接损失42000元",
        "13799900033", "柴金锁",
        (
            _member("甘玉田", "男", "19650712", "户主", "小学"),
            _member("扈桂香", "女", "19661025", "配偶", "小学"),
            _member("甘立春", "男", "19900204", "之子", "初中"),
            _member("水玲", "女", "19920613", "之儿媳", "初中"),
            _member("甘小满", "女", "20150521", "之孙女", "小学", labour="无劳动力"),
        ),
        (24600, 8300, 200, 2480, 2900),
        (
            Measure("临时救助", "灾后临时生活救助", "5000元", "2021年6月8日", "区民政局", "临时救助审批发放表", "经审批，给予甘玉田户灾后临时救助5000元，6月8日发放。"),
            Measure("住房修缮", "灾损住房修缮加固补助", "18000元", "2021年8月20日", "区住建局", "住房修缮竣工验收单", "甘玉田户灾损住房修缮工程已竣工，经现场查验合格，补助18000元。"),
        ),
        born=_member("甘小寒", "男", "20210706", "之孙子", "学龄前", labour="无劳动力"),
    ),
    Household(
        "符朝栋", "三组", "边缘易致贫户", "缺劳动力", "夫妻年老体弱，家中无主要劳动力，收入来源少",
        "13799900044", "匡春妹",
        (
            _member("符朝栋", "男", "19501122", "户主", "小学", labour="弱劳动力"),
            _member("逄秋菊", "女", "19520403", "配偶", "小学", labour="弱劳动力"),
        ),
        (2600, 4100, 0, 4760, 1300),
        (
            Measure("农村低保", "纳入农村最低生活保障", "640元/月", "2021年7月1日", "区民政局", "低保金发放流水", "符朝栋户农村低保金每月640元，自2021年7月起按月打卡发放。"),
            Measure("产业分红", "村集体茶园入股分红", "1200元", "2021年9月28日", "松岗村合作社", "", ""),
        ),
    ),
)  # fmt: skip

REFUSED = ("鲁有仓", "五组", "家庭人均纯收入14300元，名下有营运货车一辆，不符合条件")
