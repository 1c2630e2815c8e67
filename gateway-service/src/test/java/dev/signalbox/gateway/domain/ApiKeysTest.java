package dev.signalbox.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.TenantId;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private static ApiKeys.Tenant tenant(String id) {
        return new ApiKeys.Tenant(new TenantId(id));
    }

    @Test
    void knowsWhoseKeyItIs() {
        ApiKeys keys = ApiKeys.parse("one=alpha, t=w=o= =beta,", "three = Ada Lovelace");
        assertThat(keys.open()).isFalse();
        assertThat(keys.holderOf("one")).isEqualTo(tenant("alpha"));
        assertThat(keys.holderOf("t=w=o=")).isEqualTo(tenant("beta"));
        assertThat(keys.holderOf("three")).isEqualTo(new ApiKeys.Operator("Ada Lovelace"));
        assertThat(keys.holderOf("t=w=o")).isNull();
        assertThat(keys.holderOf("")).isNull();
    }

    @Test
    void isOpenWithoutKeys() {
        assertThat(ApiKeys.parse("", "").open()).isTrue();
        assertThat(ApiKeys.parse(" , ", " ").open()).isTrue();
    }

    @Test
    void asksEverybodyForAKeyWhereOnlyOperatorsHaveOne() {
        assertThat(ApiKeys.parse("", "one=ada").open()).isFalse();
    }

    @Test
    void doesNotQuoteAKeyThatIsWrittenWrongly() {
        assertThatThrownBy(() -> ApiKeys.parse("one=alpha,s3cret", ""))
                .hasMessageContaining("API key 2")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> ApiKeys.parse("s3cret=not a tenant", "")).hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> ApiKeys.parse("=alpha", "")).hasMessageContaining("API key 1");
        assertThatThrownBy(() -> ApiKeys.parse("", "one=ada,s3cret=<b>"))
                .hasMessageContaining("operator key 2")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void refusesAKeyThatIsATenantsAndAnOperators() {
        assertThatThrownBy(() -> ApiKeys.parse("s3cret=alpha", "s3cret=ada"))
                .hasMessageContaining("ada")
                .hasMessageNotContaining("s3cret");
    }
}
