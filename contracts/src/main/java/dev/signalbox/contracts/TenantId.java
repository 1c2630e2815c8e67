package dev.signalbox.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names whose task, money and data it is.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ : -}
 */
public record TenantId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TenantId {
        Identifiers.check("TenantId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
