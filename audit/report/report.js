// Shows the report's data in pages: never more than a few hundred rows stand in the document. No network, no library.
(function () {
  "use strict";
  const D = JSON.parse(document.getElementById("data").textContent);
  const T = D.texts, MARK = { c: "✓", p: "△", m: "✗", n: "—", x: "·", o: "纸" }, ZH = { c: "齐全", p: "不全", m: "缺失", n: "不适用", x: "未查", o: "有纸质件" };
  const F = { unit: 0, rule: 1, severity: 2, item: 3, remedy: 4, judge: 5, state: 6, id: 7, person: 8, what: 9, expected: 10, actual: 11, todo: 12, files: 13, quotes: 14, sources: 15 };
  // So many rows of a list are printed, fewer of those that lead to others: the workbook has them all.
  const PRINTED = 100, PRINTED_FEW = 40, decided = new Set(D.decided), byId = (id) => document.getElementById(id);

  function el(tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props || {})) {
      if (name === "class") node.className = value;
      else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  // A file's name, linked to where it lies; a file inside a zip leads to the zip.
  function fileLink(at) {
    const path = D.paths[at], shown = Array.isArray(path) ? path[0] : path;
    const target = Array.isArray(path) ? path[1] : path.split("!/")[0];
    if (!D.base) return document.createTextNode(shown);
    const way = target === "." ? "" : "/" + target.split("/").map(encodeURIComponent).join("/");
    return el("a", { href: D.base + way, target: "_blank", rel: "noopener" }, shown);
  }

  // The units stand depth first, so what lies below one is a run.
  const ends = D.units.map((_, at) => at + 1), children = D.units.map(() => []);
  for (let at = D.units.length - 1; at >= 0; at--) {
    const above = D.units[at][1];
    if (above >= 0) { ends[above] = Math.max(ends[above], ends[at]); children[above].unshift(at); }
  }
  const found = new Int32Array(D.units.length);
  for (const row of D.findings) for (let at = row[F.unit]; at >= 0; at = D.units[at][1]) found[at]++;
  function chain(at) { const names = []; for (; at >= 0; at = D.units[at][1]) names.unshift(at); return names; }
  const names = new Map();
  function unitName(at) {
    if (!names.has(at)) {
      const own = chain(at).map((each) => D.units[each][0]);
      names.set(at, (own.length > 1 ? own.slice(1) : own).join("") + (D.units[at][2] === 3 ? "户" : ""));
    }
    return names.get(at);
  }

  // A list in pages: `row` makes a node of one of `places`, which goes into `wrap`, which may stand in a `frame`.
  function paged(host, size, row, wrap, frame, printed = PRINTED) {
    const bar = el("div", { class: "pager" }), body = wrap || el("div");
    let places = [], page = 0, shownSize = size;
    host.replaceChildren(frame || body, bar);
    function draw() {
      const pages = Math.max(1, Math.ceil(places.length / shownSize));
      page = Math.min(Math.max(page, 0), pages - 1);
      const from = page * shownSize, part = places.slice(from, from + shownSize);
      body.replaceChildren(...part.map(row));
      const go = (to) => () => { page = to; draw(); };
      bar.replaceChildren(...(places.length <= shownSize ? [] : [
        el("button", { type: "button", onclick: go(0), ...(page ? {} : { disabled: "" }) }, "首页"),
        el("button", { type: "button", onclick: go(page - 1), ...(page ? {} : { disabled: "" }) }, "上一页"),
        el("span", {}, `第 ${from + 1}–${from + part.length} 条，共 ${places.length} 条`, el("span", { class: "paper" }, "，其余见 report.xlsx")),
        el("button", { type: "button", onclick: go(page + 1), ...(page < pages - 1 ? {} : { disabled: "" }) }, "下一页"),
        el("button", { type: "button", onclick: go(pages - 1), ...(page < pages - 1 ? {} : { disabled: "" }) }, "末页"),
      ]));
    }
    return {
      show(list) { places = list; page = 0; draw(); },
      print(on) { shownSize = on ? Math.max(size, printed) : size; draw(); },
    };
  }
  const lists = [];
  function pager(...given) { const made = paged(...given); lists.push(made); return made; }
  addEventListener("beforeprint", () => lists.forEach((list) => list.print(true)));
  addEventListener("afterprint", () => lists.forEach((list) => list.print(false)));

  // --- the five ways -------------------------------------------------------------------------------------------
  const ways = D.remedies.map(() => []);
  const rest = [];
  D.findings.forEach((row, at) => (row[F.remedy] < 0 ? rest : ways[row[F.remedy]]).push(at));
  const wayList = pager(byId("way-list"), 8, (at) => {
    const row = D.findings[at], sources = row[F.sources] || [];
    const copied = row[F.remedy] === 0 && sources.length;
    return el("li", {},
      ...(copied ? [el("b", {}, unitName(row[F.unit]) + (row[F.item] ? "　" + row[F.item] : "")), "　"] : [T[row[F.what]], el("br"), el("span", { class: "fix" }, T[row[F.todo]])]),
      ...(copied ? sources.flatMap(([path, what], place) => [place ? "；" : "", `${T[what]}，复印自 `, fileLink(path)]) : []), "　",
      el("button", { type: "button", class: "link screen", onclick: () => showOne(at) }, `第 ${at + 1} 条`));
  }, el("ol", { class: "list" }), undefined, PRINTED_FEW);
  const cards = D.remedies.map(([zh, about], way) => el("button", { type: "button", onclick: () => pickWay(way) },
    zh, el("b", {}, String(ways[way].length)), el("small", {}, about)));
  byId("five").replaceChildren(...cards);
  function pickWay(way) {
    cards.forEach((card, at) => card.setAttribute("aria-pressed", String(at === way)));
    byId("way-title").textContent = ways[way].length ? `${D.remedies[way][0]}：${ways[way].length} 条` : `${D.remedies[way][0]}：没有`;
    wayList.show(ways[way]);
  }
  pickWay(Math.max(0, ways.findIndex((way) => way.length)));

  // --- what next -----------------------------------------------------------------------------------------------
  if (D.plan && D.plan.rows.length) {
    const P = { way: 0, desk: 1, what: 2, time: 3, wait: 4, begin: 5, due: 6, findings: 7, person: 8 }, rows = D.plan.rows;
    const desk = byId("plan-desk"), way = byId("plan-way"), body = el("tbody"), box = byId("plan");
    const named = rows.some((row) => row[P.person]);
    const heads = ["次序", "办什么", "怎么补", "了结", "约用时", "要等", ...(D.plan.dated ? ["开始", "完成期限"] : []), ...(named ? ["责任人"] : [])];
    const table = el("div", { class: "scroll" }, el("table", { class: "plan" }, el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", {}, text)))), body));
    const list = pager(box, 15, (at) => {
      const row = rows[at];
      return el("tr", {}, el("td", {}, String(at + 1)), el("td", { class: "left" }, row[P.what]), el("td", {}, row[P.way]),
        el("td", {}, el("button", { type: "button", class: "link", onclick: () => showSome(row[P.findings]) }, `${row[P.findings].length} 条`)),
        el("td", {}, row[P.time]), el("td", {}, row[P.wait] ? `${row[P.wait]} 天` : ""),
        ...(D.plan.dated ? [el("td", {}, row[P.begin]), el("td", {}, el("b", {}, row[P.due]))] : []), ...(named ? [el("td", {}, row[P.person])] : []));
    }, body, table, PRINTED_FEW);
    const offer = (select, place, all) => {
      const counted = rows.reduce((sums, row) => sums.set(row[place], (sums.get(row[place]) || 0) + 1), new Map());
      const names = [...counted.keys()].sort((one, other) => one.localeCompare(other, "zh-CN"));
      select.replaceChildren(el("option", { value: "" }, all), ...names.map((name) => el("option", { value: name }, `${name}（${counted.get(name)}）`)));
    };
    const draw = () => {
      const found = rows.map((row, at) => at).filter((at) => (!desk.value || rows[at][P.desk] === desk.value) && (!way.value || rows[at][P.way] === way.value));
      byId("plan-count").textContent = `${found.length} 件`;
      list.show(found);
    };
    offer(desk, P.desk, "全部"); offer(way, P.way, "全部");
    desk.addEventListener("change", draw); way.addEventListener("change", draw);
    draw();
  }

  // --- the matrix, unit by unit --------------------------------------------------------------------------------
  const childList = { list: null };
  function marksOf(at, items) {
    const [, , , marks, notes] = D.units[at];
    return items.map(([id, title], place) => {
      const code = marks[place] || "x", note = notes[place] === undefined ? "" : "，" + T[notes[place]];
      return el("td", { class: code, title: `${id} ${title}：${ZH[code]}${note}` }, MARK[code] + (note.includes("？") ? "?" : ""));
    });
  }
  function showUnit(at) {
    const [, above, depth, marks, notes] = D.units[at], items = D.levels[depth][1], host = byId("matrix");
    const way = chain(at).flatMap((each) => [el("button", { type: "button", class: "link", onclick: () => showUnit(each) }, D.units[each][0]), " › "]).slice(0, -1);
    const parts = [el("p", { class: "screen" }, ...way, "　", el("button", { type: "button", class: "link", onclick: () => filterUnit(at) }, `看这里的 ${found[at]} 条问题`)),
      el("h3", {}, `${unitName(at)}（${D.levels[depth][0]}档案）`)];
    if (marks) {
      parts.push(el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...["项目", "状态", "说明"].map((text) => el("th", {}, text)))),
        el("tbody", {}, ...items.map(([id, title], place) => el("tr", {}, el("td", {}, `${id} ${title}`),
          el("td", { class: marks[place] }, `${MARK[marks[place]]} ${ZH[marks[place]]}`),
          el("td", { class: "left" }, notes[place] === undefined ? "" : T[notes[place]])))))));
    }
    D.timelines.filter((line) => line[0] === at).forEach((line) => parts.push(timeline(line)));
    host.replaceChildren(...parts);
    if (!children[at].length) return;
    const below = D.units[children[at][0]][2], own = D.levels[below][1];
    const body = el("tbody"), box = el("div");
    host.append(el("h3", {}, `下属${D.levels[below][0]}档案 ${children[at].length} 个`), box);
    const table = el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, el("th", {}, "单位"),
      ...own.map(([id, title]) => el("th", { title }, id)), el("th", {}, "问题"))), body));
    const list = paged(box, 60, (child) => el("tr", {},
      el("td", {}, el("button", { type: "button", class: "link", onclick: () => showUnit(child) }, D.units[child][0])),
      ...marksOf(child, own), el("td", {}, String(found[child]))), body, table);
    list.show(children[at]);
    childList.list = list;
    const legend = el("details", { class: "small" }, el("summary", {}, "各项编号是什么"), ...own.map(([id, title]) => el("div", {}, `${id} ${title}`)));
    host.append(legend);
  }
  addEventListener("beforeprint", () => childList.list && childList.list.print(true));
  addEventListener("afterprint", () => childList.list && childList.list.print(false));

  function timeline(line) {
    return el("p", { class: "small" }, `${line[0] >= 0 ? unitName(line[0]) : ""}　${line[1]}：`,
      ...line[2].flatMap(([name, on, file, page], at) => [at ? " → " : "", el("span", { title: `${Array.isArray(D.paths[file]) ? D.paths[file][0] : D.paths[file]} 第 ${page} 页` }, `${on} ${T[name]}`)]));
  }

  // --- findings ------------------------------------------------------------------------------------------------
  function filesOf(files) {
    const line = (file) => el("p", { class: "file" }, fileLink(file), decided.has(file) ? el("b", { class: "decided" }, "　人工更正") : null);
    if (files.length <= 5) return files.map(line);
    return [...files.slice(0, 4).map(line), el("details", { class: "file" }, el("summary", {}, `还有 ${files.length - 4} 个文件`), ...files.slice(4, 60).map(line))];
  }
  function finding(at) {
    const row = D.findings[at], severity = D.severities[row[F.severity]], rule = D.rules[row[F.rule]];
    return el("div", { class: `finding ${severity[0]}` },
      el("p", {}, el("b", {}, `${at + 1}. ${severity[1]}${row[F.judge] ? "（待核实）" : ""}`), "　", rule[2] ? el("span", { class: "tag" }, "前后矛盾") : null,
        row[F.remedy] >= 0 ? el("span", { class: "tag" }, D.remedies[row[F.remedy]][0]) : null,
        D.states.length ? el("span", { class: `tag state${row[F.state]}` }, D.states[row[F.state]]) : null, T[row[F.what]]),
      T[row[F.expected]] ? el("p", {}, `应当：${T[row[F.expected]]}　现在：${T[row[F.actual]]}`) : null,
      ...(row[F.quotes] || []).map(([file, page, text, crop]) => el("p", { class: "quote" }, `“${T[text]}”　`, fileLink(file), page ? ` 第 ${page} 页` : "",
        crop === undefined ? null : el("img", { class: "crop", src: "data:image/jpeg;base64," + D.crops[crop], alt: "扫描件上的这一处" }))),
      el("p", { class: "fix" }, `怎么办：${T[row[F.todo]]}`),
      ...(row[F.sources] || []).map(([file, what]) => el("p", { class: "file" }, `可以复印：${T[what]}　`, fileLink(file))),
      ...filesOf(row[F.files] || []),
      el("p", { class: "rule" }, `${unitName(row[F.unit])}　${row[F.item] ? "项目 " + row[F.item] + "　" : ""}规则 ${rule[0]}（${rule[1]}）${T[row[F.person]] ? "　责任人 " + T[row[F.person]] : ""}${row[F.id] ? "　编号 " + row[F.id] : ""}`));
  }
  const list = pager(byId("findings"), 50, finding);
  const pick = { severity: byId("f-severity"), rule: byId("f-rule"), remedy: byId("f-remedy"), state: byId("f-state"), words: byId("f-words"), person: byId("f-person") };
  const selects = [0, 1, 2, 3].map((depth) => byId(`f-unit-${depth}`));
  let root = -1, only = null;
  function options(select, rows, all) {
    select.replaceChildren(el("option", { value: "" }, all), ...rows.map(([value, text]) => el("option", { value: String(value) }, text)));
  }
  const counted = (place) => D.findings.reduce((sums, row) => { sums[row[place]] = (sums[row[place]] || 0) + 1; return sums; }, {});
  const perRule = counted(F.rule), perSeverity = counted(F.severity), perWay = counted(F.remedy);
  options(pick.severity, D.severities.map(([, zh], at) => [at, `${zh}（${perSeverity[at] || 0}）`]), "全部");
  options(pick.rule, D.rules.map(([, summary], at) => [at, `${summary}（${perRule[at] || 0}）`]), "全部");
  options(pick.remedy, [...D.remedies.map(([zh], at) => [at, `${zh}（${perWay[at] || 0}）`]), [-1, `其余：核对更正（${perWay[-1] || 0}）`]], "全部");
  const perState = counted(F.state);
  options(pick.state, D.states.map((zh, at) => [at, `${zh}（${perState[at] || 0}）`]).filter(([at]) => perState[at]), "全部");
  pick.state.parentElement.hidden = !D.states.length;
  const people = [...new Set(D.findings.map((row) => row[F.person]))].map((at) => T[at]).filter(Boolean).sort();
  options(pick.person, people.map((name) => [name, name]), "全部");
  pick.person.parentElement.hidden = !people.length;
  function units(at) {
    root = at;
    const way = at < 0 ? [] : chain(at);
    let rows = D.units.map((unit, place) => place).filter((place) => D.units[place][1] < 0);
    selects.forEach((select, depth) => {
      const live = rows.length > 0 && (depth === 0 || way.length >= depth);
      select.hidden = !live;
      if (!live) { options(select, [], ""); return; }
      options(select, rows.map((place) => [place, `${D.units[place][0]}（${found[place]}）`]), ["全部", "本级和所有乡镇", "本级和所有村", "本级和所有户"][depth]);
      select.value = depth < way.length ? String(way[depth]) : "";
      rows = depth < way.length ? children[way[depth]] : [];
    });
  }
  selects.forEach((select, depth) => select.addEventListener("change", () => {
    units(select.value === "" ? (depth ? chain(root)[depth - 1] : -1) : Number(select.value));
    apply();
  }));
  function apply() {
    const words = pick.words.value.trim(), severity = pick.severity.value, rule = pick.rule.value, way = pick.remedy.value, state = pick.state.value, person = pick.person.value;
    const rows = [];
    D.findings.forEach((row, at) => {
      if (only ? !only.has(at) : (root >= 0 && (row[F.unit] < root || row[F.unit] >= ends[root])) || (severity !== "" && row[F.severity] !== Number(severity)) ||
        (rule !== "" && row[F.rule] !== Number(rule)) || (way !== "" && row[F.remedy] !== Number(way)) || (state !== "" && row[F.state] !== Number(state)) || (person !== "" && T[row[F.person]] !== person) ||
        (words !== "" && !T[row[F.what]].includes(words) && !unitName(row[F.unit]).includes(words))) return;
      rows.push(at);
    });
    only = null;
    byId("f-count").textContent = `${rows.length} 条`;
    list.show(rows);
  }
  function reset() { Object.values(pick).forEach((field) => { field.value = ""; }); units(-1); }
  function showSome(ats) { reset(); only = new Set(ats); apply(); byId("findings-title").scrollIntoView(); }
  function showOne(at) { showSome([at]); }
  function filterUnit(at) { reset(); units(at); apply(); byId("findings-title").scrollIntoView(); }
  ["severity", "rule", "remedy", "state", "person"].forEach((name) => pick[name].addEventListener("change", apply));
  let typing = 0;
  pick.words.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(apply, 200); });
  byId("f-reset").addEventListener("click", () => { reset(); apply(); });
  units(-1); apply();
  if (D.units.length) showUnit(D.units.findIndex((unit, at) => unit[1] < 0 && children[at].length) < 0 ? 0 : D.units.findIndex((unit, at) => unit[1] < 0 && children[at].length));

  // --- lists side by side, timelines, files not read -----------------------------------------------------------
  if (D.chains.length) {
    const select = byId("chain-pick"), host = byId("chain");
    options(select, D.chains.map((each, at) => [at, `${each[1]}　${each[2]}（${each[4].length} 户）`]), "选一个村");
    select.firstChild.remove();
    const draw = () => {
      const [village, , stage, columns, rows] = D.chains[Number(select.value)], body = el("tbody"), box = el("div"), lines = el("div");
      host.replaceChildren(el("h3", {}, select.selectedOptions[0].textContent), box, lines);
      const table = el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...["户主", ...columns, "不一致"].map((text) => el("th", {}, text)))), body));
      const side = paged(box, 100, ([head, marks, differs]) => el("tr", {}, el("td", {}, head),
        ...marks.map(([mark, on, file]) => {
          const cell = el("td", { class: mark === "✓" ? "c" : mark === "✗" ? "m" : "x" }, mark);
          if (file !== undefined) { cell.title = Array.isArray(D.paths[file]) ? D.paths[file][0] : D.paths[file]; if (on) cell.append(el("br"), on); }
          return cell;
        }), el("td", { class: "left" }, T[differs])), body, table);
      side.show(rows);
      const own = D.timelines.filter((line) => line[0] >= 0 && D.units[line[0]][1] === village && line[1] === stage);
      if (own.length) lines.append(el("h3", {}, `各户时间线（${own.length} 户）`));
      const box2 = el("div"); lines.append(box2);
      paged(box2, 50, timeline).show(own);
    };
    select.addEventListener("change", draw);
    draw();
  }
  // --- what was mended since the run before, what was waived -----------------------------------------------------
  const told = ([unit, item, what, rule, said]) => el("li", {}, el("b", {}, T[unit] + (item ? "　" + item : "")), "　", T[what],
    el("span", { class: "rule" }, `　${T[rule]}　${typeof said === "number" ? T[said] : "上次见于 " + said}`));
  if (D.mended.length) pager(byId("mended"), 50, told, el("ol", { class: "list" })).show(D.mended);
  if (D.waived.length) pager(byId("waived"), 50, told, el("ol", { class: "list" })).show(D.waived);
  D.unread.forEach(([, , files], at) => {
    paged(byId(`unread-${at}`), 50, ([path, said]) => el("p", { class: "file" }, fileLink(path), T[said])).show(files);
  });
  document.body.setAttribute("data-ready", String(D.findings.length));
})();
