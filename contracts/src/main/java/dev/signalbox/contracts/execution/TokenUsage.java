package dev.signalbox.contracts.execution;

/**
 * Tokens of one or more calls of a model, each counted once: providers that include cached tokens in their input are
 * brought to this form first.
 *
 * @param input read and not served from the provider's cache
 * @param cacheRead read from the provider's cache
 * @param cacheWrite written to the provider's cache
 * @param output written, thinking included
 */
public record TokenUsage(long input, long cacheRead, long cacheWrite, long output) {

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                input + other.input, cacheRead + other.cacheRead, cacheWrite + other.cacheWrite, output + other.output);
    }

    /** All that the model read: what bands of long prompts are chosen by. */
    public long prompt() {
        return input + cacheRead + cacheWrite;
    }

    /** All that was read and written. */
    public long total() {
        return prompt() + output;
    }
}
