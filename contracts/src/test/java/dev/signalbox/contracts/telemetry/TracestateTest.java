package dev.signalbox.contracts.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracestateTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static Map<String, String> handedOn(String traceparent, String... tracestates) {
        Map<String, String> headers = new HashMap<>();
        TraceContext.headers(TraceContext.text(traceparent, List.of(tracestates)), headers::put);
        return headers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"congo=t61rcWkgMzE", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", "a=b c , 1t@sys=x,,z=!"})
    void whatOthersSayGoesOnUnchanged(String tracestate) {
        assertThat(handedOn(PARENT, tracestate)).isEqualTo(Map.of("traceparent", PARENT, "tracestate", tracestate));
        assertThat(TraceContext.parse(PARENT + " " + tracestate).text()).isEqualTo(PARENT + " " + tracestate);
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(handedOn(PARENT, "rojo=1", "congo=2")).containsEntry("tracestate", "rojo=1,congo=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " , ", "noequals", "Upper=1", "a=1,a=2", "a=", "a=b=c", "a=\u00e9", "a=1\r\nx: y", "a@b@c=1"
            })
    void oneThatIsNotValidIsDroppedAndTheTraceGoesOn(String broken) {
        assertThat(handedOn(PARENT, broken)).isEqualTo(Map.of("traceparent", PARENT));
    }

    @Test
    void moreThanThirtyTwoMembersAreNotValid() {
        assertThat(handedOn(PARENT, members(32, "x"))).containsKey("tracestate");
        assertThat(handedOn(PARENT, members(33, "x"))).doesNotContainKey("tracestate");
    }

    private static String members(int count, String value) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + "=" + value).collect(Collectors.joining(","));
    }

    @Test
    void ofWhatIsLongerThanMustBeCarriedLargeMembersGoFirstAndThenTheLast() {
        String exactly = "a=" + "x".repeat(253) + ",b=" + "x".repeat(254);
        assertThat(exactly).hasSize(512);
        assertThat(handedOn(PARENT, exactly)).containsEntry("tracestate", exactly);
        assertThat(handedOn(PARENT, exactly, "c=1")).containsEntry("tracestate", "a=" + "x".repeat(253) + ",c=1");

        String large = "large=" + "x".repeat(200);
        String small = members(31, "x".repeat(10));
        assertThat(handedOn(PARENT, large + "," + small).get("tracestate"))
                .startsWith("k0=")
                .doesNotContain("large")
                .hasSizeLessThanOrEqualTo(512)
                .hasSizeGreaterThan(400);
    }

    @Test
    void withoutAValidTraceNothingIsSaidOfIt() {
        assertThat(handedOn("no trace", "a=1")).isEmpty();
        assertThat(TraceContext.text(null, List.of("a=1"))).isNull();
        assertThat(TraceContext.text(PARENT + " smuggled=1", List.of())).isEqualTo(PARENT + " smuggled=1");
    }
}
