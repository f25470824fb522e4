"""`fangpin templates`: take the templates out to edit them, and check those that were edited."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from checklists import Fault, UserError, load_kinds

__all__ = ["command"]


@click.group("templates", help="模板：取出自带的来改，检查改过的。")
def command() -> None:
    """The group; its commands are below."""


@command.command(
    "export", help="把自带的模板放进一个文件夹，改好后用 fangpin generate --templates 文件夹 使用。"
)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "--kind", "kinds", metavar="种类", multiple=True, help="只要这一种，见 fangpin list templates。"
)
def export(folder: Path, kinds: Sequence[str]) -> None:
    """Write the templates; one that is there already stays as it is."""
    from registry.files import write_atomic
    from templates import template_bytes, template_ids
    from templates.overrides import template_named

    wanted = [_known(template_named(kind), kind) for kind in kinds]
    written = 0
    for template_id in template_ids():
        path = folder / f"{template_id}.docx"
        if wanted and template_id not in wanted:
            continue
        if path.exists():
            click.echo(f"{path.name} 已经在文件夹里，没有覆盖。")
            continue
        write_atomic(path, template_bytes(template_id))
        written += 1
    click.echo(
        f"取出 {written} 个模板：{folder}。用 WPS 或 Word 修改时，不要改动 {{{{ }}}} 和 {{% %}} 里的内容。"
    )
    click.echo("不改的模板请删去，以后用自带的；改好后运行 fangpin templates lint 检查。")


@command.command("lint", help="检查改过的模板：标签、变量，指出在哪一段、哪一格；不写文件时检查自带的。")
@click.argument("files", metavar="[模板.docx 或文件夹]...", nargs=-1, type=click.Path(path_type=Path))
def lint(files: Sequence[Path]) -> None:
    """Check each template; exit status 2 where one has an error."""
    from docgen.template_check import check_template
    from registry.sample import load_sample
    from templates import template_bytes, template_ids

    sample = load_sample()
    own = [(id_, f"{id_}.docx（自带）", template_bytes(id_)) for id_ in template_ids()]
    errors = 0
    chosen = [_read(path) for given in files for path in _expand(given)] or own
    for template_id, name, data in chosen:
        for fault in check_template(template_id, data, sample):
            click.echo(f"{'错误' if fault.error else '提醒'} {name} {fault.where}：{fault.what}")
            errors += fault.error
    click.echo(
        f"检查了 {len(chosen)} 个模板，{f'有 {errors} 处错误，请改正后再用' if errors else '没有错误'}。"
    )
    if errors:
        raise SystemExit(2)


def _expand(given: Path) -> list[Path]:
    if given.is_dir():
        return sorted(path for path in given.glob("*.docx") if not path.name.startswith("~$"))
    return [given]


def _read(path: Path) -> tuple[str, str, bytes]:
    from templates.overrides import template_named

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(Fault(str(path), f"打不开（{error.strerror or error}）", "请核对文件名")) from error
    return _known(template_named(path.stem), path.name), path.name, data


def _known(template_id: str | None, name: str) -> str:
    if template_id is None:
        known = "、".join(kind.name for kind in list(load_kinds().values())[:6])
        todo = f"请用 fangpin list templates 里的编号或中文名，如 {known}"
        raise UserError(Fault(name, "认不出是哪一种材料的模板", todo))
    return template_id
