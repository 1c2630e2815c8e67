package dev.signalbox.session.adapter.db;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.session.app.sessions.SessionTalk;
import dev.signalbox.session.domain.ledger.Account;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is said in sessions, in PostgreSQL. */
@ApplicationScoped
class PgSessionTalk implements SessionTalk {

    private static final String KEEP = """
            insert into session.session_messages (tenant, session_id, message_id, sender, receiver, text, sent_at)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing""";
    private static final String MESSAGES = """
            select message_id, sender, receiver, text, sent_at from session.session_messages
            where tenant = $1 and session_id = $2 order by message_id""";
    private static final String REMEMBERED = """
            select tenant, session_id, sum(octet_length(conversation)) from session.conversations
            where (tenant, session_id) in (select * from unnest($1::text[], $2::text[])) group by 1, 2""";

    private final Pool pool;

    PgSessionTalk(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void keep(SessionMessageSent message) {
        Tuple parameters = Tuple.of(
                        message.tenant().value(), message.sessionId().value(), message.messageId())
                .addString(message.from())
                .addString(message.to())
                .addString(message.text())
                .addOffsetDateTime(PgDocuments.time(message.at()));
        PgDocuments.await(pool.preparedQuery(KEEP).execute(parameters));
    }

    @Override
    public List<SessionMessageSent> messages(Account.Key session) {
        List<SessionMessageSent> found = new ArrayList<>();
        for (Row row : PgDocuments.await(pool.preparedQuery(MESSAGES)
                .execute(Tuple.of(session.tenant().value(), session.session().value())))) {
            found.add(new SessionMessageSent(
                    session.session(),
                    session.tenant(),
                    row.getLong(0),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getOffsetDateTime(4).toInstant()));
        }
        return found;
    }

    @Override
    public Map<Account.Key, Long> remembered(Collection<Account.Key> sessions) {
        Map<Account.Key, Long> found = new HashMap<>();
        if (sessions.isEmpty()) {
            return found;
        }
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(
                        sessions.stream().map(key -> key.tenant().value()).toArray(String[]::new))
                .addArrayOfString(
                        sessions.stream().map(key -> key.session().value()).toArray(String[]::new));
        for (Row row : PgDocuments.await(pool.preparedQuery(REMEMBERED).execute(parameters))) {
            found.put(new Account.Key(new TenantId(row.getString(0)), new SessionId(row.getString(1))), row.getLong(2));
        }
        return found;
    }
}
