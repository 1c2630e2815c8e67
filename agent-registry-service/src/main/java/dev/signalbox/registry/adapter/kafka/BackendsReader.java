package dev.signalbox.registry.adapter.kafka;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.registry.app.workbench.KnownPlaces;
import dev.signalbox.registry.config.RegistryConfig;
import dev.signalbox.registry.domain.workbench.Facts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** What backends announce, read from the beginning by every instance for itself. */
@ApplicationScoped
class BackendsReader implements KnownPlaces {

    private static final Logger LOG = Logger.getLogger(BackendsReader.class);

    private final Map<String, BackendAnnounced> backends = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Instant started;
    private final Duration settle;
    private final Duration silence;

    BackendsReader(Clock clock, RegistryConfig config) {
        this.clock = clock;
        this.started = clock.instant();
        this.settle = config.workbench().settle();
        this.silence = config.workbench().backendSilence();
    }

    @Incoming("backends")
    void announced(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() == null) {
                backends.remove(record.key());
            } else {
                read(record);
            }
        }
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        try {
            BackendAnnounced backend =
                    RecordCodec.decode(record, RecordType.BACKEND_ANNOUNCED).as(BackendAnnounced.class);
            backends.put(backend.backend(), backend);
        } catch (UnreadableRecordException | ClassCastException e) {
            // The router puts it to the dead letters; here it only means a backend fewer.
            LOG.debugf("an unreadable backend at offset %d: %s", record.offset(), e.getMessage());
        }
    }

    @Override
    public Facts.Places now() {
        Instant now = clock.instant();
        List<BackendAnnounced> heard = backends.values().stream()
                .filter(BackendAnnounced::available)
                .filter(backend -> backend.dormant() || backend.announcedAt().isAfter(now.minus(silence)))
                .toList();
        boolean known = !heard.isEmpty() || now.isAfter(started.plus(settle));
        boolean models = heard.stream()
                .anyMatch(backend -> backend.capabilities().contains("models")
                        || !backend.models().isEmpty());
        List<String> full = heard.stream()
                .filter(backend -> backend.environment().equals("full"))
                .map(BackendAnnounced::backend)
                .sorted()
                .toList();
        return new Facts.Places(known, models, full);
    }
}
