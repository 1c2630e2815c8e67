package dev.signalbox.systemtests.deploy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is asked of Prometheus by what is shipped, for tests that have one. */
public final class ShippedQueries {

    private ShippedQueries() {}

    /** Every query of every dashboard, by dashboard, panel and number in it. */
    public static Map<String, String> ofDashboards() {
        Map<String, String> queries = new LinkedHashMap<>();
        DashboardsTest.all().forEach(dashboard -> queries.putAll(Dashboards.queries(dashboard)));
        return queries;
    }

    /** The file of alerts. */
    public static Path rules() {
        return Checkout.root().resolve(ObservabilityRulesTest.RULES);
    }
}
