package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.app.documents.Publication;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;

/**
 * The records that one change of a document publishes. What makes a task go on is sent in a step of its own, as everywhere;
 * events carry the step that they follow from. For one change: the step is the one that its maker's thread is in.
 */
final class Sends {

    private static final Logger LOG = Logger.getLogger(Sends.class);
    private static final Set<String> ACTED_UPON = Set.of(Topics.TASK_REQUESTS, Topics.TASK_COMMANDS);

    private final RecordCodec codec;
    private final Tracing tracing;
    /** The change itself runs on another thread, which is in no step. */
    private final Step by = Step.current();

    private final Steps steps = new Steps();
    private final Map<String, Step> accepted = new LinkedHashMap<>();

    Sends(RecordCodec codec, Tracing tracing) {
        this.codec = codec;
        this.tracing = tracing;
    }

    ProducerRecord<String, byte[]> record(Publication publication) {
        if (publication.body() == null) {
            return new ProducerRecord<>(publication.topic(), null, null, publication.key(), null, new RecordHeaders());
        }
        String place = publication.trace() == null ? by.trace() : publication.trace();
        if (ACTED_UPON.contains(publication.topic())) {
            Step sending = steps.keep(tracing.sending(publication.topic(), publication.key(), place))
                    .with(Semantics.TASK_ID, publication.key());
            publication.after().forEach(sending::after);
            place = sending.trace();
            if (publication.topic().equals(Topics.TASK_REQUESTS)) {
                accepted.put(publication.key(), sending);
            }
        }
        return codec.encode(
                publication.topic(), publication.key(), publication.id(), publication.body(), publication.at(), place);
    }

    /** The change is committed, and with it what it publishes. */
    void committed() {
        accepted.forEach((task, step) -> {
            try (Step.Scope ignored = step.enter()) {
                LOG.infof("task accepted taskId=%s", task);
            }
        });
        steps.close();
    }
}
