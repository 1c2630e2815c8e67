const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { dishes } = require("menu");

exports.start = () =>
  new Promise((resolve) => {
    const server = http.createServer((request, response) => {
      if (request.url === "/api/dishes") {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(dishes));
      } else {
        response.setHeader("content-type", "text/html");
        response.end(fs.readFileSync(path.join(__dirname, "public", "index.html")));
      }
    });
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
