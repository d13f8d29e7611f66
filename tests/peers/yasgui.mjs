// Asks a query in YASGUI, in a browser: `node yasgui.mjs PAGE QUERY CHROMIUM` prints what it got and what it drew.
//
// The page is another's origin than the endpoint's, so that the browser asks for leave (CORS).
import { chromium } from "playwright-core";

const [page, query, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const tab = await browser.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  await tab.goto(page);
  await tab.waitForFunction(() => window.yasgui?.getTab()?.getYasqe());
  const bindings = await tab.evaluate(async (text) => {
    const { yasgui } = window;
    yasgui.getTab().getYasqe().setValue(text);
    await yasgui.getTab().getYasqe().query();
    return yasgui.getTab().getYasr().results.getBindings();
  }, query);
  await tab.waitForSelector(".yasr table tbody tr");
  const drawn = await tab.locator(".yasr table tbody tr").count();
  console.log(JSON.stringify({ bindings, drawn, errors }));
} finally {
  await browser.close();
}
