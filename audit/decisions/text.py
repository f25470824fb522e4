"""The text of decisions.yaml: how its bytes spell it, and how it begins. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from audit.decisions.names import ELSEWHERE
from audit.decisions.rows import FILE_NAME
from checklists import Fault, UserError, load_kinds

__all__ = ["Written", "decode", "template"]

_HEAD = """\
# 人工更正（decisions.yaml）：程序认错的文件，在这里写明，以后每次检查都照办。
# 程序不会覆盖这个文件；用记事本或 WPS 改好保存即可。行首的 # 是说明，不起作用。
#
# 也可以不改这个文件，用命令记一条：
#   fangpin decide 档案文件夹 文件 --kind 公示 --stage 认定 --unit 某县/某镇/某村
#
# 写法（左边对齐，用空格不用 Tab；冒号是半角的“:”，后面空一格）：
#   更正:
#     - 文件: 双河镇/红旗村/村级档案/扫描0012.pdf
#       种类: 公示
#       环节: 认定
#       单位: 思源县/双河镇/红旗村
#       说明: 打开看过，是 6 月的公示
#       谁: 李某
#       何时: 2021-12-03
#
# 文件  档案里的路径，与报告里写的一样；压缩包里的写成 a.zip!/b.docx。路径里有 # 或 : 的，用英文单引号括起来
# 种类  写名称或编号；一个文件里有几份材料的都写上，用逗号隔开；不是这里的材料，写“{elsewhere}”
# 环节  认定、帮扶、消除、动态
# 单位  从县写起，用 / 隔开；一户写到户主：思源县/双河镇/红旗村/张三
# 项目  计入清单的哪一项，如 V05；一般不用写，由种类、环节和单位推出；写“无”就不计入任何一项
# 说明、谁、何时  为什么这样更正，由谁、在哪天定的；可以不写
# 指纹  程序自己补记，文件改名、移动以后凭它还能找到；不用管它
# 除“文件”外都可以不写，不写的仍由程序判断。
#
# 只有纸质件的材料，有人看过的，记在“纸质件”下面，这一项就不再报缺，另列为“有纸质件”：
#   纸质件:
#     - 单位: 思源县/双河镇/红旗村
#       项目: V05
#       材料: 公示
#       对应: 张三
#       谁看过: 李某
#       何时: 2021-12-03
#       存放处: 红旗村委会档案柜 2 号盒
# 谁看过、何时、存放处都要写。材料、对应（哪一户、哪个村、哪个月）可以不写，不写就是这一项所缺的全部
#   fangpin decide 档案文件夹 --on-paper --unit 红旗村 --item V05 --by 李某 --on 2021-12-03 --kept 档案柜2号盒
#
# 经批准可以不改的问题，记在“豁免”下面，另列，不再计入；到期以后照常报：
#   豁免:
#     - 规则: photo-date-mismatch
#       单位: 思源县/双河镇/红旗村
#       理由: 手机日期设错，原图已核对
#       批准人: 王某（镇分管领导）
#       到期日: 2022-06-30
# 理由、批准人、到期日都要写。“含下级: 是”连下级单位一起；再写项目、文件、编号（报告里一条问题的编号），范围更小
#   fangpin decide 档案文件夹 --waive 问题编号 --reason 理由 --by 王某 --until 2022-06-30
#
# 种类的名称：
{kinds}
纸质件:

豁免:

更正:
"""
_WIDTH = 50


@dataclass(frozen=True, slots=True)
class Written:
    """The file's text, and how its bytes spell it."""

    text: str
    encoding: str

    def with_text(self, text: str) -> Written:
        """Another text, spelt the same way."""
        return Written(text, self.encoding)

    def encode(self) -> bytes:
        """The bytes for the disk. Raises UnicodeEncodeError for names that no text can hold."""
        return self.text.encode(self.encoding)


def decode(data: bytes, name: str = FILE_NAME) -> Written:
    """UTF-8 with or without mark, UTF-16 with its mark, GB18030: what Notepad and WPS save. Raises UserError."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = [encoding for mark, encoding in marks if data.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            return Written(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(Fault(name, "不是能读的文本文件", "请用记事本打开，另存为 UTF-8 编码"))


def template() -> Written:
    """What the first run writes: how to write an entry, and none yet."""
    lines = [""]
    for kind in load_kinds().values():
        if len(lines[-1]) + len(kind.name) > _WIDTH:
            lines.append("")
        lines[-1] += kind.name + "；"
    kinds = "\n".join(f"#   {line}" for line in lines)
    text = _HEAD.format(elsewhere=ELSEWHERE, kinds=kinds)
    return Written(text.replace("\n", "\r\n"), "utf-8-sig")
