package dev.signalbox.registry.adapter.db;

import dev.signalbox.registry.app.Cursor;
import dev.signalbox.registry.app.Page;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers by keyset: in order of the identifier, or with words to search for, the best match first. The searched
 * document has the alias {@code d}.
 *
 * @param id the column of the identifier
 * @param from tables and conditions
 * @param parameters of the conditions
 * @param text words to search for
 * @param after where the page before ended
 * @param limit most identifiers
 */
record Search(
        String id,
        String from,
        Map<String, Object> parameters,
        @Nullable String text,
        @Nullable Cursor after,
        int limit) {

    Uni<Page<String>> run(Mutiny.Session session) {
        Mutiny.SelectionQuery<Object[]> query = session.createNativeQuery(sql(), Object[].class);
        parameters.forEach(query::setParameter);
        if (text != null) {
            query.setParameter("text", text);
        }
        if (after != null) {
            query.setParameter("afterRank", after.rank()).setParameter("afterId", after.id());
        }
        return query.setMaxResults(limit + 1).getResultList().map(this::page);
    }

    private String sql() {
        String rank = text == null ? "cast(0 as float8)" : "cast(ts_rank(d.search, words) as float8)";
        String words = text == null ? "" : ", websearch_to_tsquery('english', cast(:text as text)) words";
        int where = from.indexOf(" where ");
        String matching = text == null ? "" : " and d.search @@ words";
        String behind = after == null
                ? ""
                : " where found.rank < :afterRank or found.rank = :afterRank and found.id > :afterId";
        return "select found.id, found.rank from (select " + id + " as id, " + rank + " as rank from "
                + from.substring(0, where) + words + from.substring(where) + matching + ") found"
                + behind + " order by found.rank desc, found.id";
    }

    private Page<String> page(List<Object[]> rows) {
        List<Object[]> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        Cursor next = rows.size() > limit ? cursor(shown.getLast()) : null;
        return new Page<>(shown.stream().map(row -> (String) row[0]).toList(), next);
    }

    private static Cursor cursor(Object[] row) {
        return new Cursor(((Number) row[1]).doubleValue(), (String) row[0]);
    }
}
