package dev.signalbox.simulators.models;

import java.time.Duration;

/** How large a model is: larger ones take more steps and more time. */
enum ModelClass {
    SMALL(150, Duration.ofMillis(300)),
    MIDDLE(80, Duration.ofMillis(600)),
    LARGE(50, Duration.ofMillis(1100));

    private final int tokensPerSecond;
    private final Duration firstToken;

    ModelClass(int tokensPerSecond, Duration firstToken) {
        this.tokensPerSecond = tokensPerSecond;
        this.firstToken = firstToken;
    }

    int tokensPerSecond() {
        return tokensPerSecond;
    }

    Duration firstToken() {
        return firstToken;
    }

    static ModelClass of(String model) {
        if (model.contains("haiku") || model.contains("luna") || model.contains("mini")) {
            return SMALL;
        }
        return model.contains("opus") || model.contains("fable") || model.contains("astra") ? LARGE : MIDDLE;
    }
}
