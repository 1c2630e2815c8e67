package dev.signalbox.session.app.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.session.SessionEnded;
import dev.signalbox.contracts.workflow.WorkflowProgressed;
import dev.signalbox.session.app.approvals.Askers;
import dev.signalbox.session.app.documents.EventListener;
import dev.signalbox.session.domain.webhooks.Delivery;
import dev.signalbox.session.domain.webhooks.Webhook;
import dev.signalbox.session.domain.webhooks.WebhookEvents;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a delivery down for each webhook that is to be told of what happened. */
public final class NotifyWebhooks implements EventListener {

    private final Webhooks webhooks;
    private final DeliverWebhooks deliveries;
    private final Askers askers;
    private final Clock clock;

    public NotifyWebhooks(Webhooks webhooks, DeliverWebhooks deliveries, Askers askers, Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.askers = askers;
        this.clock = clock;
    }

    @Override
    public boolean wants(Class<?> body, String key) {
        String type = WebhookEvents.type(body);
        return type != null && webhooks.anyWants(type);
    }

    @Override
    public void happened(String topic, Envelope envelope) {
        WebhookEvents.told(envelope.body()).ifPresent(told -> {
            TenantId tenant = tenant(envelope.body());
            if (tenant == null) {
                return;
            }
            for (Webhook webhook : webhooks.wanting(tenant, told.type())) {
                deliveries.add(Delivery.of(
                        id(webhook, envelope),
                        webhook.id(),
                        tenant,
                        told.type(),
                        body(told),
                        clock.instant().truncatedTo(ChronoUnit.MICROS)));
            }
        });
    }

    /** The same when the record comes again. */
    private static String id(Webhook webhook, Envelope envelope) {
        String name = webhook.id() + " " + envelope.id();
        return "msg_" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable TenantId tenant(Object body) {
        return switch (body) {
            case ApprovalRequested asked -> asked.tenant();
            case ApprovalDecided decided -> decided.tenant();
            case WorkflowProgressed progressed -> progressed.tenant();
            case SessionEnded ended -> ended.tenant();
            case TaskEnded ended ->
                askers.find(ended.taskId()).map(Askers.Asker::tenant).orElse(null);
            default -> null;
        };
    }

    private static String body(WebhookEvents.Told told) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", told.type());
        body.put("timestamp", told.at());
        body.put("data", told.data());
        try {
            return Json.mapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a " + told.type(), e);
        }
    }
}
