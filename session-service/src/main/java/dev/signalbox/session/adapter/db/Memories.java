package dev.signalbox.session.adapter.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.session.adapter.db.PgTaskStore.Statement;
import dev.signalbox.session.domain.Memory;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What agents remember of their sessions: one statement to read and one to write for each batch that has any. */
final class Memories {

    private static final String LOAD = """
            select c.tenant, c.session_id, c.agent_id, c.conversation
            from session.conversations c join unnest($1::text[], $2::text[], $3::text[]) as k(tenant, session, agent)
                on c.tenant = k.tenant and c.session_id = k.session and c.agent_id = k.agent""";
    /** Of two tasks of a session at once the one with more turns stays; of as many, the one that ended last. */
    private static final String KEEP = """
            insert into session.conversations as c
                (tenant, session_id, agent_id, turn_count, conversation, updated_at)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::timestamptz[])
            on conflict (tenant, session_id, agent_id) do update set turn_count = excluded.turn_count,
                conversation = excluded.conversation, updated_at = excluded.updated_at
            where excluded.turn_count >= c.turn_count""";

    private Memories() {}

    static Uni<Map<Memory.Key, Conversation>> load(SqlConnection connection, Collection<Memory.Key> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return connection.preparedQuery(LOAD).execute(keys(List.copyOf(keys))).map(Memories::read);
    }

    private static Map<Memory.Key, Conversation> read(RowSet<Row> rows) {
        Map<Memory.Key, Conversation> found = new HashMap<>();
        for (Row row : rows) {
            Memory.Key key =
                    new Memory.Key(new TenantId(row.getString(0)), new SessionId(row.getString(1)), row.getString(2));
            try {
                found.put(key, Json.mapper().readValue(row.getString(3), Conversation.class));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the kept conversation of " + key + " is not readable", e);
            }
        }
        return found;
    }

    /** @param memories one for each key, in the order of the keys */
    static Statement keep(List<Memory> memories) {
        Tuple parameters = keys(memories.stream().map(Memory::key).toList())
                .addArrayOfInteger(memories.stream()
                        .map(memory -> memory.conversation().turnCount())
                        .toArray(Integer[]::new))
                .addArrayOfString(memories.stream().map(Memories::conversation).toArray(String[]::new))
                .addArrayOfOffsetDateTime(memories.stream()
                        .map(memory -> PgTaskStore.time(memory.at()))
                        .toArray(OffsetDateTime[]::new));
        return new Statement(KEEP, parameters, -1);
    }

    private static Tuple keys(List<Memory.Key> keys) {
        return Tuple.tuple()
                .addArrayOfString(strings(keys, key -> key.tenant().value()))
                .addArrayOfString(strings(keys, key -> key.session().value()))
                .addArrayOfString(strings(keys, Memory.Key::agent));
    }

    private static String[] strings(List<Memory.Key> keys, Function<Memory.Key, String> column) {
        List<String> values = new ArrayList<>(keys.size());
        keys.forEach(key -> values.add(column.apply(key)));
        return values.toArray(String[]::new);
    }

    private static String conversation(Memory memory) {
        try {
            return Json.mapper().writeValueAsString(memory.conversation());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a conversation", e);
        }
    }
}
