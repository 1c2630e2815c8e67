package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/**
 * Makes the JSON that Grafana reads from the short YAML of {@code observability/dashboards/source}. It takes what a panel
 * says: its title, unit, description, queries, and where it differs from the others its type, size, thresholds.
 */
final class Dashboards {

    /** Of the dashboard model; every later Grafana migrates it by itself. */
    private static final int SCHEMA_VERSION = 39;

    private static final int COLUMNS = 24;
    private static final int WIDTH = 8;
    private static final int STAT_WIDTH = 4;
    private static final int HEIGHT = 8;
    private static final int STAT_HEIGHT = 4;

    private final ArrayNode panels = Checkout.JSON.createArrayNode();
    private int x;
    private int y;
    private int lowest;
    private int id;

    private Dashboards() {}

    static ObjectNode of(JsonNode source) {
        return new Dashboards().dashboard(source);
    }

    private ObjectNode dashboard(JsonNode source) {
        for (JsonNode row : source.path("rows")) {
            row(row);
        }
        ObjectNode dashboard = Checkout.JSON.createObjectNode();
        dashboard.put("uid", source.path("uid").asText());
        dashboard.put("title", source.path("title").asText());
        dashboard.put("description", source.path("description").asText());
        dashboard.putArray("tags").add("signalbox");
        dashboard.put("schemaVersion", SCHEMA_VERSION);
        dashboard.put("version", 1);
        dashboard.put("editable", true);
        dashboard.put("graphTooltip", 1);
        dashboard.put("refresh", "30s");
        dashboard.putObject("time").put("from", "now-3h").put("to", "now");
        ArrayNode variables = dashboard.putObject("templating").putArray("list");
        variables
                .addObject()
                .put("name", "datasource")
                .put("label", "Prometheus")
                .put("type", "datasource")
                .put("query", "prometheus");
        source.path("variables").forEach(variable -> variable(variables.addObject(), variable));
        ObjectNode links = dashboard.putArray("links").addObject();
        links.put("type", "dashboards").put("title", "Signalbox").put("asDropdown", true);
        links.put("keepTime", true).putArray("tags").add("signalbox");
        dashboard.putObject("annotations").putArray("list").add(alerts());
        dashboard.set("panels", panels);
        return dashboard;
    }

    private static void variable(ObjectNode target, JsonNode variable) {
        target.put("name", variable.path("name").asText());
        target.put("label", variable.path("label").asText());
        target.put("type", "query");
        target.set("datasource", datasource());
        target.put("query", variable.path("values").asText());
        target.put("definition", variable.path("values").asText());
        target.put("refresh", 2);
        target.put("sort", 1);
        target.put("multi", true);
        target.put("includeAll", true);
        target.put("allValue", ".*");
        target.putObject("current").put("text", "All").put("value", "$__all");
    }

    /** When our alerts fired, as lines over every graph. */
    private static ObjectNode alerts() {
        ObjectNode alerts = Checkout.JSON.createObjectNode();
        alerts.put("name", "Alerts").put("enable", true).put("iconColor", "red");
        alerts.set("datasource", datasource());
        alerts.put("expr", "ALERTS{alertname=~\"Signalbox.*\",alertstate=\"firing\",severity=~\"critical|warning\"}");
        alerts.put("titleFormat", "{{alertname}}").put("step", "60s");
        return alerts;
    }

    private void row(JsonNode row) {
        x = 0;
        y = lowest;
        ObjectNode header = panels.addObject();
        header.put("id", ++id).put("type", "row").put("collapsed", false);
        header.put("title", row.path("title").asText());
        header.set("gridPos", place(COLUMNS, 1));
        header.putArray("panels");
        for (JsonNode panel : row.path("panels")) {
            panel(panel);
        }
    }

    private ObjectNode place(int width, int height) {
        if (x + width > COLUMNS) {
            x = 0;
            y = lowest;
        }
        ObjectNode place = Checkout.JSON.createObjectNode();
        place.put("h", height).put("w", width).put("x", x).put("y", y);
        x += width;
        lowest = Math.max(lowest, y + height);
        return place;
    }

    private void panel(JsonNode source) {
        String type = source.path("type").asText("timeseries");
        boolean stat = type.equals("stat");
        ObjectNode panel = panels.addObject();
        panel.put("id", ++id).put("type", type);
        panel.put("title", source.path("title").asText());
        panel.put("description", source.path("description").asText());
        panel.set("datasource", datasource());
        panel.set(
                "gridPos",
                place(
                        source.path("width").asInt(stat ? STAT_WIDTH : WIDTH),
                        source.path("height").asInt(stat ? STAT_HEIGHT : HEIGHT)));
        panel.set("fieldConfig", fields(source, type));
        panel.set("options", options(type));
        ArrayNode targets = panel.putArray("targets");
        char name = 'A';
        for (JsonNode query : source.path("queries")) {
            ObjectNode target = targets.addObject();
            target.put("refId", String.valueOf(name++));
            target.set("datasource", datasource());
            target.put("expr", query.path("expr").asText().strip());
            target.put("legendFormat", query.path("legend").asText());
            boolean now = !type.equals("timeseries");
            target.put("instant", now).put("range", !now);
            target.put("format", type.equals("table") ? "table" : "time_series");
        }
    }

    private static ObjectNode fields(JsonNode source, String type) {
        ObjectNode config = Checkout.JSON.createObjectNode();
        ObjectNode defaults = config.putObject("defaults");
        String unit = source.path("unit").asText();
        defaults.put("unit", unit);
        if (unit.equals("percentunit") && type.equals("timeseries")) {
            defaults.put("min", 0);
        }
        defaults.putObject("color")
                .put("mode", source.has("thresholds") || type.equals("stat") ? "thresholds" : "palette-classic");
        ArrayNode steps =
                defaults.putObject("thresholds").put("mode", "absolute").putArray("steps");
        if (!source.has("thresholds")) {
            steps.addObject()
                    .put("color", type.equals("stat") ? "text" : "green")
                    .putNull("value");
        }
        for (JsonNode threshold : source.path("thresholds")) {
            ObjectNode step =
                    steps.addObject().put("color", threshold.path("colour").asText());
            step.set("value", threshold.path("from"));
        }
        if (type.equals("timeseries")) {
            ObjectNode custom = defaults.putObject("custom");
            boolean stack = source.path("stack").asBoolean();
            custom.put("drawStyle", "line").put("lineWidth", 1).put("fillOpacity", stack ? 30 : 5);
            custom.put("showPoints", "never").put("spanNulls", true);
            custom.putObject("stacking").put("mode", stack ? "normal" : "none").put("group", "A");
        }
        config.putArray("overrides");
        return config;
    }

    private static ObjectNode options(String type) {
        ObjectNode options = Checkout.JSON.createObjectNode();
        switch (type) {
            case "stat" -> {
                options.put("colorMode", "value").put("graphMode", "none").put("textMode", "auto");
                options.putObject("reduceOptions")
                        .put("values", false)
                        .putArray("calcs")
                        .add("lastNotNull");
            }
            case "timeseries" -> {
                options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
                ObjectNode legend = options.putObject("legend");
                legend.put("displayMode", "list").put("placement", "bottom").put("showLegend", true);
            }
            case "table" -> options.put("showHeader", true);
            default -> throw new IllegalArgumentException("no panel of type " + type);
        }
        return options;
    }

    private static ObjectNode datasource() {
        return Checkout.JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
    }

    /** Every query of a dashboard as Grafana sends it, with its variables as they are when all is chosen. */
    static Map<String, String> queries(JsonNode dashboard) {
        Map<String, String> queries = new java.util.LinkedHashMap<>();
        for (JsonNode panel : dashboard.path("panels")) {
            Iterator<JsonNode> targets = panel.path("targets").elements();
            while (targets.hasNext()) {
                JsonNode target = targets.next();
                String name = dashboard.path("uid").asText() + " / "
                        + panel.path("title").asText() + " / "
                        + target.path("refId").asText();
                queries.put(
                        name,
                        target.path("expr")
                                .asText()
                                .replace("$__rate_interval", "1m")
                                .replace("$__range", "15m")
                                .replaceAll("\\$(backend|service)", ".*"));
            }
        }
        return queries;
    }
}
