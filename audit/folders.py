"""What the folders of a path say: which unit's they are, and what they are for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from audit.facts import is_name, is_person
from checklists import Level
from registry.text import squeeze

__all__ = ["FolderPlace", "bare_name", "folder_place", "person_of", "repair_name"]

_FILLER = (
    r"(?:防返贫|防止返贫|防贫|返贫|致贫|预警|监测|帮扶|动态|工作|对象|人民政府|政府|党委|党工委|办事处|村?民?委员?会|居民?委员?会|"
    r"[县乡镇村户四三两]级|县乡村户?|乡村户?|乡镇|一户一档|和|及|的|年度?|原始|电子|归档|纸质|[\d\-—_（）()“”〔〕\[\]])*"
    r"(?:档案|资料|材料|卷宗|卷|文档|文件夹|备份|整理|收集|全套|迎检|专柜|盒|版)*[\d\-_（）()]*"
)
# 县级档案 · 县本级资料 · 区级 · 乡级资料 · 镇级档案 · 街道级 · 村级 · 社区档案 · 01 村级档案资料
_MARKERS = (
    (Level.COUNTY, re.compile(rf"(?:县|区|市|旗)(?:(?:本级|级|直|里|档案|资料|材料){_FILLER})?")),
    (
        Level.TOWNSHIP,
        re.compile(
            rf"(?:乡镇|镇乡|乡|镇|街道|乡（镇）|镇街)(?:(?:本级|级|街道|里|档案|资料|材料|办){_FILLER})?"
        ),
    ),
    (
        Level.VILLAGE,
        re.compile(
            rf"(?:各|所辖)?(?:行政村|村社区|村居|村|社区|居)(?:(?:本级|级|里|档案|资料|材料){_FILLER})?"
        ),
    ),
)
# 户档案 · 一户一档 · 农户资料 · 监测户 · 三类人群 · 监测对象档案 · 户级资料 · 01户档
_HOUSEHOLDS = re.compile(
    r"(?:一户一(?:档|册|卷|袋|策档案)|(?:农|监测|对象|贫困|脱贫|三类|帮扶|纳入)?户(?:级|档|册|卷|别)?|监测(?:对象|人群|户)|"
    r"(?:三类|重点)(?:人群|人员|对象|户)|家庭|(?:到|分|各)户|户主)(?:档案|资料|材料|卷宗|级|档|册)*[\d\-_]*(?:[（(].*[)）])?"
)
_PLACE = re.compile(
    r"(?:[一-龥]{2,8}?(?:省|自治区))?(?:[一-龥]{2,6}?(?:市|自治州))?"
    r"(?P<county>(?:[一-龥]{1,8}?(?:自治县|县|区(?<!社区)|市)|[一-龥]{2,8}?旗)(?![村镇乡]))?"
    r"(?P<township>[一-龥]{1,6}?(?:街道|镇|乡|苏木)(?!村))?"
    r"(?P<village>[一-龥]{1,7}?(?:社区|村|嘎查|居委会))?" + _FILLER
)
# 省市县, 镇村: levels, not names · 上报乡镇, 报县: where something went · 示范村, 工业园区: a sort of place
_NO_NAME_OF_PLACE = re.compile(
    r"(?:国家|中央|上级|省|自治区|市|州|县|区|乡|镇|街道|村|社区|居|组|户|级|直|各|两|三|四|和|、)+"
    r"|[一-龥]{0,4}(?:上报|呈报|报送|报|呈送|送|下发|转发|印发|反馈|提交|移交)(?:到|给|至|往)?(?:各|本|我)?(?:县区?|区县?|市|乡镇?|镇街?|街道|村居?|社区)"
    r"|(?:示范|空壳|重点|贫困|脱贫|出列|深度贫困|监测|易迁|易地搬迁|异地搬迁|搬迁|安置|集中|集中安置|异地搬迁安置|易地搬迁安置|集|农|自然|帮扶|联系|包保|联|"
    r"老城|新城|工业园|产业园|园|工业|经济|经济技术开发)(?:县|区|镇|乡|村|社区)"
)
_NO_PLACE = re.compile(
    r"^(各|本|全|我|到|进|入|驻|行政|自然|下|农|乡|美丽|城|县|所属|分)(县|区|市|乡|镇|村|街道|社区|镇乡)|^(乡镇|村镇|美丽乡|城乡)"
)
# 01 · 1、 · 一、 · （三） · 第二盒 · 3号 · 卷1-; a numeral of its own begins a name: 三岔镇, 五里村
_NUMBER = re.compile(
    r"^(?:第?[\d一二三四五六七八九十]+(?:号|盒|卷|册|柜|袋|部分)(?![一-龥]{0,2}宗)|(?:档案)?[盒卷册柜][\d一二三四五六七八九十]+"
    r"|第?[\d一二三四五六七八九十]+(?=[、.．\-_—)）:：\s])|\d+(?=[一-龥])"
    r"|[（(【\[][\d一二三四五六七八九十]+[)）】\]])[、.．\-_—)）:：\s]*"
)
_PERSON_TAIL = re.compile(r"(?:户主|户|家庭|家|同志)?(?:的)?(?:档案|资料|材料)?(?:[（(].*[)）])?[\d\-_]*$")


_PLACE_TAIL = re.compile(r"(?:的)?(?:档案|资料|材料|卷宗|卷|文件夹)*[\d\-_（）()]*$")
# Folders that only hold others together: 2021年, 归档资料
_WRAPPER = re.compile(
    r"(?:20\d\d年?度?)?[一-龥]{0,6}(?:档案|资料|材料|归档|整理|备份|电子版|文件夹)|20\d\d年?度?|新建文件夹.*|.{0,2}"
)

# Folders deeper than this say nothing more of units.
_DEPTH = 60


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """Names found along a path (empty where none), the deepest level marked, and the folders below it.

    `own`: a folder of that level's own papers (乡级资料), not one that may hold the units below as well.
    """

    county: str = ""
    township: str = ""
    village: str = ""
    heads: tuple[str, ...] = ()
    household: str = ""
    level: Level | None = None
    below: tuple[str, ...] = ()
    in_households: bool = False
    own: bool = False


def repair_name(name: str) -> str:
    """A name whose GBK bytes were taken for Latin-1 (°ï·ö) as it was meant; other names unchanged."""
    if not any("\xa0" <= char <= "\xff" for char in name):
        return name
    try:
        repaired = name.encode("latin-1").decode("gbk")
    except UnicodeError:
        return name
    return repaired if re.search(r"[一-龥]", repaired) else name


@lru_cache(maxsize=1 << 15)
def bare_name(segment: str) -> str:
    """A folder's name without number and white space: 01、张三 → 张三."""
    text = squeeze(repair_name(segment))
    text = re.sub(r"^20\d\d年度?(?=.)", "", text)
    if re.match(r"^[一二三四五六七八九十](户|类|级)", text):  # 一户一档, 三类人群, 三级台账
        return text
    bare = _NUMBER.sub("", text, count=1) or text
    return bare[1:-1] if re.fullmatch(r"[（(][^（()）]+[)）]", bare) else bare


@lru_cache(maxsize=1 << 15)
def folder_place(folder: str, known_heads: frozenset[str], root: FolderPlace) -> FolderPlace:
    """What the folders of one path say, starting from what is known of the folder given (`root`).

    `known_heads`: people that the archive's papers call heads.
    """
    if not folder:
        return root
    if folder.count("/") > _DEPTH:
        folder = "/".join(folder.split("/")[:_DEPTH])
    above, _, segment = folder.rpartition("/")
    place = folder_place(above, known_heads, root)
    name = bare_name(segment.removesuffix("!").removesuffix(".zip"))
    if place.level is Level.HOUSEHOLD:
        return replace(place, below=(*place.below, name))
    if place.in_households:
        return _household(place, name, segment, known_heads)
    found = _unit_by_stem(place, name, known_heads) or _unit(place, name)
    if found is not None and not _is_about_below(place, found):
        return found
    # a township's folder for one household is still the township's
    open_to_people = place.village or place.level in (None, Level.VILLAGE)
    several = tuple(head for head in _split_names(name) if head in known_heads) if open_to_people else ()
    if len(several) > 1:
        return replace(place, heads=several, level=Level.HOUSEHOLD, below=())
    if open_to_people and is_name(person_of(name)) and person_of(name) in known_heads:
        return replace(
            place, household=_tagged(name), heads=(person_of(name),), level=Level.HOUSEHOLD, below=()
        )
    return replace(place, below=(*place.below, name))


def _unit(place: FolderPlace, name: str) -> FolderPlace | None:
    if _HOUSEHOLDS.fullmatch(name):
        return replace(place, in_households=True, below=())
    for level, pattern in _MARKERS:
        if pattern.fullmatch(name):
            # 双河乡资料/村级/太平村资料: the marker is a container, the name below it is the unit
            return replace(place, level=level, below=(), own=bool(re.search(r"本级|[级直]", name)))
    if _NO_PLACE.match(name) or _NO_NAME_OF_PLACE.fullmatch(name):
        return None
    match = _PLACE.fullmatch(name)
    if not match or not (match["county"] or match["township"] or match["village"]):
        return None
    county, township, village = match["county"] or "", match["township"] or "", match["village"] or ""
    level = Level.VILLAGE if village else Level.TOWNSHIP if township else Level.COUNTY
    return replace(
        place,
        county=county or place.county,
        township=township or place.township,
        village=village.removesuffix("委会") or place.village,
        level=level,
        below=(),
        own=False,
    )


def _unit_by_stem(place: FolderPlace, name: str, known: frozenset[str]) -> FolderPlace | None:
    """A folder that leaves 村 or 镇 out: 太平, where the papers know of 太平村."""
    stem = _PLACE_TAIL.sub("", name)
    if not 2 <= len(stem) <= 6 or stem in known:
        return None
    for level, endings in ((Level.VILLAGE, ("村", "社区")), (Level.TOWNSHIP, ("镇", "乡", "街道"))):
        full = next((stem + ending for ending in endings if stem + ending in known), "")
        if full and level is Level.VILLAGE:
            return replace(place, village=full, level=level, below=())
        if full:
            return replace(place, township=full, level=level, below=())
    return None


def _is_about_below(place: FolderPlace, found: FolderPlace) -> bool:
    """Whether a folder names whom its papers are about, not whose they are: 乡级资料/03村级上报/太平村 is the
    township's; and inside a unit's folder no unit above it begins.
    """
    if place.level is None or found.level is None or found.in_households:
        return False
    if found.level.depth < place.level.depth:
        return place.level is Level.VILLAGE and bool(place.village)
    topics = [folder for folder in place.below if not _WRAPPER.fullmatch(folder)]
    return bool(topics) and found.level.depth > place.level.depth and place.own


def _household(place: FolderPlace, name: str, segment: str, known: frozenset[str]) -> FolderPlace:
    """A folder under 户档案: one head's, several heads', or one without a name (content will tell)."""
    person = person_of(name)
    if is_person(person) or person in known:
        pieces = [piece for piece in re.split(r"[\s、,，]+", segment.strip()) if piece]
        if len(pieces) < 2 or not all(is_person(person_of(bare_name(piece))) for piece in pieces):
            return replace(place, household=_tagged(name), heads=(person,), level=Level.HOUSEHOLD, below=())
    unit = _unit(replace(place, in_households=False), name)
    if unit is not None and unit.village and unit.village != place.village:
        return replace(unit, in_households=True)  # 户档案/红旗村/张三
    # 01_张三_因病 · 2组张三 · 张三、李四 · 张三 李四
    words = re.split(
        r"[、,，_\-—\s]+|(?<=[一-龥]{2})[和与及](?=[一-龥]{2})|^\d*组|^[一二三四五六七八九十]组",
        segment.strip(),
    )
    heads = tuple(
        dict.fromkeys(p for p in (person_of(bare_name(word)) for word in words if word) if is_person(p))
    )
    if len(heads) == 1:
        return replace(place, household=heads[0], heads=heads, level=Level.HOUSEHOLD, below=())
    return replace(place, household="", heads=heads or _split_names(person), level=Level.HOUSEHOLD, below=())


def person_of(name: str) -> str:
    """A folder's name without what stands around a person's: 张三户档案 → 张三."""
    return _PERSON_TAIL.sub("", re.sub(r"^户主[：:]?", "", name)) or name


def _tagged(name: str) -> str:
    """张三（1234）, 张三1234 and 张三_1234 are one of two heads of that name, told apart by the ID."""
    person = person_of(name)
    match = re.search(r"(?<!\d)(\d{3}[\dXx])(?!\d)", name[len(person) :])
    return f"{person}（{match[1].upper()}）" if match else person


def _split_names(text: str) -> tuple[str, ...]:
    """张平何仕忠 → 张平, 何仕忠: every way of cutting it into names; the papers tell which are meant."""
    if not re.fullmatch(r"[一-龥]{4,9}", text):
        return ()
    return tuple(
        dict.fromkeys(
            part for at in range(2, len(text) - 1) for part in (text[:at], text[at:]) if is_person(part)
        )
    )
