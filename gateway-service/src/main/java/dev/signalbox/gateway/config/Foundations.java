package dev.signalbox.gateway.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contracts.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** What everything stands on: one JSON form and one clock. */
final class Foundations {

    @Produces
    @Singleton
    ObjectMapper json() {
        return Json.mapper();
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }
}
