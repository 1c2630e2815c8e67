package dev.signalbox.contracts.route;

import dev.signalbox.contracts.Money;

/**
 * A cheaper model than the one that the task or its agent names would do.
 *
 * @param model full id of the cheaper one
 * @param successProbability with it, on the chosen backend and tier
 * @param saving expected, for each attempt
 * @param because in words
 */
public record ModelAdvice(String model, double successProbability, Money saving, String because) {}
