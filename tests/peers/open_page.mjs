// Opens a network's page or picture in a browser and tells what is seen: node open_page.mjs BROWSER FILE [NAME TO SEARCH] [PNG]
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(import.meta.url)("playwright-core");
const [executablePath, path, name = "", png = ""] = process.argv.slice(2);

// Area that labels share, by the area of all labels.
function overlap(boxes) {
  const area = ([x1, y1, x2, y2]) => Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
  let shared = 0;
  boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) => {
    shared += area([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);
  }));
  return boxes.length ? shared / boxes.reduce((sum, box) => sum + area(box), 0) : 0;
}

// What is moving is painted anew only when it has come to rest.
const frame = (page) => page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 200)));

async function picture(page) {
  const boxes = await page.evaluate(() => [...document.querySelectorAll(".labels text")].map((text) => {
    const { x, y, width, height } = text.getBBox();
    return [x, y, x + width, y + height];
  }));
  return { labels: boxes.length, overlap: overlap(boxes) };
}

async function network(page) {
  const told = { views: [] };
  const look = async () => {
    await frame(page);
    const boxes = await page.evaluate(() => window.network.labels().map((label) => label.box));
    told.views.push({ labels: boxes.length, overlap: overlap(boxes) });
  };
  told.counts = await page.textContent("#counts");
  told.nodes = await page.evaluate(() => window.network.nodes.map(({ id, label, values, start }) => ({ id, label, values, start })));
  told.weights = await page.evaluate(() => window.network.edges.map((edge) => edge.weight));
  told.legend = await page.evaluate(() => [...document.querySelectorAll("#nodes label, #edges label")].map((row) => row.textContent));
  await look();
  await page.mouse.move(700, 450);
  await page.mouse.wheel(0, -500);
  await look();
  await page.mouse.wheel(0, -500);
  await look();
  await page.keyboard.press("0");
  await frame(page);
  if (name) {
    await page.fill("#search", name);
    told.found = await page.evaluate(() => [...document.querySelectorAll("#found button")].map((each) => each.textContent));
    await page.keyboard.press("Enter");
    told.searched = await page.textContent("#detail");
    await page.keyboard.press("Escape");
    told.closed = await page.isHidden("#detail");
    const id = told.nodes.find((node) => node.label === told.found[0]).id;
    await page.keyboard.press("0");
    await frame(page);
    await page.mouse.click(...(await page.evaluate((id) => window.network.place(id), id)));
    told.clicked = await page.textContent("#detail");
    await page.keyboard.press("Escape");
  }
  await page.locator("#nodes input").first().click();
  told.filtered = await page.textContent("#counts");
  await page.locator("#nodes input").first().click();
  if (await page.isVisible("#low")) {
    await page.evaluate(() => { const low = document.getElementById("low"); low.value = low.max; low.dispatchEvent(new Event("input")); });
    told.later = await page.textContent("#counts");
  }
  return told;
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const asked = [], errors = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
  page.on("dialog", (dialog) => { errors.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(pathToFileURL(path).href);
  await frame(page);
  if (png) await page.screenshot({ path: png });
  const told = path.endsWith(".svg") ? await picture(page) : await network(page);
  process.stdout.write(JSON.stringify({ ...told, fetched: asked.slice(1), errors }));
} finally {
  await browser.close();
}
