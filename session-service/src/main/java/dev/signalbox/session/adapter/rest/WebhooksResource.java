package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.webhooks.Webhooks;
import dev.signalbox.session.domain.webhooks.Webhook;
import dev.signalbox.session.domain.webhooks.WebhookStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who is told of events by HTTP, behind the gateway. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class WebhooksResource {

    private final Webhooks webhooks;

    WebhooksResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /**
     * What is registered.
     *
     * @param events types; the usual ones when absent
     * @param secret to sign with; made when absent
     */
    public record Registration(
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable String secret) {

        @Override
        public String toString() {
            return "Registration[" + url + "]";
        }
    }

    /**
     * A webhook as its owner sees it.
     *
     * @param secret told once, when it is registered
     * @param failures failed tries since the last that succeeded
     * @param disabledBecause why it is told of nothing any more
     */
    public record WebhookView(
            String id,
            String url,
            List<String> events,
            WebhookStatus status,
            Instant createdAt,
            @Nullable String secret,
            int failures,
            @Nullable String lastFailure,
            @Nullable Instant lastSuccessAt,
            @Nullable String disabledBecause) {

        static WebhookView of(Webhook webhook, boolean withSecret) {
            return new WebhookView(
                    webhook.id(),
                    webhook.url(),
                    webhook.events(),
                    webhook.status(),
                    webhook.createdAt(),
                    withSecret ? webhook.secret() : null,
                    webhook.failures(),
                    webhook.lastFailure(),
                    webhook.lastSuccessAt(),
                    webhook.disabledBecause());
        }

        @Override
        public String toString() {
            return "WebhookView[" + id + "]";
        }
    }

    /** All of a tenant. */
    public record WebhookList(List<WebhookView> items) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<WebhookView> register(
            @HeaderParam("X-Signalbox-Tenant") @DefaultValue("default") String tenant, @Nullable Registration body) {
        if (body == null || body.url() == null) {
            throw new RefusedException(ProblemType.INVALID_REQUEST.because("url says where deliveries go."));
        }
        Webhook webhook = webhooks.register(
                new TenantId(tenant), body.url(), body.events() == null ? List.of() : body.events(), body.secret());
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, WebhookView.of(webhook, true))
                .location(URI.create("/v1/webhooks/" + webhook.id()))
                .build();
    }

    @GET
    public WebhookList list(
            @HeaderParam("X-Signalbox-Tenant") @DefaultValue("default") String tenant, @Context UriInfo uri) {
        QueryParameters.of(uri.getQueryParameters());
        return new WebhookList(webhooks.list(new TenantId(tenant)).stream()
                .map(webhook -> WebhookView.of(webhook, false))
                .toList());
    }

    @GET
    @Path("/{id}")
    public WebhookView one(
            @HeaderParam("X-Signalbox-Tenant") @DefaultValue("default") String tenant, @PathParam("id") String id) {
        return webhooks.find(new TenantId(tenant), id)
                .map(webhook -> WebhookView.of(webhook, false))
                .orElseThrow(() -> missing(id));
    }

    @DELETE
    @Path("/{id}")
    public void remove(
            @HeaderParam("X-Signalbox-Tenant") @DefaultValue("default") String tenant, @PathParam("id") String id) {
        if (webhooks.remove(new TenantId(tenant), id).isEmpty()) {
            throw missing(id);
        }
    }

    private static RefusedException missing(String id) {
        return new RefusedException(ProblemType.NOT_FOUND.because("There is no webhook " + id + "."));
    }
}
