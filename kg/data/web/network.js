// Source: this project; licence: Apache-2.0. Draws the network page (kg/export/page.py) on one canvas: the places are told, so that
// nothing is left to do but to show them, which a general library does with more than it needs.
"use strict";
(() => {
  const told = JSON.parse(document.getElementById("network").textContent);
  const { nodes, edges, nodeTypes, edgeTypes, passages } = told;
  const canvas = document.querySelector("canvas"), pen = canvas.getContext("2d");
  const find = (id) => document.getElementById(id);
  const side = find("side"), detail = find("detail"), tip = find("tip"), search = find("search"), found = find("found");
  const view = { scale: 1, x: 0, y: 0 };
  const off = { nodes: new Set(), edges: new Set() };
  let width = 0, height = 0, hovered = null, chosen = null, shownLabels = [], allLabels = [], waiting = false, period = null;

  // --- what is joined to what --------------------------------------------------------------------------------------
  const pairs = new Map();
  nodes.forEach((node, number) => Object.assign(node, { number, edges: [], on: true, half: node.size / 2 }));
  edges.forEach((edge, number) => {
    Object.assign(edge, { number, from: nodes[edge.source], to: nodes[edge.target], on: true });
    edge.from.edges.push(edge);
    if (edge.to !== edge.from) edge.to.edges.push(edge);
    const pair = Math.min(edge.source, edge.target) + "-" + Math.max(edge.source, edge.target);
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(edge);
  });
  const heaviest = Math.max(1, ...edges.map((edge) => edge.weight));
  for (const many of pairs.values()) many.forEach((edge, number) => {
    const turn = edge.source <= edge.target ? 1 : -1;
    edge.bend = turn * (number - (many.length - 1) / 2) * 0.16;
    edge.width = heaviest > 1 ? 0.8 + 5.2 * Math.sqrt(edge.weight / heaviest) : 1.2;
    edge.mx = (edge.from.x + edge.to.x) / 2 - edge.bend * (edge.to.y - edge.from.y);
    edge.my = (edge.from.y + edge.to.y) / 2 + edge.bend * (edge.to.x - edge.from.x);
  });
  const usual = Math.max(0.12, Math.min(0.45, 0.45 * Math.sqrt(900 / edges.length))); // many lines, each fainter
  const byWeight = [...edges].sort((a, b) => a.weight - b.weight || a.number - b.number);
  const bySize = [...nodes].sort((a, b) => b.size - a.size || a.number - b.number);
  bySize.forEach((node, rank) => { node.rank = rank; });
  const squares = new Map(), SQUARE = 60;
  for (const node of nodes) {
    const key = Math.floor(node.x / SQUARE) + ":" + Math.floor(node.y / SQUARE);
    if (!squares.has(key)) squares.set(key, []);
    squares.get(key).push(node);
  }

  // --- time: every date is a first and a last month ---------------------------------------------------------------
  const month = (date, last) => {
    const [year, of] = date.split("-").map(Number);
    return year * 12 + (of ? of - 1 : last ? 11 : 0);
  };
  const spell = (month) => Math.floor(month / 12) + "-" + String((month % 12) + 1).padStart(2, "0");
  for (const edge of edges) if (edge.start) Object.assign(edge, { first: month(edge.start, false), last: month(edge.end || edge.start, true) });
  const dated = edges.filter((edge) => edge.start);
  const span = dated.length ? dated.reduce(([low, high], edge) => [Math.min(low, edge.first), Math.max(high, edge.last)], [1e9, -1e9]) : null;

  // --- what is shown ----------------------------------------------------------------------------------------------
  function sift() {
    for (const edge of edges) {
      const inTime = !period || (edge.start !== "" && edge.first <= period[1] && edge.last >= period[0]);
      edge.on = inTime && !off.edges.has(edge.type) && !off.nodes.has(edge.from.type) && !off.nodes.has(edge.to.type);
    }
    const whole = !period && !off.edges.size;
    for (const node of nodes) node.on = !off.nodes.has(node.type) && (whole || node.edges.some((edge) => edge.on));
    const counted = (things) => things.reduce((sum, thing) => sum + thing.on, 0);
    find("counts").textContent = `${counted(nodes)} of ${nodes.length} nodes, ${counted(edges)} of ${edges.length} edges`;
    stale = true;
    draw();
  }

  // --- drawing ----------------------------------------------------------------------------------------------------
  const CORNERS = { rectangle: [[45, 1.2], [135, 1.2], [225, 1.2], [315, 1.2]], diamond: [[0, 1.2], [90, 1.2], [180, 1.2], [270, 1.2]],
    triangle: [[0, 1.25], [120, 1.25], [240, 1.25]], pentagon: [0, 72, 144, 216, 288].map((a) => [a, 1.1]),
    hexagon: [30, 90, 150, 210, 270, 330].map((a) => [a, 1.08]), octagon: [22.5, 67.5, 112.5, 157.5, 202.5, 247.5, 292.5, 337.5].map((a) => [a, 1.04]),
    star: [0, 36, 72, 108, 144, 180, 216, 252, 288, 324].map((a) => [a, a % 72 ? 0.58 : 1.3]) };
  for (const shape in CORNERS) CORNERS[shape] = CORNERS[shape].map(([angle, out]) => [out * Math.sin(angle * Math.PI / 180), -out * Math.cos(angle * Math.PI / 180)]);
  const DASHES = { dashed: [7, 4], dotted: [2, 3], dashdot: [9, 3, 2, 3] };

  function trace(path, shape, x, y, radius) {
    const corners = CORNERS[shape];
    if (!corners) { path.moveTo(x + radius, y); path.arc(x, y, radius, 0, 7); return; }
    corners.forEach(([dx, dy], number) => path[number ? "lineTo" : "moveTo"](x + radius * dx, y + radius * dy));
    path.closePath();
  }
  const sx = (x) => x * view.scale + view.x, sy = (y) => y * view.scale + view.y;
  const radius = (node) => Math.max(node.half * Math.min(view.scale, 1.6), 2.5);
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);

  // All that is shown is painted once and kept as a picture; what is pointed at is painted upon it. Where that painting takes long,
  // the picture is moved while the hand moves, and painted anew when it rests.
  const still = document.createElement("canvas"), seen = { scale: 0, x: 0, y: 0 };
  let cost = 0, resting = 0, stale = true;
  function draw(moving) {
    clearTimeout(resting);
    const lazy = moving && cost > 24;
    if (lazy) resting = setTimeout(() => draw(), 120);
    if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; paint(lazy); }); }
  }
  function paint(lazy) {
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) { canvas.width = width * ratio; canvas.height = height * ratio; stale = true; }
    if (!lazy && (stale || seen.scale !== view.scale || seen.x !== view.x || seen.y !== view.y)) {
      const began = performance.now();
      layer(() => { paintEdges(null); paintNodes(null); paintLabels(null); });
      still.width = canvas.width; still.height = canvas.height;
      still.getContext("2d").drawImage(canvas, 0, 0);
      Object.assign(seen, view); stale = false; allLabels = shownLabels;
      cost = performance.now() - began;
    }
    const grown = view.scale / seen.scale, centre = hovered || chosen, lit = centre && !lazy ? near(centre) : null;
    shownLabels = allLabels;
    layer(() => {
      pen.setTransform(grown, 0, 0, grown, (view.x - seen.x * grown) * ratio, (view.y - seen.y * grown) * ratio);
      pen.drawImage(still, 0, 0);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (!lit) return;
      pen.globalAlpha = 0.82; pen.fillStyle = css("--paper");
      pen.fillRect(0, 0, width, height);
      pen.globalAlpha = 1;
      paintEdges(lit); paintNodes(lit); paintLabels(lit);
    });
  }
  function layer(work) {
    const ratio = devicePixelRatio || 1;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    work();
  }
  const near = (thing) => thing.from
    ? { nodes: new Set([thing.from, thing.to]), edges: new Set([thing]) }
    : { nodes: new Set([thing, ...thing.edges.filter((edge) => edge.on).flatMap((edge) => [edge.from, edge.to])]), edges: new Set(thing.edges) };

  function paintEdges(lit) {
    const batches = new Map();
    for (const edge of byWeight) {
      if (!edge.on || (lit && !lit.edges.has(edge))) continue;
      const x1 = sx(edge.from.x), y1 = sy(edge.from.y), x2 = sx(edge.to.x), y2 = sy(edge.to.y);
      if (Math.max(x1, x2) < -50 || Math.min(x1, x2) > width + 50 || Math.max(y1, y2) < -50 || Math.min(y1, y2) > height + 50) continue;
      const step = Math.round(edge.width), key = `${step}:${edge.type}`;
      if (!batches.has(key)) batches.set(key, { path: new Path2D(), edge, step });
      const path = batches.get(key).path;
      path.moveTo(x1, y1);
      if (edge.from === edge.to) { const out = 2 * radius(edge.from); path.bezierCurveTo(x1 - out, y1 - 2 * out, x1 + out, y1 - 2 * out, x1, y1); }
      else if (edge.bend) path.quadraticCurveTo(sx(edge.mx), sy(edge.my), x2, y2);
      else path.lineTo(x2, y2);
    }
    for (const { path, edge, step } of [...batches.values()].sort((a, b) => a.step - b.step)) {
      const style = edgeTypes[edge.type];
      pen.globalAlpha = lit ? 0.9 : usual;
      pen.strokeStyle = style.colour;
      pen.lineWidth = Math.max(0.7, step * Math.min(1.5, Math.max(0.45, view.scale)));
      pen.setLineDash(DASHES[style.shape] || []);
      pen.stroke(path);
    }
    pen.setLineDash([]);
    if (lit) for (const edge of lit.edges) if (edge.on && edge.directed && edge.from !== edge.to) arrow(edge);
    pen.globalAlpha = 1;
  }
  function arrow(edge) {
    const x = sx(edge.to.x), y = sy(edge.to.y);
    const angle = Math.atan2(y - sy(edge.bend ? edge.my : edge.from.y), x - sx(edge.bend ? edge.mx : edge.from.x)), back = radius(edge.to) + 2;
    const tx = x - back * Math.cos(angle), ty = y - back * Math.sin(angle);
    pen.globalAlpha = 0.9; pen.fillStyle = edgeTypes[edge.type].colour;
    pen.beginPath(); pen.moveTo(tx, ty);
    for (const turn of [0.45, -0.45]) pen.lineTo(tx - 9 * Math.cos(angle + turn), ty - 9 * Math.sin(angle + turn));
    pen.fill();
  }
  const inSight = (node) => { const x = sx(node.x), y = sy(node.y); return node.on && x > -60 && x < width + 60 && y > -60 && y < height + 60; };

  function paintNodes(lit) {
    nodeTypes.forEach((style, type) => {
      const path = new Path2D();
      for (const node of bySize) if (node.type === type && inSight(node) && (!lit || lit.nodes.has(node))) trace(path, style.shape, sx(node.x), sy(node.y), radius(node));
      pen.fillStyle = style.colour; pen.strokeStyle = css("--paper"); pen.lineWidth = 1.2;
      pen.fill(path); pen.stroke(path);
    });
    if (lit) for (const node of [chosen, hovered]) if (node && !node.from && node.on) {
      const path = new Path2D(); trace(path, nodeTypes[node.type].shape, sx(node.x), sy(node.y), radius(node) + 3);
      pen.strokeStyle = css("--ink"); pen.lineWidth = 2; pen.stroke(path);
    }
  }

  // --- labels: the largest first, each where it lies on no other and on no node ----------------------------------
  class Taken {
    constructor() { this.cells = new Map(); }
    *touched(box) { for (let x = Math.floor(box[0] / 90); x <= Math.floor(box[2] / 90); x++) for (let y = Math.floor(box[1] / 90); y <= Math.floor(box[3] / 90); y++) yield x * 4096 + y; }
    add(box, owner) { for (const key of this.touched(box)) { if (!this.cells.has(key)) this.cells.set(key, []); this.cells.get(key).push([box, owner]); } }
    hits(box, owner) {
      for (const key of this.touched(box)) for (const [other, whose] of this.cells.get(key) || [])
        if (whose !== owner && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return true;
      return false;
    }
  }
  const widths = new Map();
  function paintLabels(lit) {
    shownLabels = [];
    const bodies = new Taken(), written = new Taken(), ink = css("--ink"), paper = css("--paper");
    const sighted = bySize.filter((node) => inSight(node) && (!lit || lit.nodes.has(node)));
    for (const node of bySize) if (inSight(node)) { const r = radius(node), x = sx(node.x), y = sy(node.y); bodies.add([x - r, y - r, x + r, y + r], node); }
    const centre = lit ? hovered || chosen : null;
    if (centre && !centre.from) { const at = sighted.indexOf(centre); if (at > 0) { sighted.splice(at, 1); sighted.unshift(centre); } }
    const panels = [side, detail].filter((panel) => !panel.hidden).map((panel) => panel.getBoundingClientRect());
    for (const panel of panels) written.add([panel.left, panel.top, panel.right, panel.bottom], null);
    pen.textAlign = "center"; pen.lineJoin = "round";
    for (const node of sighted) {
      if (shownLabels.length > 400) break;
      const size = 11 + Math.round(5 * Math.min(1, node.size / 48)), font = `${node === centre ? "600 " : ""}${size}px system-ui, "Noto Sans", "Segoe UI", sans-serif`;
      const text = node.label.length > 44 && node !== centre ? node.label.slice(0, 43) + "…" : node.label;
      if (!text.trim()) continue;
      pen.font = font;
      const key = size + text + (node === centre);
      if (!widths.has(key)) widths.set(key, pen.measureText(text).width);
      const wide = widths.get(key), r = radius(node), x = sx(node.x), y = sy(node.y);
      const below = r + size + 1, above = -r - size * 0.4, beside = r + 5 + wide / 2, aslant = r * 0.7 + wide / 2 + 1, lift = r * 0.3;
      const places = [[0, below], [0, above], [beside, size * 0.35], [-beside, size * 0.35],
        [aslant, below - lift], [-aslant, below - lift], [aslant, above + lift], [-aslant, above + lift]];
      const boxes = places.map(([dx, dy]) => [x + dx - wide / 2 - 2, y + dy - size * 0.95, x + dx + wide / 2 + 2, y + dy + size * 0.3]);
      let at = boxes.findIndex((box) => !written.hits(box, node) && !bodies.hits(box, node));
      if (at < 0 && (node.rank < 12 || (lit && lit.nodes.size < 40))) at = boxes.findIndex((box) => !written.hits(box, node));
      if (at < 0 && node === centre) at = 0;
      if (at < 0) continue;
      written.add(boxes[at], node);
      shownLabels.push({ id: node.id, box: boxes[at] });
      pen.lineWidth = 3; pen.strokeStyle = paper; pen.fillStyle = ink;
      pen.strokeText(text, x + places[at][0], y + places[at][1]);
      pen.fillText(text, x + places[at][0], y + places[at][1]);
    }
  }

  // --- what is told of a thing -----------------------------------------------------------------------------------
  function make(tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    if (tag !== "button") element.dir = "auto";
    return element;
  }
  const when = (thing) => [...new Set([thing.start, thing.end])].filter(Boolean).join(" to ");
  const counted = (edge) => `${edgeTypes[edge.type].label}${edge.weight === 1 ? "" : ` × ${edge.weight}`}`;
  const line = (edge) => [`${edge.from.label} ${edge.directed ? "→" : "–"} ${edge.to.label}`, [counted(edge), when(edge)].filter(Boolean).join(" · ")];
  const LIMIT = 200;

  function tell(thing) {
    detail.hidden = !thing;
    detail.replaceChildren();
    if (!thing) return;
    const close = make("button", "×"); close.id = "close"; close.title = "close (Esc)"; close.onclick = () => choose(null);
    detail.append(close);
    if (thing.from) tellEdge(thing, detail, true); else tellNode(thing);
    detail.scrollTop = 0;
  }
  function facts(thing, kind) {
    for (const [name, value] of Object.entries(thing.values)) if (!(kind === "edge" && (name === "evidence" || name === "sources"))) {
      detail.append(make("p", `${name.replaceAll("_", " ")}: ${value}`, "soft"));
    }
  }
  function tellNode(node) {
    detail.append(make("h2", node.label), make("p", [nodeTypes[node.type].label, when(node)].filter(Boolean).join(" · "), "soft"));
    facts(node, "node");
    detail.append(make("p", node.id, "soft"));
    const shown = node.edges.filter((edge) => edge.on).sort((a, b) => b.weight - a.weight || a.number - b.number);
    detail.append(make("h3", `${shown.length} ${shown.length === 1 ? "edge" : "edges"}`));
    for (const edge of shown.slice(0, LIMIT)) {
      const other = edge.from === node ? edge.to : edge.from, row = make("div"), name = make("button", other.label, "link");
      name.onclick = () => choose(other, true);
      const more = make("button", [counted(edge), when(edge)].filter(Boolean).join(" · "), "link"); more.style.color = "var(--soft)";
      more.onclick = () => choose(edge);
      row.append(name, " ", more);
      detail.append(row);
      if (edge.passages.length) quote(passages[edge.passages[0]], detail);
    }
    if (shown.length > LIMIT) detail.append(make("p", `and ${shown.length - LIMIT} more`, "soft"));
  }
  function tellEdge(edge) {
    const [ends, about] = line(edge), title = make("h2");
    const one = make("button", edge.from.label, "link"), other = make("button", edge.to.label, "link");
    one.onclick = () => choose(edge.from, true); other.onclick = () => choose(edge.to, true);
    title.append(one, edge.directed ? " → " : " – ", other);
    title.setAttribute("aria-label", ends);
    detail.append(title, make("p", about, "soft"));
    facts(edge, "edge");
    if (edge.passages.length) detail.append(make("h3", "Read in"));
    for (const number of edge.passages) quote(passages[number], detail);
    if (edge.values.sources) detail.append(make("h3", "Documents"), make("p", edge.values.sources, "soft"));
  }
  function quote([text, source, date], into) {
    const block = make("blockquote", text);
    block.append(make("p", [source, date].filter(Boolean).join(" · "), "soft"));
    into.append(block);
  }
  function choose(thing, move) {
    chosen = thing; hovered = null; tip.hidden = true;
    tell(thing);
    stale = true; // the panel hides labels
    if (thing && move && !thing.from) { view.x = width / 2 - thing.x * view.scale; view.y = height / 2 - thing.y * view.scale; }
    draw();
  }

  // --- pointing --------------------------------------------------------------------------------------------------
  function at(x, y) {
    const wx = (x - view.x) / view.scale, wy = (y - view.y) / view.scale, reach = Math.ceil(40 / view.scale / SQUARE);
    let best = null, least = Infinity;
    for (let i = -reach; i <= reach; i++) for (let j = -reach; j <= reach; j++) {
      for (const node of squares.get((Math.floor(wx / SQUARE) + i) + ":" + (Math.floor(wy / SQUARE) + j)) || []) {
        const away = Math.hypot(sx(node.x) - x, sy(node.y) - y) - radius(node);
        if (node.on && away < 5 && away < least) { best = node; least = away; }
      }
    }
    if (best) return best;
    least = 6;
    for (const edge of edges) if (edge.on && edge.from !== edge.to) {
      const away = distance(x, y, edge);
      if (away < least) { best = edge; least = away; }
    }
    return best;
  }
  function distance(x, y, edge) {
    const points = edge.bend ? [0, 0.25, 0.5, 0.75, 1].map((t) => ["x", "y"].map((axis) => {
      const middle = axis === "x" ? edge.mx : edge.my;
      return (1 - t) ** 2 * edge.from[axis] + 2 * t * (1 - t) * middle + t ** 2 * edge.to[axis];
    })) : [[edge.from.x, edge.from.y], [edge.to.x, edge.to.y]];
    let least = Infinity;
    for (let i = 1; i < points.length; i++) {
      const x1 = sx(points[i - 1][0]), y1 = sy(points[i - 1][1]), dx = sx(points[i][0]) - x1, dy = sy(points[i][1]) - y1;
      const t = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(x1 + t * dx - x, y1 + t * dy - y));
    }
    return least;
  }
  function point(event) {
    const thing = at(event.offsetX, event.offsetY);
    canvas.classList.toggle("over", !!thing);
    tip.hidden = !thing;
    if (thing) {
      tip.replaceChildren(...(thing.from ? line(thing) : [thing.label, [nodeTypes[thing.type].label, thing.values.post, thing.values.country].filter(Boolean).join(" · ")]).map((text, number) => make("div", text, number ? "soft" : "")));
      if (thing.from && thing.passages.length) tip.append(make("div", `“${passages[thing.passages[0]][0]}”`, "soft"));
      tip.style.left = Math.max(4, Math.min(event.clientX + 14, width - tip.offsetWidth - 8)) + "px";
      tip.style.top = Math.min(event.clientY + 14, height - tip.offsetHeight - 8) + "px";
    }
    if (thing !== hovered) { hovered = thing; draw(); }
  }
  function zoom(factor, x = width / 2, y = height / 2) {
    const scale = Math.max(0.02, Math.min(12, view.scale * factor));
    view.x = x - (x - view.x) * scale / view.scale; view.y = y - (y - view.y) * scale / view.scale; view.scale = scale;
    draw(true);
  }
  function fit() {
    const shown = nodes.filter((node) => node.on);
    if (!shown.length) { draw(); return; }
    const left = Math.min(...shown.map((n) => n.x - n.half)) - 40, right = Math.max(...shown.map((n) => n.x + n.half)) + 40;
    const top = Math.min(...shown.map((n) => n.y - n.half)) - 30, low = Math.max(...shown.map((n) => n.y + n.half)) + 40;
    const taken = width > 700 ? side.offsetWidth + 20 : 0;
    view.scale = Math.min((width - taken) / (right - left), height / (low - top), 1.6);
    view.x = taken + (width - taken) / 2 - view.scale * (left + right) / 2; view.y = height / 2 - view.scale * (top + low) / 2;
    draw();
  }
  const fingers = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); fingers.set(event.pointerId, event); moved = 0; });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) { point(event); return; }
    if (fingers.size === 1) { view.x += event.clientX - before.clientX; view.y += event.clientY - before.clientY; draw(true); }
    else {
      const [other] = [...fingers.entries()].filter(([id]) => id !== event.pointerId).map(([, finger]) => finger);
      const apart = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
      zoom(apart(event) / (apart(before) || 1), (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
    }
    moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
    fingers.set(event.pointerId, event);
    tip.hidden = true;
  });
  const lift = (event) => { if (fingers.delete(event.pointerId) && moved < 5 && event.type === "pointerup") choose(at(event.offsetX, event.offsetY)); };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => { tip.hidden = true; if (hovered) { hovered = null; draw(); } });
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.offsetX, event.offsetY); }, { passive: false });

  // --- the panel -------------------------------------------------------------------------------------------------
  function sample(style, isEdge) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), mark = document.createElementNS(svg.namespaceURI, "path");
    svg.setAttribute("width", 20); svg.setAttribute("height", 16); svg.setAttribute("aria-hidden", "true");
    const corners = CORNERS[style.shape];
    if (isEdge) { mark.setAttribute("d", "M0,8H20"); mark.setAttribute("stroke", style.colour); mark.setAttribute("stroke-width", 3); if (DASHES[style.shape]) mark.setAttribute("stroke-dasharray", DASHES[style.shape].join(" ")); }
    else { mark.setAttribute("fill", style.colour); mark.setAttribute("d", corners ? "M" + corners.map(([x, y]) => `${10 + 6.5 * x},${8 + 6.5 * y}`).join("L") + "Z" : "M16.5,8a6.5,6.5 0 1 1 -13,0a6.5,6.5 0 1 1 13,0Z"); }
    svg.append(mark);
    return svg;
  }
  function legend(into, types, things, hidden, isEdge) {
    types.forEach((style, type) => {
      const row = make("label"), box = make("input"), name = make("span", style.label);
      box.type = "checkbox"; box.checked = true;
      box.onchange = () => { if (box.checked) hidden.delete(type); else hidden.add(type); sift(); };
      row.append(box, sample(style, isEdge), name, make("span", things.reduce((sum, thing) => sum + (thing.type === type), 0), "count"));
      into.append(row);
    });
  }
  legend(find("nodes"), nodeTypes, nodes, off.nodes, false);
  legend(find("edges"), edgeTypes, edges, off.edges, true);
  if (span && span[1] > span[0]) {
    const [low, high] = ["low", "high"].map(find), said = find("period");
    for (const slider of [low, high]) { slider.min = span[0]; slider.max = span[1]; }
    low.value = span[0]; high.value = span[1];
    const slide = (event) => {
      if (+low.value > +high.value) { if (event.target === low) high.value = low.value; else low.value = high.value; }
      const whole = +low.value === span[0] && +high.value === span[1];
      period = whole ? null : [+low.value, +high.value];
      said.textContent = `${spell(+low.value)} to ${spell(+high.value)}${whole ? ", and what has no date" : ""}`;
      if (event) sift();
    };
    low.oninput = high.oninput = slide;
    slide();
    find("time").hidden = false;
  }
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const names = nodes.map((node) => plain(node.label));
  function look() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const hits = words.length ? bySize.filter((node) => node.on && words.every((word) => names[node.number].includes(word))).slice(0, 30) : [];
    found.replaceChildren(...hits.map((node) => {
      const row = make("li"), name = make("button", node.label); name.dir = "auto";
      name.onclick = () => { if (view.scale < 0.7) view.scale = 1; choose(node, true); canvas.focus(); };
      row.append(name);
      return row;
    }));
    if (words.length && !hits.length) found.append(make("li", "nothing is called so", "soft"));
  }
  search.oninput = look;
  search.onkeydown = (event) => {
    if (event.key === "Enter") found.querySelector("button")?.click();
    if (event.key === "ArrowDown") { found.querySelector("button")?.focus(); event.preventDefault(); }
  };
  found.onkeydown = (event) => {
    const row = event.target.parentElement, next = event.key === "ArrowDown" ? row.nextElementSibling : event.key === "ArrowUp" ? row.previousElementSibling : null;
    if (next) { next.querySelector("button")?.focus(); event.preventDefault(); }
  };
  const theme = (dark) => { document.documentElement.dataset.theme = dark ? "dark" : "light"; stale = true; draw(); };
  const turn = () => theme(document.documentElement.dataset.theme !== "dark");
  find("fit").onclick = fit; find("in").onclick = () => zoom(1.4); find("out").onclick = () => zoom(1 / 1.4); find("theme").onclick = turn;
  let step = 0;
  function walk(by) {
    if (!chosen || chosen.from) { choose(bySize.find((node) => node.on) || null, true); return; }
    const around = [...near(chosen).nodes].slice(1);
    if (around.length) { step = (step + by + around.length) % around.length; choose(around[step], true); }
  }
  const KEYS = { "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), "0": fit, d: turn, "/": () => search.focus(), n: () => walk(1), p: () => walk(-1),
    ArrowLeft: () => { view.x += 60; draw(); }, ArrowRight: () => { view.x -= 60; draw(); }, ArrowUp: () => { view.y += 60; draw(); }, ArrowDown: () => { view.y -= 60; draw(); } };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") { if (document.activeElement === search) { search.value = ""; look(); } choose(null); canvas.focus(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|BUTTON|SUMMARY)$/.test(event.target.tagName)) return;
    const act = KEYS[event.key];
    if (act) { act(); event.preventDefault(); }
  });
  const measure = () => { width = innerWidth; height = innerHeight; };
  addEventListener("resize", () => { measure(); draw(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => theme(event.matches));
  measure();
  theme(matchMedia("(prefers-color-scheme: dark)").matches);
  sift();
  fit();
  // For scripts: what is there, where it is on the screen, and which labels are shown.
  window.network = { nodes, edges, fit, zoom, labels: () => shownLabels, place: (id) => { const node = nodes.find((each) => each.id === id); return [sx(node.x), sy(node.y)]; } };
})();
