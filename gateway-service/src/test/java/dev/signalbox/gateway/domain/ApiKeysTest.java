package dev.signalbox.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.TenantId;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    @Test
    void knowsWhoseKeyItIs() {
        ApiKeys keys = ApiKeys.parse("one=alpha, t=w=o= =beta,");
        assertThat(keys.open()).isFalse();
        assertThat(keys.tenantOf("one")).isEqualTo(new TenantId("alpha"));
        assertThat(keys.tenantOf("t=w=o=")).isEqualTo(new TenantId("beta"));
        assertThat(keys.tenantOf("t=w=o")).isNull();
        assertThat(keys.tenantOf("")).isNull();
    }

    @Test
    void isOpenWithoutKeys() {
        assertThat(ApiKeys.parse("").open()).isTrue();
        assertThat(ApiKeys.parse(" , ").open()).isTrue();
    }

    @Test
    void doesNotQuoteAKeyThatIsWrittenWrongly() {
        assertThatThrownBy(() -> ApiKeys.parse("one=alpha,s3cret"))
                .hasMessageContaining("API key 2")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> ApiKeys.parse("s3cret=not a tenant")).hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> ApiKeys.parse("=alpha")).hasMessageContaining("API key 1");
    }
}
