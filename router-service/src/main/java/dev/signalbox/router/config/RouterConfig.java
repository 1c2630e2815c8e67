package dev.signalbox.router.config;

import dev.signalbox.router.domain.LearnedAnalyser;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator can set for the router, beside addresses and ports. */
@ConfigMapping(prefix = "signalbox.router")
public interface RouterConfig {

    /** A price list to use instead of the shipped one ({@code SIGNALBOX_PRICES}). Read at start. */
    Optional<Path> prices();

    /** A routing policy to use instead of the shipped one ({@code SIGNALBOX_ROUTING_POLICY}). Read at start. */
    Optional<Path> policy();

    /** Tables of teams to use instead of the shipped ones ({@code SIGNALBOX_TEAMS}). Read at start. */
    Optional<Path> teams();

    /**
     * How long requests are held after the start for a first executor to announce itself. Longer gives slow executors
     * time; shorter rejects sooner where there is none.
     */
    @WithDefault("15s")
    Duration firstAnnouncementWait();

    /**
     * Share of first attempts that chance decides, instead of the policy's ({@code SIGNALBOX_EXPLORATION}); 0 to 0.5.
     * Without any, no other policy can be judged by what happened, and routes that look worse are never tried again.
     */
    Optional<Double> exploration();

    /**
     * When the sentence embedding of a prompt is computed ({@code SIGNALBOX_EMBEDDINGS}): {@code auto} where its words
     * leave it open, {@code always}, or {@code off}. It costs some milliseconds of processor time for a prompt and 250 MB
     * of memory; off, more prompts are judged wrongly (docs/routing-model.md says how many).
     */
    @WithDefault("auto")
    LearnedAnalyser.Embeddings embeddings();

    /**
     * Share of the requests that policies in the shadow decide, too; 0 to 1. Less costs less time: each shadow takes about
     * as long as the decision itself.
     */
    @WithDefault("1.0")
    double shadowShare();
}
