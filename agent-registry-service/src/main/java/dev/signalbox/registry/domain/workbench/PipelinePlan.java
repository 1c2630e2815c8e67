package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a version.
 *
 * @param generator who writes it
 * @param template what to begin from, or to fall back to
 * @param deploy what happens when it is ready
 * @param share of the tasks that a canary gets
 * @param minimumRuns evidence that is asked for of a canary
 * @param tenant who pays for the tasks
 * @param by who asked
 * @param trace where it was asked, as text of trace context: all its tasks go on from there
 */
public record PipelinePlan(
        Generator generator,
        @Nullable String template,
        Deployment deploy,
        double share,
        int minimumRuns,
        TenantId tenant,
        @Nullable String by,
        @Nullable String trace) {

    /** Asked for without a trace. */
    public PipelinePlan(
            Generator generator,
            @Nullable String template,
            Deployment deploy,
            double share,
            int minimumRuns,
            TenantId tenant,
            @Nullable String by) {
        this(generator, template, deploy, share, minimumRuns, tenant, by, null);
    }

    /** The same, asked there. */
    public PipelinePlan traced(@Nullable String place) {
        return new PipelinePlan(generator, template, deploy, share, minimumRuns, tenant, by, place);
    }

    /** Who writes the version. */
    public enum Generator {
        /** It is complete as it is. */
        NONE,
        /** It was filled in from a template. */
        TEMPLATE,
        /** A model writes the next version from what this one says. */
        MODEL
    }

    /** What happens when a version is ready. */
    public enum Deployment {
        AUTO,
        CANARY,
        MANUAL
    }

    /** The same for a version that is complete. */
    public PipelinePlan generated() {
        return new PipelinePlan(Generator.NONE, template, deploy, share, minimumRuns, tenant, by, trace);
    }
}
