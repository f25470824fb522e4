"""The units of the archive, and what was left out of it or spoilt on purpose."""

from __future__ import annotations

from scripts.sample_archive.paper import COMMUNITY, DISTRICT, STREET, VILLAGE
from scripts.sample_archive.people import HOUSEHOLDS

STREET_UNIT = f"{DISTRICT}/{STREET}"
COMMUNITY_UNIT = f"{STREET_UNIT}/{COMMUNITY}"
VILLAGE_UNIT = f"{STREET_UNIT}/{VILLAGE}"
_D, _S, _C, _V = "区本级", f"{STREET}/街道本级", f"{STREET}/{COMMUNITY}", f"{STREET}/{VILLAGE}/村级卷"

UNITS = (
    (DISTRICT, "county"),
    (STREET_UNIT, "township"),
    (COMMUNITY_UNIT, "village"),
    (VILLAGE_UNIT, "village"),
    *((f"{VILLAGE_UNIT}/{h.head}", "household") for h in HOUSEHOLDS),
)

_MO, _RUAN, _GAN, _FU = (f"{VILLAGE_UNIT}/{h.head}" for h in HOUSEHOLDS)

# Cell → the status it has although it applies, and what it lacks.
GAPS: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    (DISTRICT, "C02"): ("partial", ("clue-list",)),
    (STREET_UNIT, "T04"): ("partial", ("collection-form",)),
    (VILLAGE_UNIT, "V13"): ("missing", ("county-reply",)),
    (_RUAN, "H06"): ("partial", ("public-notice",)),
    (_FU, "H08"): ("partial", ("measure-proof",)),
}

# rule, unit, item, files, note
DEFECTS: tuple[tuple[str, str, str | None, tuple[str, ...], str], ...] = (
    ("missing-month", DISTRICT, "C02", (), "缺 7 月预警信息"),
    ("missing-part", STREET_UNIT, "T04", (), "缺 符朝栋 户的信息采集表"),
    ("missing-item", VILLAGE_UNIT, "V13", (), "村里没有风险消除的批复"),
    ("missing-part", _RUAN, "H06", (), "缺街道公示"),
    ("missing-proof", _FU, "H08", (), "缺“产业分红”的佐证"),
    (
        "blank-field",
        _GAN,
        "H03",
        (f"{STREET}/{VILLAGE}/农户卷/3甘玉田户/核实认定表.docx",),
        "人均纯收入没有填",
    ),
    (
        "duplicate-file",
        STREET_UNIT,
        "T09",
        (f"{_S}/05台账/三级台账 - 副本.xlsx", f"{_S}/05台账/三级台账.xlsx"),
        "同一文件夹里两份一样的台账",
    ),
    ("empty-file", VILLAGE_UNIT, None, (f"{_V}/02日常排查/摸排补充.docx",), "0 字节"),
    ("unreadable-file", VILLAGE_UNIT, None, (f"{_V}/04帮扶/走访情况.docx",), "文件只剩前半截"),
    ("unrecognised-file", COMMUNITY_UNIT, None, (f"{_C}/防汛值班.docx",), "与档案无关"),
)
