"""Places in a paper that wait to be filled in: the mark 〔待填〕, and empty fields of a form. Pure; audit.gist keeps it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from audit.recognition import load_recognition
from audit.types import Block, Document, State, Table
from registry.text import squeeze

__all__ = ["FORMS", "body_key", "find_blanks"]

MARK = "待填"
_MARK = re.compile(r"[〔\[【（(]\s*待填(?:写|补)?\s*[〕\]】）)]")
_PRINTED = re.compile(_MARK.pattern + r"\s*印发")
FORMS = ("verification-form", "collection-form", "elimination-visit-form", "elimination-assessment")
# Contract, decision 8: type, risk, size, income a head, conclusion.
_MUST = re.compile(
    r"(监测|监测对象|对象|监测户|户)?类别|监测对象类型|(主要)?(返贫致贫|致贫返贫|返贫|致贫|纳入时?|识别时?)?风险(类型|点|因素|原因)?|"
    r"(家庭)?人口(数)?|家庭人数|(家庭)?(年)?人均(纯|可支配)?收入|人均|"
    r"是否(同意)?纳入(监测)?(对象)?|(核查|核实|认定|评估)(结论|意见)|风险是否(已)?消除"
)
_SIGNATURE = re.compile(r"签字|签名|签章|盖章|手印|捺印|公章|印章")
_NOTHING = re.compile(r"[\s_＿\-—]*(元|人|口|户)?")
_OTHER_LABELS = re.compile(
    r".{0,6}(姓名|户主|身份证号码?|证件号码?|电话|住址|地址|收入|支出|面积|饮水|耕地|入户路|责任人|职务|措施|情况|关系|性别)"
)


def find_blanks(document: Document, form: bool) -> tuple[str, ...]:
    """The names of the fields left open, in order, each once. `form`: must-fill fields are looked at too."""
    if document.gist is not None:
        return document.gist.open_form_fields if form else document.gist.open_fields
    if document.state is not State.READ:
        return ()
    found: dict[str, None] = {}
    for at, part in enumerate(document.flow):
        if isinstance(part, Table):
            names = _in_table(part, form)
        else:
            following = document.flow[at + 1] if at + 1 < len(document.flow) else None
            names = _in_line(part, form, document.format == "pdf", following)
            if _MARK.fullmatch(part.text.strip()) and _heads_a_letter(document, at):
                names = iter(("发文字号",))
            elif _MARK.fullmatch(part.text.strip()) and _signs_off(document, at):
                names = iter(("成文日期",))
        for name in names:
            if not _SIGNATURE.search(name):
                found[name] = None
    return tuple(found)


def body_key(document: Document) -> str:
    """A digest of the body without white space: equal for copies of one paper, whatever their format."""
    if document.gist is not None:
        return document.gist.body
    text = "".join(
        squeeze(part.text)
        if isinstance(part, Block)
        else "".join(squeeze(cell) for row in part.rows for cell in row)
        for part in document.flow
        if part.place not in ("页眉", "页脚")
    )
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _in_table(table: Table, form: bool) -> Iterator[str]:
    heading = table.rows[0]
    for number, row in enumerate(table.rows):
        for at, cell in enumerate(row):
            if _MARK.search(cell):
                yield _before_mark(cell) or _label_of(table, heading, number, at)
            elif form and at + 1 < len(row):
                label = re.sub(r"[（(].{1,5}[)）]$", "", squeeze(cell).rstrip("：:"))  # 人均纯收入（元）
                if _MUST.fullmatch(label) and _NOTHING.fullmatch(row[at + 1]):
                    yield label


def _label_of(table: Table, heading: tuple[str, ...], number: int, at: int) -> str:
    """A list's field is named by its column, a form's by the cell before it."""
    row = table.rows[number]
    listed = (
        number > 0 and len(heading) == len(row) and re.fullmatch(r"序号|编号|\d+", squeeze(heading[0] or "x"))
    )
    before = next(
        (squeeze(cell) for cell in reversed(row[:at]) if cell.strip() and not _MARK.search(cell)), ""
    )
    if (listed or not before or re.fullmatch(r"\d+", before)) and number > 0 and at < len(heading):
        line = f"第{number}行" if listed else ""
        return f"{squeeze(heading[at])}{line}" or "空格"
    return before.rstrip("：:") or "空格"


def _before_mark(text: str) -> str:
    """The words right before the mark: 会议时间：〔待填〕 → 会议时间; 某某办公室　〔待填〕印发 → 印发日期."""
    if _PRINTED.search(text):
        return "印发日期"
    before = _MARK.split(text)[0].rstrip("：: \t　_")
    words = re.split(r"[\s，。；、,;（）()《》“”]", before)[-1]
    return squeeze(re.split(r"[：:]", words)[-1])[-16:]


def _heads_a_letter(document: Document, at: int) -> bool:
    """Whether the line stands under a title or above 某某单位： where an official letter has its number."""
    around = (*document.flow[at - 1 : at], *document.flow[at + 1 : at + 2]) if at else document.flow[1:2]
    lines = [squeeze(part.text) for part in around if isinstance(part, Block)]
    return at <= 4 and any(
        re.search(r"(批复|请示|报告|通知|公告|函|意见|方案|文件)$|^.{2,30}[：:]$", line) for line in lines
    )


def _signs_off(document: Document, at: int) -> bool:
    """Whether the line stands under the office's name at the end, where a paper has its date."""
    before = document.flow[at - 1] if at else None
    body = [part for part in document.flow if part.place not in ("页眉", "页脚")]
    near_end = any(part is document.flow[at] for part in body[-3:])  # Equal marks stand elsewhere too.
    return near_end and isinstance(before, Block) and len(squeeze(before.text)) <= 30


def _in_line(block: Block, form: bool, words: bool, following: Block | Table | None) -> Iterator[str]:
    text = block.text
    if _MARK.search(text):
        pieces = _MARK.split(text)
        for at in range(len(pieces) - 1):
            yield _before_mark(pieces[at] + "〔待填〕") or "正文"
        return
    if not form:
        return
    for match in re.finditer(r"([一-龥]{2,10})[：:]([^：:]*?)(?=$|\s{2,}|　|[一-龥]{2,8}[：:])", text):
        if _MUST.fullmatch(match[1]) and _NOTHING.fullmatch(match[2]):
            yield match[1]
    if words:
        yield from _in_words(text.split(), following)


def _in_words(cells: list[str], following: Block | Table | None) -> Iterator[str]:
    """A PDF's form: a label followed by the next label, or by nothing while the next line starts anew."""
    for at, cell in enumerate(cells):
        if not _MUST.fullmatch(cell) or len(cells) < 2:
            continue
        if at + 1 < len(cells):
            if _is_label(cells[at + 1]):
                yield cell
        elif at >= 2 and isinstance(following, Block) and _is_label((following.text.split() or [""])[0]):
            yield cell


def _is_label(word: str) -> bool:
    labels = load_recognition().by_kind["collection-form"].labels
    return bool(_MUST.fullmatch(word) or _OTHER_LABELS.fullmatch(word) or word in labels)
