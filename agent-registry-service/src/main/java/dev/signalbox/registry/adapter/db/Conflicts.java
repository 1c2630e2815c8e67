package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.app.Refused;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Violated keys told as problems. */
final class Conflicts {

    private static final String UNIQUE_VIOLATION = "23505";

    private Conflicts() {}

    /** The same, with a violated key turned into a {@code CONFLICT} with the given detail. */
    static <T> Uni<T> reported(Uni<T> change, String detail) {
        return change.onFailure(Conflicts::duplicate).transform(_ -> new Refused(ProblemType.CONFLICT, detail));
    }

    private static boolean duplicate(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException pg) {
                return UNIQUE_VIOLATION.equals(pg.getSqlState());
            }
            if (cause instanceof ConstraintViolationException violation) {
                return UNIQUE_VIOLATION.equals(violation.getSQLState());
            }
        }
        return false;
    }
}
