package dev.signalbox.simulators.models;

import dev.signalbox.simulators.models.Brain.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What members of a generated team do: they write files that fit their step; reviewed ones add what was missing. */
final class TeamWork {

    private static final Pattern STEP = Pattern.compile("# Your step: ([^\\n]+)");
    private static final String REVIEWED = "# Your work was reviewed and did not pass";

    private TeamWork() {}

    /** Whether a member of a team is asked. */
    static boolean is(String asked) {
        return STEP.matcher(asked).find();
    }

    static List<Step> of(String asked, Prompt prompt) {
        Matcher step = STEP.matcher(asked);
        List<Step> steps = new ArrayList<>();
        if (step.find() && prompt.offers("write_file")) {
            files(step.group(1).strip(), asked.contains(REVIEWED))
                    .forEach((path, content) -> steps.add(
                            new Step("I write " + path + ".", "write_file", Map.of("path", path, "content", content))));
        }
        return steps;
    }

    private static Map<String, String> files(String step, boolean reviewed) {
        Map<String, String> files = new LinkedHashMap<>();
        switch (step.toLowerCase(Locale.ROOT)) {
            case "design" ->
                files.put(
                        "DESIGN.md",
                        "# Design\n\nEntities: product, cart, order.\n\nEndpoints: GET /products, POST /cart,"
                                + " POST /orders.\n\nPages: products, cart.\n");
            case "database" ->
                files.put(
                        "schema.sql",
                        "create table product (id bigint primary key, name text not null, cents bigint not null);\n"
                                + "create table cart (id bigint primary key, product_id bigint references product);\n"
                                + "create table orders (id bigint primary key, cents bigint not null);\n");
            case "backend" -> files.put("backend/server.py", SERVER);
            case "frontend" -> {
                files.put("frontend/ProductList.jsx", PRODUCTS);
                if (reviewed) {
                    files.put("frontend/Cart.jsx", CART);
                }
                files.put("frontend/App.jsx", reviewed ? APP.replace("</main>", "<Cart /></main>") : APP);
            }
            case "tests" -> files.put("tests/test_shop.py", TESTS);
            case "operation" -> {
                files.put("Dockerfile", "FROM python:3\nCOPY . /app\nCMD [\"python3\", \"/app/backend/server.py\"]\n");
                files.put("start.sh", "#!/bin/bash\nset -eu\nexec python3 backend/server.py\n");
            }
            case "documentation" -> files.put("README.md", "# Shop\n\nStart it with `bash start.sh`.\n");
            default -> {
                String name = step.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
                files.put(name + ".md", "# " + step + "\n\nWritten by a simulated model.\n");
            }
        }
        return files;
    }

    private static final String SERVER = """
            import json
            from http.server import BaseHTTPRequestHandler, HTTPServer

            PRODUCTS = [{"id": 1, "name": "Lamp", "cents": 4200}]


            class Shop(BaseHTTPRequestHandler):
                def do_GET(self):
                    body = json.dumps(PRODUCTS).encode()
                    self.send_response(200)
                    self.send_header("content-type", "application/json")
                    self.end_headers()
                    self.wfile.write(body)


            if __name__ == "__main__":
                HTTPServer(("127.0.0.1", 8000), Shop).serve_forever()
            """;

    private static final String PRODUCTS = """
            export function ProductList({ products }) {
              return <ul>{products.map((one) => <li key={one.id}>{one.name}</li>)}</ul>;
            }
            """;

    private static final String CART = """
            export function Cart({ items = [] }) {
              return <aside>{items.length} in the cart</aside>;
            }
            """;

    private static final String APP = """
            export default function App() {
              return <main><ProductList products={[]} /></main>;
            }
            """;

    private static final String TESTS = """
            import unittest


            class ShopTest(unittest.TestCase):
                def test_sum_of_a_cart(self):
                    self.assertEqual(sum([4200, 800]), 5000)


            if __name__ == "__main__":
                unittest.main()
            """;
}
