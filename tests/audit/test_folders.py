"""What folders say of units, in the many ways that offices name them."""

from __future__ import annotations

import pytest

from audit.folders import FolderPlace, bare_name, folder_place, repair_name
from audit.place import starting_place
from checklists import Level

NOBODY = frozenset[str]()


def place(path: str, heads: frozenset[str] = NOBODY) -> FolderPlace:
    return folder_place(path, heads, FolderPlace())


@pytest.mark.parametrize(
    "name", ["县级档案", "1.县级资料", "区级材料", "县本级资料", "旗级档案", "市级资料2021"]
)
def test_the_countys_own_folder(name: str) -> None:
    assert place(name).level is Level.COUNTY


@pytest.mark.parametrize(
    "name", ["乡级档案", "镇级资料", "街道级资料", "乡镇级", "乡（镇）级档案", "02镇本级资料"]
)
def test_the_townships_own_folder(name: str) -> None:
    assert place(name).level is Level.TOWNSHIP


@pytest.mark.parametrize("name", ["村级档案", "社区档案", "村级", "3、村级资料"])
def test_the_villages_own_folder(name: str) -> None:
    assert place(name).level is Level.VILLAGE


@pytest.mark.parametrize(
    ("path", "county", "township", "village"),
    [
        ("清水县防返贫监测档案", "清水县", "", ""),
        ("清水县/白石镇", "清水县", "白石镇", ""),
        ("白石镇资料/村级/红旗村资料", "", "白石镇", "红旗村"),
        ("01白石镇/02红旗社区", "", "白石镇", "红旗社区"),
        ("清水县白石镇红旗村四级档案", "清水县", "白石镇", "红旗村"),
        ("河口街道/城关社区档案", "", "河口街道", "城关社区"),
        ("白石乡人民政府防返贫监测档案", "", "白石乡", ""),
        ("红旗村委会资料", "", "", "红旗村"),
        ("山南旗/东风苏木/乌兰嘎查", "山南旗", "东风苏木", "乌兰嘎查"),
    ],
)
def test_names_of_units_at_any_depth(path: str, county: str, township: str, village: str) -> None:
    found = place(path)
    assert (found.county, found.township, found.village) == (county, township, village)


@pytest.mark.parametrize(
    "name",
    [
        "03村级上报拟纳入监测对象报告", "06向乡级党委报送初选名单", "07县级批复（认定）", "04乡级复核公示", "05评议公示",
        "08向县级的请示", "14三级动态管理台账", "驻村帮扶", "各村上报", "防返贫工作", "乡村振兴",
    ],
)  # fmt: skip
def test_folders_of_items_are_no_units(name: str) -> None:
    found = place(name)
    assert (found.level, found.county, found.township, found.village) == (None, "", "", "")


@pytest.mark.parametrize(
    "name",
    [
        "户档案",
        "一户一档",
        "04户级资料",
        "监测户档案",
        "农户资料",
        "三类人群",
        "监测对象（三类户）",
        "2021年户档案",
    ],
)
def test_containers_of_households(name: str) -> None:
    assert place(f"红旗村/{name}").in_households


@pytest.mark.parametrize(
    "name",
    [
        "游长林",
        "01游长林",
        "1、游长林",
        "02-游长林户",
        "户主游长林档案",
        "3组游长林",
        "07_游长林_因病",
        "游长林（因残）",
    ],
)
def test_a_households_folder(name: str) -> None:
    found = place(f"红旗村/一户一档/{name}/01申请书")
    assert (found.household, found.level, found.below) == ("游长林", Level.HOUSEHOLD, ("申请书",))


@pytest.mark.parametrize("name", ["游长林（1234）", "游长林1234", "03游长林_1234"])
def test_two_heads_of_one_name_are_told_apart_by_their_ids(name: str) -> None:
    assert place(f"红旗村/户档案/{name}").household == "游长林（1234）"


@pytest.mark.parametrize("name", ["游长林、莫小棠", "游长林和莫小棠", "游长林 莫小棠"])
def test_a_folder_of_two_households_names_both(name: str) -> None:
    found = place(f"红旗村/户档案/{name}")
    assert (found.household, found.heads) == ("", ("游长林", "莫小棠"))


def test_without_a_container_a_known_heads_folder_is_a_household() -> None:
    assert place("红旗村/游长林", frozenset({"游长林"})).household == "游长林"
    assert place("红旗村/游长林").household == ""


def test_a_townships_folder_for_one_household_stays_the_townships() -> None:
    assert place("白石镇/乡级档案/04复核/游长林", frozenset({"游长林"})).level is Level.TOWNSHIP


def test_a_name_in_the_wrong_character_set_is_repaired() -> None:
    assert repair_name("公示方案.docx".encode("gbk").decode("latin-1")) == "公示方案.docx"
    assert repair_name("café.docx") == "café.docx"


@pytest.mark.parametrize(
    ("folder", "bare"),
    [
        ("第二盒（乡级）", "乡级"),
        ("盒3 村级", "村级"),
        ("001号-游长林", "游长林"),
        ("三岔镇", "三岔镇"),
        ("五里村资料", "五里村资料"),
        ("（三）户级", "户级"),
    ],
)
def test_numbers_go_and_numerals_of_names_stay(folder: str, bare: str) -> None:
    assert bare_name(folder) == bare


@pytest.mark.parametrize(
    "folder", ["03报县", "上报乡镇", "省市县文", "示范村", "工业园区", "镇村两级", "送街道", "国家省市"]
)
def test_where_something_went_and_sorts_of_places_name_no_unit(folder: str) -> None:
    found = folder_place(f"山青县/白石镇/{folder}", frozenset(), FolderPlace())
    assert (found.county, found.township, found.village, found.level) == (
        "山青县",
        "白石镇",
        "",
        Level.TOWNSHIP,
    )


@pytest.mark.parametrize(
    ("path", "level", "village"),
    [
        ("白石镇/乡级资料/03上报名单/红旗村", Level.TOWNSHIP, ""),
        ("白石镇/乡级资料/红旗村", Level.VILLAGE, "红旗村"),
        ("白石镇/各村资料/红旗村", Level.VILLAGE, "红旗村"),
        ("白石镇/红旗村/纳入/白石镇", Level.VILLAGE, "红旗村"),
    ],
)
def test_a_villages_folder_inside_the_townships_own_papers_is_the_townships(
    path: str, level: Level, village: str
) -> None:
    found = folder_place(path, frozenset(), FolderPlace())
    assert (found.level, found.village) == (level, village)


def test_a_village_is_known_without_its_ending_where_its_papers_name_it() -> None:
    known = frozenset({"红旗村", "白石镇"})
    found = folder_place("白石/红旗/01游长林", known | {"游长林"}, FolderPlace())
    assert (found.township, found.village, found.household) == ("白石镇", "红旗村", "游长林")


def test_two_heads_in_one_folder_without_a_container_share_it() -> None:
    found = folder_place("白石镇/红旗村/游长林莫小棠", frozenset({"游长林", "莫小棠"}), FolderPlace())
    assert (found.level, set(found.heads)) == (Level.HOUSEHOLD, {"游长林", "莫小棠"})


def test_folders_of_people_side_by_side_are_households() -> None:
    paths = [f"红旗村/{name}/照片.jpg" for name in ("01游长林", "02莫小棠", "03安平")]
    _, _, known = starting_place([], "档案", None, paths)
    assert {"游长林", "莫小棠", "安平"} <= known


def test_a_folder_that_holds_the_street_of_a_community_is_not_the_communitys() -> None:
    paths = ["望江街道/临江社区/村级档案/评议记录.docx", "望江街道/临江社区/监测户档案/01-莫小棠/申请.docx"]
    for name in ("临江社区", "临江社区档案"):
        _, root, _ = starting_place([], name, None, paths)
        assert root == FolderPlace()
    _, root, _ = starting_place([], "望江街道档案", None, [f"云溪区/{path}" for path in paths])
    assert root == FolderPlace()


def test_a_communitys_folder_with_papers_of_its_street_stays_its_own() -> None:
    paths = ["村级档案/评议记录.docx", "望江街道批复/批复.docx", "监测户档案/01-莫小棠/申请.docx"]
    _, root, _ = starting_place([], "临江社区档案", None, paths)
    assert (root.village, root.level) == ("临江社区", Level.VILLAGE)
