package dev.signalbox.executor.app.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.json.Json;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSchemaTest {

    private static AnswerSchema schema(String json) throws JsonProcessingException {
        return AnswerSchema.of(Json.mapper().readTree(json));
    }

    private static AnswerSchema count() throws JsonProcessingException {
        return schema("{\"type\":\"object\",\"required\":[\"count\"],"
                + "\"properties\":{\"count\":{\"$ref\":\"#/$defs/n\"}},\"$defs\":{\"n\":{\"type\":\"integer\"}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"count\": 3}",
                "  {\"count\": 3}\n",
                "Here it is:\n```json\n{\"count\": 3}\n```\nAnything else?",
                "```\n{\"count\": 3}\n```",
                "The answer is {\"count\": 3}."
            })
    void findsTheValue(String text) throws Exception {
        AnswerSchema.Verdict verdict = count().judge(text);

        assertThat(verdict.errors()).isEmpty();
        assertThat(verdict.value()).hasToString("{\"count\":3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "three", "{\"count\": \"3\"}", "{}", "[3]", "{\"count\": 3"})
    void saysWhatIsWrong(String text) throws Exception {
        AnswerSchema.Verdict verdict = count().judge(text);

        assertThat(verdict.valid()).isFalse();
        assertThat(verdict.errors()).isNotEmpty();
    }

    @Test
    void doesNotFollowReferencesToOtherPlaces() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String elsewhere =
                    "{\"$ref\":\"http://127.0.0.1:" + server.getAddress().getPort() + "/secret\"}";
            assertThatThrownBy(() -> schema(elsewhere)).isInstanceOf(IllegalArgumentException.class);
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(0);
    }
}
