package dev.signalbox.contracts.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String VALID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void carriesAValidTraceOn() {
        TraceContext trace = TraceContext.parse(VALID);
        assertThat(trace).isNotNull();
        assertThat(trace.traceparent()).isEqualTo(VALID);
        assertThat(trace.sampled()).isTrue();
    }

    @Test
    void readsLaterVersionsAsItsOwn() {
        TraceContext trace = TraceContext.parse("01" + VALID.substring(2) + "-what-comes-later");
        assertThat(trace).isNotNull();
        assertThat(trace.traceparent()).isEqualTo(VALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g"
            })
    void takesNothingElse(String header) {
        assertThat(TraceContext.parse(header)).isNull();
    }

    @Test
    void startsTracesThatAreValid() {
        assertThat(TraceContext.parse(TraceContext.start(0, 0, 0).traceparent()))
                .isNotNull();
        assertThat(TraceContext.parse(TraceContext.start(-1, -1, -1).traceparent()))
                .isNotNull();
    }
}
