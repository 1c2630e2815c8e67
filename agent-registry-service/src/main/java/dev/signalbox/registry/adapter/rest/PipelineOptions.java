package dev.signalbox.registry.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.registry.domain.workbench.PipelinePlan;
import dev.signalbox.registry.domain.workbench.PipelinePlan.Deployment;
import dev.signalbox.registry.domain.workbench.PipelinePlan.Generator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline is to do.
 *
 * @param version which version; the newest when absent
 * @param template what to begin from
 * @param generator {@code model} has a model write the next version; otherwise the version is complete as it is
 * @param deploy {@code auto} when absent, {@code canary} or {@code manual}
 * @param share of the tasks that a canary gets, 0 to 0.5; 0.1 when absent
 * @param minimumRuns evidence that is asked for of a canary; 20 when absent
 */
@Schema(name = "PipelineOptions")
record PipelineOptions(
        @Nullable Integer version,
        @Nullable String template,
        @Nullable Generator generator,
        @Nullable Deployment deploy,
        @Nullable Double share,
        @Nullable Integer minimumRuns) {

    private static final String ANY_TEMPLATE = "custom";

    static final PipelineOptions DEFAULTS = new PipelineOptions(null, null, null, null, null, null);

    static PipelineOptions read(JsonNode json) {
        try {
            return Json.mapper().treeToValue(json, PipelineOptions.class);
        } catch (JsonProcessingException e) {
            throw Checks.invalid(
                    "/pipeline", "is true or {template, generator: template|model, deploy: auto|canary|manual, share}");
        }
    }

    /** What an agent is filled in from; a brief without a prompt needs some template. */
    @Nullable
    String templateFor(@Nullable String systemPrompt) {
        return template != null ? template : systemPrompt == null ? ANY_TEMPLATE : null;
    }

    PipelinePlan plan(TenantId tenant, @Nullable String by) {
        return new PipelinePlan(
                generator == null ? Generator.TEMPLATE : generator,
                template,
                deploy == null ? Deployment.AUTO : deploy,
                Checks.share(share),
                Checks.minimumRuns(minimumRuns),
                tenant,
                by);
    }
}
