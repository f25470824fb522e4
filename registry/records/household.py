"""Records of the monitored households: members, incomes, measures, comparisons, natural changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry import values
from registry.column import column

__all__ = ["Change", "Comparison", "Household", "Income", "Measure", "Member", "Visit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A household proposed, monitored, eliminated, refused or cleared out (监测对象户)."""

    row: int = 0
    household_id: str = column(
        "户编号", "系统户编号；还没有的自己编一个，如 001", required=True, example="001", width=16
    )
    village: str = column("村（社区）", "与“单位”表一致；重名时写“镇/村”", required=True, example="青松村")
    head: str = column("户主姓名", "", required=True, example="田水生")
    group: str | None = column("村民小组", "", example="二组")
    id_number: str | None = column("户主证件号码", "", width=24)
    state: str = column("状态", "", choices=values.STATES, required=True, example="监测中")
    object_type: str | None = column(
        "监测对象类别", "", choices=values.OBJECT_TYPES, example="边缘易致贫户", width=18
    )
    farm_type: str | None = column("户类型", "", choices=values.FARM_TYPES, example="一般农户")
    size: int | None = column("家庭人口数", "认定时的人口")
    per_head: Decimal | None = column("人均纯收入", "认定时的，单位：元")
    risk1: str | None = column("风险1", "致贫返贫风险", choices=values.RISKS, example="因病")
    risk2: str | None = column("风险2", "", choices=values.RISKS)
    risk3: str | None = column("风险3", "", choices=values.RISKS)
    risk4: str | None = column("风险4", "", choices=values.RISKS)
    risk5: str | None = column("风险5", "", choices=values.RISKS)
    risk_note: str | None = column("风险说明", "风险为“其他”时必填", width=24)
    situation: str | None = column("致险情况", "什么事、花了多少或少收了多少，一两句话", width=50)
    source: str | None = column("发现来源", "", choices=values.SOURCES, example="农户申报")
    phone: str | None = column("联系电话", "", width=14)
    address: str | None = column("家庭住址", "不填时用“县乡村组”", width=24)
    batch: str | None = column("纳入批次", "", example="第一批")
    applied_on: date | None = column("申请日期", "")
    authorised_on: date | None = column("承诺授权日期", "")
    verified_on: date | None = column("核查日期", "")
    verifier: str | None = column("核查人", "两人以上用顿号隔开", width=16)
    verification: str | None = column("核查结论", "", choices=("纳入监测", "不纳入监测"))
    collected_on: date | None = column("信息采集日期", "")
    collector: str | None = column("采集人", "")
    identified_on: date | None = column("认定日期", "县级批复的日期")
    refused_at: str | None = column("未通过环节", "不予纳入时填", choices=values.REFUSED_AT)
    refused_reason: str | None = column("未通过原因", "不予纳入时填", width=40)
    refused_on: date | None = column("书面告知日期", "不予纳入时填")
    helper: str | None = column("帮扶责任人", "")
    helper_post: str | None = column("责任人职务", "", width=16)
    helper_phone: str | None = column("责任人电话", "", width=14)
    planned_on: date | None = column("帮扶方案日期", "")
    measures_on: date | None = column("统计表日期", "帮扶措施落实情况统计表的日期")
    covered: str | None = column("整户无劳动能力兜底保障", "", choices=values.YES_NO)
    elimination_batch: str | None = column("消除批次", "进入风险消除后填", example="第一批")
    elimination_visit_on: date | None = column("提名入户核实日期", "")
    elimination_visitor: str | None = column("提名核实人", "")
    assessed_on: date | None = column("评估日期", "")
    assessment: str | None = column("评估结论", "", choices=("风险消除", "继续监测"))
    eliminated_on: date | None = column("风险消除日期", "县级批复的日期")
    elimination_mode: str | None = column("消除方式", "", choices=values.ELIMINATION_MODES)
    reidentified_on: date | None = column("重新识别日期", "风险消除后又纳入的填")
    cleared_on: date | None = column("清退日期", "识别不准被清退的填")
    cleared_reason: str | None = column("清退原因", "", width=24)
    changes_on: date | None = column("增减表日期", "自然增减表的填表日期")
    house_area: Decimal | None = column("住房面积", "平方米")
    house_safe: str | None = column("住房安全", "", choices=("安全", "不安全"))
    water_safe: str | None = column("饮水安全", "", choices=("达标", "不达标"))
    schooling: str | None = column("义务教育", "", choices=("有保障", "失学辍学", "没有适龄学生"), width=14)
    grade: str | None = column(
        "预警级别", "由人判定级别的分级方案填；按条件算的不用填", choices=values.COLOURS, open_choices=True
    )
    farmland: Decimal | None = column("耕地面积", "亩")
    road: str | None = column("入户路", "", choices=("硬化", "未硬化"))

    @property
    def risks(self) -> tuple[str, ...]:
        """The risks given, in their order."""
        every = (self.risk1, self.risk2, self.risk3, self.risk4, self.risk5)
        return tuple(risk for risk in every if risk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a household; people who left stay here and stand in the natural changes."""

    row: int = 0
    household_id: str = column("户编号", "", required=True)
    name: str = column("姓名", "", required=True)
    sex: str | None = column("性别", "", choices=values.SEXES)
    id_number: str | None = column("证件号码", "身份证或残疾人证号码", width=24)
    relation: str | None = column("与户主关系", "", choices=values.RELATIONS, open_choices=True)
    birth: date | None = column("出生日期", "有证件号码可不填")
    ethnicity: str | None = column("民族", "", example="汉族")
    politics: str | None = column("政治面貌", "", choices=values.POLITICS)
    education: str | None = column("文化程度", "", choices=values.EDUCATION, open_choices=True)
    student: str | None = column("在校生状况", "", choices=values.STUDENT, open_choices=True)
    health: str | None = column(
        "健康状况", "可写两项，如“残疾,患有大病”", choices=values.HEALTH, open_choices=True
    )
    labour: str | None = column("劳动技能", "", choices=values.LABOUR)
    work_place: str | None = column("务工地点", "", width=16)
    work_months: Decimal | None = column("务工时长", "月")
    medical: str | None = column("基本医疗保险", "", choices=("城乡居民", "城镇职工", "未参加"))
    critical: str | None = column("大病保险", "", choices=values.YES_NO)
    pension: str | None = column("基本养老保险", "", choices=("城乡居民", "城镇职工", "未参加"))
    allowance: str | None = column("享受低保", "", choices=values.YES_NO)
    destitute: str | None = column("特困供养", "", choices=values.YES_NO)
    relocated: str | None = column("易地搬迁", "", choices=values.YES_NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """Income and spending of a household for one period, in yuan."""

    row: int = 0
    household_id: str = column("户编号", "", required=True)
    stage: str = column("阶段", "认定时的一行，风险消除时的一行", choices=values.STAGES, required=True)
    period_from: str | None = column("计算期起", "如 2020-04", width=12)
    period_to: str | None = column("计算期止", "如 2021-03", width=12)
    wages: Decimal | None = column("工资性收入", "元")
    business: Decimal | None = column("生产经营性收入", "元")
    property: Decimal | None = column("财产性收入", "元")
    transfer: Decimal | None = column("转移性收入", "元，等于后面六项之和")
    birth_control: Decimal | None = column("计划生育金", "元")
    allowance: Decimal | None = column("低保金", "元")
    destitute: Decimal | None = column("特困供养金", "元")
    pension: Decimal | None = column("养老保险金", "元")
    ecology: Decimal | None = column("生态补偿金", "元")
    other_transfer: Decimal | None = column("其他转移性收入", "元")
    expense: Decimal | None = column("生产经营性支出", "元")
    net: Decimal | None = column("家庭纯收入", "元，四项收入之和减生产经营性支出")
    persons: int | None = column("家庭人口", "计算人均用的人口")
    per_head: Decimal | None = column("人均纯收入", "元，保留两位小数")
    claims: Decimal | None = column("理赔收入", "元")
    out_of_pocket: Decimal | None = column("合规自付支出", "元")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure of help that a household was given, and where its proof is."""

    row: int = 0
    household_id: str = column("户编号", "", required=True)
    category: str = column("措施类型", "", choices=values.MEASURE_CATEGORIES, required=True, width=18)
    name: str = column("措施名称", "", required=True, example="公益性岗位", width=18)
    content: str | None = column("具体内容", "", width=36)
    amount: str | None = column("金额", "带单位，如“800元/月”", width=12)
    done_on: date | None = column("落实日期", "还没有落实的不填")
    office: str | None = column("责任单位", "", example="县人社局", width=16)
    proof: str | None = column("佐证材料", "如“工资发放表”", width=20)
    proof_kept: str | None = column("佐证存放处", "", width=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the county's departments found on a household (信息比对)."""

    row: int = 0
    household_id: str = column("户编号", "", required=True)
    stage: str = column("阶段", "", choices=values.STAGES, required=True)
    car: str | None = column("车辆", "", example="无")
    house: str | None = column("商品房", "", example="无")
    company: str | None = column("工商登记", "", example="无")
    public_post: str | None = column("财政供养人员", "", example="无")
    result: str | None = column("比对结果", "", example="无异常", width=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A natural change of a household's members (人口自然增减)."""

    row: int = 0
    household_id: str = column("户编号", "", required=True)
    change: str = column("增减", "", choices=values.CHANGE, required=True)
    name: str = column("姓名", "", required=True)
    sex: str | None = column("性别", "", choices=values.SEXES)
    id_number: str | None = column("证件号码", "", width=24)
    relation: str | None = column("与户主关系", "", choices=values.RELATIONS, open_choices=True)
    changed_on: date | None = column("变更日期", "")
    reason: str | None = column("变更原因", "", example="出生")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit to a monitored household (帮扶走访)."""

    row: int = 0
    household_id: str = column("户编号", "", required=True)
    visited_on: date = column("走访日期", "", required=True)
    visitors: str | None = column("走访人", "两人以上用顿号隔开", width=16)
    post: str | None = column("走访人职务", "", width=16)
    found: str | None = column("了解的情况", "家庭人口、收入、“三保障”和饮水安全等", width=50)
    wanted: str | None = column("困难和诉求", "没有的填“无”", width=30)
    done: str | None = column("处理情况", "", width=30)
