// Has Mermaid draw a file in a browser, as a page with its defaults does, and tells what is seen: node draw_mermaid.mjs BROWSER FILE [PNG]
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const [executablePath, path, png] = process.argv.slice(2);

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  await page.route("**/*", (route) => route.abort()); // nothing is fetched
  await page.setContent("<!doctype html><html><body></body></html>");
  await page.addScriptTag({ content: readFileSync(require.resolve("mermaid/dist/mermaid.min.js"), "utf-8") });
  const drawn = await page.evaluate(async (text) => {
    window.mermaid.initialize({ startOnLoad: false });
    const { svg } = await window.mermaid.render("drawing", text);
    document.body.innerHTML = svg;
    const texts = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent.trim());
    return {
      nodes: texts("g.node .nodeLabel"),
      edges: texts("g.edgeLabel .edgeLabel"),
      lines: document.querySelectorAll("path.flowchart-link").length,
      elements: [...new Set([...document.querySelectorAll("svg *")].map((each) => each.tagName.toLowerCase()))].sort(),
      fills: [...document.querySelectorAll("g.node")].map((each) => getComputedStyle(each.querySelector("rect,path,polygon,circle")).fill),
    };
  }, readFileSync(path, "utf-8"));
  if (png) await page.locator("svg").first().screenshot({ path: png });
  process.stdout.write(JSON.stringify(drawn));
} finally {
  await browser.close();
}
