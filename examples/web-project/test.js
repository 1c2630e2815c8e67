const assert = require("node:assert");
const fs = require("node:fs");
const { start } = require("./server.js");

(async () => {
  const server = await start();
  const base = `http://127.0.0.1:${server.address().port}`;
  const page = await (await fetch(base)).text();
  assert.match(page, /Today's dishes/);
  const dishes = await (await fetch(`${base}/api/dishes`)).json();
  assert.deepStrictEqual(dishes.map((dish) => dish.name), ["soup", "bread"]);
  fs.writeFileSync("report.json", JSON.stringify({ page: page.length, dishes: dishes.length }));
  console.log("the shop serves", dishes.length, "dishes");
  server.close();
})();
