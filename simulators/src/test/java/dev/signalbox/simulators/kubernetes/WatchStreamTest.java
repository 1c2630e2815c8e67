package dev.signalbox.simulators.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a watcher is told, as by a real server. */
class WatchStreamTest {

    private final Vertx vertx = Vertx.vertx();
    private final PodStore store = new PodStore();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        vertx.close();
    }

    private static ObjectNode pod(String app) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.withObject("/metadata/labels").put("app", app);
        return pod;
    }

    private static String type(String line) {
        try {
            return Json.mapper().readTree(line).path("type").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    private void watch(long since) throws Exception {
        Predicate<JsonNode> selector =
                pod -> pod.at("/metadata/labels/app").asText().equals("mine");
        new WatchStream(store, selector, line -> told.add(type(line))).begin(since, vertx);
    }

    @Test
    void aPodThatWentBetweenTheListAndTheWatchIsToldAsDeleted() throws Exception {
        store.add("default/a", pod("mine"));
        long listed = store.version();
        store.change("default/a", pod -> pod.withObject("/status").put("phase", "Succeeded"));
        store.remove("default/a");

        watch(listed);

        assertThat(told).containsExactly("MODIFIED", "DELETED");
    }

    @Test
    void aPodThatTheSelectorNoLongerLetsThroughIsDeletedForItsWatcher() throws Exception {
        watch(0);
        store.add("default/a", pod("mine"));
        store.add("default/b", pod("other"));
        store.change("default/a", pod -> pod.withObject("/metadata/labels").put("app", "other"));
        store.change("default/a", pod -> pod.withObject("/metadata/labels").put("app", "mine"));

        assertThat(told).containsExactly("ADDED", "DELETED", "ADDED");
    }

    @Test
    void withoutAVersionAllPodsComeFirst() throws Exception {
        store.add("default/a", pod("mine"));

        watch(0);

        assertThat(told).containsExactly("ADDED");
    }
}
