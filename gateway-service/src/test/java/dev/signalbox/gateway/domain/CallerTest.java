package dev.signalbox.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.telemetry.TraceContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

    private static String actor(@Nullable String given) {
        return Caller.of(new TenantId("alpha"), TraceContext.start(1, 2, 3), given)
                .actor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.org", "Ada Lovelace", "ci/deploy-7"})
    void isWhoItSaysItIs(String name) {
        assertThat(actor(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "a\nb", "<b>ada</b>", "-x", "\u00e4da"})
    void isItsTenantWhereTheNameIsNone(@Nullable String name) {
        assertThat(actor(name)).isEqualTo("alpha");
    }

    @Test
    void isItsTenantWhereTheNameIsTooLong() {
        assertThat(actor("a".repeat(101))).isEqualTo("alpha");
    }

    @Test
    void isAnOperatorByItsKeyAndNotByItsName() {
        TenantId tenant = new TenantId("alpha");
        TraceContext trace = TraceContext.start(1, 2, 3);
        assertThat(Caller.of(tenant, trace, "ops").operator()).isNull();
        assertThat(Caller.operator("ops", tenant, trace, null))
                .isEqualTo(new Caller(tenant, trace, "ops", "ops", Entrance.UNKNOWN));
        assertThat(Caller.operator("ops", tenant, trace, "ada").actor()).isEqualTo("ada");
        assertThat(Caller.local(tenant, trace, null))
                .isEqualTo(new Caller(tenant, trace, "alpha", "local", Entrance.UNKNOWN));
    }
}
