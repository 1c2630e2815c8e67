package dev.signalbox.session.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Route;
import java.time.Duration;
import java.time.Instant;

/**
 * An attempt that was sent to a backend and has not ended.
 *
 * @param number counts from 1
 * @param timeout longest run time
 */
public record ActiveAttempt(
        int number, Route route, String explanation, Money expectedCost, Duration timeout, Instant dispatchedAt) {}
