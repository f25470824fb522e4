"""The value lists of the drop-downs: national code tables where these exist.

Source: the national collection form of 2023 (code tables dm_jcdxlb, 100A27, 1010, 100A09-100A14).
"""

from __future__ import annotations

__all__ = [
    "ATTENDANCE", "CHANGE", "COLOURS", "DIRECTION", "EDUCATION", "ELIMINATION_MODES", "FARM_TYPES", "HEALTH", "LABOUR",
    "LEVELS", "MEASURE_CATEGORIES", "MEETING_KINDS", "NO_LABOUR", "OBJECT_TYPES", "PAPER_KINDS", "POLITICS",
    "REFUSED_AT", "RELATIONS", "RISKS", "SECTIONS", "SEXES", "SOURCES", "STAGES", "STATES", "STUDENT", "SUMMARIES", "YES_NO",
]  # fmt: skip

YES_NO = ("是", "否")
SEXES = ("男", "女")
LEVELS = ("县级", "乡级", "村级")
STAGES = ("认定", "风险消除")
OBJECT_TYPES = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
FARM_TYPES = ("脱贫户", "一般农户")
RISKS = (
    "因病", "因残", "因学", "因自然灾害", "因意外事故", "因产业项目失败", "因务工就业不稳",
    "缺劳动力", "因安全住房", "因安全饮水", "其他",
)  # fmt: skip
SOURCES = ("农户申报", "干部排查", "部门筛查", "信访反馈")
STATES = ("拟纳入", "监测中", "拟消除", "已消除", "不予纳入", "已清退")
REFUSED_AT = ("村级评议", "乡级审核", "县级审定")
ELIMINATION_MODES = ("帮扶消除", "自然消除")
RELATIONS = (
    "户主", "配偶", "之子", "之女", "之儿媳", "之女婿", "之孙子", "之孙女", "之外孙子", "之外孙女",
    "之父", "之母", "之岳父", "之岳母", "之公公", "之婆婆", "之祖父", "之祖母", "之兄弟姐妹", "其他",
)  # fmt: skip
POLITICS = ("群众", "中共党员", "中共预备党员", "共青团员", "民主党派")
EDUCATION = ("文盲或半文盲", "小学", "初中", "高中", "中专", "大专", "本科及以上", "学龄前儿童")
STUDENT = (
    "非在校生", "学前教育", "小学", "七年级", "八年级", "九年级", "普通高中", "中职", "高职", "大专", "本科及以上",
)  # fmt: skip
HEALTH = ("健康", "长期慢性病", "患有大病", "残疾")
LABOUR = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力")
NO_LABOUR = ("丧失劳动力", "无劳动力")
MEASURE_CATEGORIES = (
    "产业帮扶", "就业帮扶", "金融帮扶", "公益性岗位帮扶", "健康帮扶", "义务教育保障", "教育帮扶", "综合保障",
    "住房安全保障", "饮水安全保障", "社会帮扶", "搬迁", "生产生活条件改善", "基础设施建设",
)  # fmt: skip
MEETING_KINDS = (
    "安排部署会", "周研判会", "月研判会", "线索研判会", "村级评议会", "风险消除提名会", "乡级审核会", "县级会商研判会",
)  # fmt: skip
ATTENDANCE = ("出席", "列席", "缺席", "回避")
CHANGE = ("增加", "减少")
DIRECTION = ("收文", "发文")
SUMMARIES = ("工作总结", "年度监测帮扶总结", "集中排查总结")
PAPER_KINDS = ("上级文件", "安排部署通知", "工作方案", *SUMMARIES, "情况说明")
SECTIONS = ("开头", "组织部署", "主要做法", "存在问题", "下一步打算")
COLOURS = ("红", "橙", "黄", "绿", "蓝")
