"""How fast the page answers over a big audit: 600 households, 20,000 findings, in one run on this machine.

    python -m benchmarks.web [--json] [--households N] [--findings N] [--rounds N]

Asked of the application itself, without a network: the first page, the matrix of a county and of a village, the list of
findings (first page, a late page, one unit, one rule), a search through all texts, one finding, the reconciliation.

read   the same rows by sqlite3 alone, not rendered; what no page over this store can do without
kept   how long it takes to put the run into the store, once for each audit

Milliseconds are medians of the rounds; `ratio` is page / read, in turns in the same run. Names and papers are made up.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median

from audit.documents import Document, State
from audit.reconcile import Column, Mark, Reconciliation, Row
from audit.runs.identity import identify
from audit.types import Cell, Evidence, File, Finding, Gap, Problem, Quote, Report, Severity, Status, Unit
from checklists import Each, Level, Stage, load_checklist
from fangpin.auditing import Audited
from fangpin.unchanged import Outcome
from web.app import create_app
from web.data_folder import prepare
from web.guard import COOKIE
from web.results import keep_run
from web.runner import Runner
from web.store import Store
from web.works import add_work

_VILLAGE, _TOWNSHIP = 12, 5
_RULES = (
    "name-mismatch",
    "income-mismatch",
    "missing-part",
    "unsigned",
    "blank-field",
    "notice-too-short",
    "step-order",
)
_SURNAMES, _NAMES = "赵钱孙李周吴郑王冯陈", ("兰", "贵生", "小满", "长庚", "春来", "金凤", "石头", "望喜")
_PORT, _TOKEN = 8000, "benchmark"


def units_of(households: int) -> list[Unit]:
    """A county, its townships, villages and households."""
    found = [Unit("示例县", Level.COUNTY)]
    for at in range(households):
        village, place = divmod(at, _VILLAGE)
        township = village // _TOWNSHIP
        chain = [f"示例县/第{township + 1}镇"]
        chain.append(f"{chain[0]}/第{village + 1}村")
        name = _SURNAMES[at % len(_SURNAMES)] + _NAMES[at // 7 % len(_NAMES)]
        chain.append(f"{chain[1]}/{name}（{at:04d}）")
        new = [True, place == 0, place == 0 and village % _TOWNSHIP == 0]
        for unit, level, is_new in zip(chain, list(Level)[1:], reversed(new), strict=True):
            if is_new:
                found.append(Unit(unit, level))
    return found


def big_report(households: int, findings: int) -> Report:
    """An audit of so many households that found so much."""
    checklist, units = load_checklist("tongren-2021"), units_of(households)
    cells = []
    for at, unit in enumerate(units):
        for place, item in enumerate(checklist.of_level(unit.level)):
            part = item.parts[0].kind
            path = f"{unit.id}/{item.folder}/材料{place}.docx"
            status = list(Status)[(at + place) % 4]
            gaps = (Gap(part, Each.ONCE, ""),) if status in (Status.PARTIAL, Status.MISSING) else ()
            evidence = (Evidence(part, Each.ONCE, "", (path,)),) if status is Status.COMPLETE else ()
            cells.append(Cell(unit.id, item, status, gaps, evidence, (path,)))
    files = tuple(_file(path, cell.unit) for cell in cells for path in cell.files)
    return Report(
        checklist,
        date(2021, 12, 31),
        tuple(units),
        files,
        tuple(cells),
        identify(_findings(units, cells, findings)),
        date(2021, 12, 1),
        (),
        reconciliation=tuple(_chains(units)),
        rules=_RULES,
    )


def _file(path: str, unit: str) -> File:
    level = list(Level)[unit.count("/")]
    document = Document(path, 20_000, f"{abs(hash(path)):032x}"[:32], "docx", State.READ)
    return File(document, unit, level, "public-notice", None, (), 0.9, ())


def _findings(units: list[Unit], cells: list[Cell], count: int) -> Iterator[Finding]:
    for at in range(count):
        cell = cells[at * 7 % len(cells)]
        rule = _RULES[at % len(_RULES)]
        said = (
            f"第{at}处写的是 4{at % 1000:03d} 元，家庭成员 {at % 6 + 1} 人",
            f"另一处写的是 5{at % 1000:03d} 元",
        )
        yield Finding(
            rule,
            list(Severity)[at % 3],
            Problem(
                cell.unit,
                cell.item.id,
                f"{cell.item.title}的两份材料写得不一样：{said[0]}，{said[1]}。",
                cell.files,
                "前后一致",
                "不一致",
                "核对原件，由写错的单位更正后重新盖章，旧件附后。",
                quotes=tuple(Quote(cell.files[0], page, text) for page, text in enumerate(said, 1)),
                kinds=(cell.item.parts[0].kind,),
                about=(str(at),),
            ),
        )


def _chains(units: list[Unit]) -> Iterator[Reconciliation]:
    steps = ("village-review", "village-notice", "village-report", "request", "reply", "ledger")
    homes = [unit for unit in units if unit.level is Level.HOUSEHOLD]
    for village in (unit for unit in units if unit.level is Level.VILLAGE):
        rows = tuple(
            Row(home.id, tuple(Mark("有", date(2021, 6, 1), "") for _ in steps), ())
            for home in homes
            if home.parent == village.id
        )
        yield Reconciliation(
            village.id, Stage.IDENTIFICATION, tuple(Column(step, step) for step in steps), rows
        )


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measure(folder: Path, households: int, findings: int, rounds: int) -> dict[str, object]:
    """Everything that is told."""
    report = big_report(households, findings)
    store = Store(prepare(folder))
    work = add_work(store, "示例县", archive=str(folder / "archive"))
    audited = Audited(Outcome("", frozenset(), "2026-01-01T08:00:00+08:00"), folder / "target", report)
    asked = {"archive": work.archive, "checklist": "tongren-2021", "as_of": "2021-12-31", "ocr": False}
    run = 0

    def keep() -> None:
        nonlocal run
        run = keep_run(store, work.id, audited, asked)

    kept = milliseconds(keep)
    client = create_app(folder, _TOKEN, _PORT, Runner(store)).test_client()
    client.set_cookie(COOKIE, _TOKEN, domain="127.0.0.1")
    village = next(at for at, unit in enumerate(report.units) if unit.level is Level.VILLAGE)
    base = sqlite3.connect(store.file)

    def ask(address: str, **form: str) -> Callable[[], object]:
        def asking() -> object:
            url = f"http://127.0.0.1:{_PORT}"
            headers = {"Origin": url, "HX-Request": "true"}
            method = client.post if form else client.get
            answer = method(address, base_url=url, data=form or None, headers=headers if form else {})
            assert answer.status_code == 200, (address, answer.status_code)
            return answer.data

        return asking

    def read(query: str, *values: object) -> Callable[[], object]:
        return lambda: base.execute(query, values).fetchall()

    texts = "select t.* from finding_texts as t where t.run = ? and t.n in "
    page = f"{texts} (select n from findings where run = ? order by n limit 100 offset ?)"
    unit_page = (
        f"{texts} (select n from findings where run = ? and unit between ? and ? order by n limit 100)"
    )
    rule_page = f"{texts} (select n from findings where run = ? and rule = ? order by n limit 100)"
    late = max(1, findings // 100 - 1)
    sought = "更正后重新盖章" if findings < 1000 else f"第{findings - 500}处"
    pages: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "home": (ask("/"), read("select * from works")),
        "county": (
            ask(f"/works/{work.id}/audit"),
            read("select * from units where run = ? and above = 0", run),
        ),
        "village": (
            ask(f"/runs/{run}?unit={village}"),
            read("select * from units where run = ? and above = ?", run, village),
        ),
        "findings": (ask(f"/runs/{run}/findings"), read(page, run, run, 0)),
        "late": (ask(f"/runs/{run}/findings?page={late}"), read(page, run, run, (late - 1) * 100)),
        "unit": (
            ask(f"/runs/{run}/findings?unit={village}"),
            read(unit_page, run, run, village, village + _VILLAGE),
        ),
        "rule": (
            ask(f"/runs/{run}/findings?rule={sorted(_RULES).index('unsigned') + 1}"),
            read(rule_page, run, run, "unsigned"),
        ),
        "search": (
            ask(f"/runs/{run}/findings", words=sought),
            read(
                "select t.* from finding_words as w join finding_texts as t on t.run = w.run and t.n = w.n where w.run = ? and instr(w.words, ?) > 0",
                run,
                sought.encode(),
            ),
        ),
        "finding": (
            ask(f"/runs/{run}/findings/1"),
            read("select * from finding_texts where run = ? and n = 1", run),
        ),
        "reconciliation": (
            ask(f"/runs/{run}/reconciliation?unit={village}"),
            read("select * from lists where run = ? and kind = 'reconciliation' and unit = ?", run, village),
        ),
    }
    told: dict[str, object] = {
        "households": households,
        "findings": len(report.findings),
        "kept_s": round(kept / 1000, 2),
        "store_mb": round(store.file.stat().st_size / 1e6, 1),
    }
    for shown, plain in pages.values():
        shown(), plain()
    for name, (shown, plain) in pages.items():
        taken = [(milliseconds(shown), milliseconds(plain)) for _ in range(rounds)]
        own, peer = (median(each) for each in zip(*taken, strict=True))
        told[name] = {
            "page_ms": round(own, 1),
            "read_ms": round(peer, 2),
            "ratio": round(own / max(peer, 0.001), 1),
        }
    base.close()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--households", type=int, default=600)
    parser.add_argument("--findings", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = measure(Path(folder), given.households, given.findings, given.rounds)
    if given.json:
        print(json.dumps(told, ensure_ascii=False))
        return
    for name, value in told.items():
        row = value if isinstance(value, dict) else {"": value}
        print(f"{name:<16}" + "".join(f"{key} {each:>8}   " for key, each in row.items()))


if __name__ == "__main__":
    main()
