package dev.signalbox.gateway.adapter.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.Refusal.FieldError;
import dev.signalbox.gateway.domain.Sha256;
import dev.signalbox.gateway.domain.Submission;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The body of a submission: the fields of {@link TaskSpec}, and beside them {@code sessionId} and {@code taskId}. Read
 * in one pass. What it says about a wrong body never quotes it.
 */
final class TaskJson {

    private static final String IDS = "signalbox.ids";
    private static final ObjectReader READER = Json.mapper()
            .readerFor(TaskSpec.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withHandler(new IdsBesideTheTask());
    private static final ObjectWriter CANONICAL =
            Json.mapper().writerFor(Submission.class).with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private TaskJson() {}

    private static final class Ids {
        private @Nullable TaskId taskId;
        private @Nullable SessionId sessionId;
    }

    /** Catches the two fields that the task itself does not have. */
    private static final class IdsBesideTheTask extends DeserializationProblemHandler {

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            boolean id = name.equals("taskId") || name.equals("sessionId");
            if (!id || deserializer.handledType() != TaskSpec.class || parser.currentToken() == JsonToken.VALUE_NULL) {
                return false;
            }
            Ids ids = (Ids) context.getAttribute(IDS);
            try {
                if (name.equals("taskId")) {
                    ids.taskId = context.readValue(parser, TaskId.class);
                } else {
                    ids.sessionId = context.readValue(parser, SessionId.class);
                }
            } catch (JsonMappingException e) {
                e.prependPath(TaskSpec.class, name);
                throw e;
            }
            return true;
        }
    }

    /** Reads a submission, or throws a {@link Refusal} that says what is wrong and where. */
    static Submission read(byte[] body) {
        if (blank(body)) {
            throw Refusal.of(ProblemType.MALFORMED_REQUEST, "the body is empty; send a task as JSON");
        }
        Ids ids = new Ids();
        TaskSpec task;
        try {
            task = READER.withAttribute(IDS, ids).readValue(body);
        } catch (IOException e) {
            throw refusal(e);
        }
        if (task == null) {
            throw Refusal.of(ProblemType.INVALID_TASK, "a task is a JSON object");
        }
        return new Submission(task, ids.sessionId, ids.taskId);
    }

    private static boolean blank(byte[] body) {
        for (byte character : body) {
            if (character > ' ' || character < 0) {
                return false;
            }
        }
        return true;
    }

    /** SHA-256 of the canonical form: order of fields, white space and unknown fields do not matter. */
    static String fingerprint(Submission submission) {
        try {
            return HexFormat.of().formatHex(Sha256.of(CANONICAL.writeValueAsBytes(submission)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a submission is JSON", e);
        }
    }

    /** What is wrong with a body, from Jackson's exception and without its text, which quotes the body. */
    static Refusal refusal(IOException failure) {
        boolean wellFormed = failure instanceof JsonMappingException && !causedByText(failure);
        return wellFormed ? wrongShape((JsonMappingException) failure) : notJson(failure);
    }

    private static boolean causedByText(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof com.fasterxml.jackson.core.exc.StreamReadException) {
                return true;
            }
        }
        return false;
    }

    private static Refusal notJson(IOException failure) {
        JsonLocation location = failure instanceof JsonProcessingException json ? json.getLocation() : null;
        if (location == null) {
            return Refusal.of(ProblemType.MALFORMED_REQUEST, "the body is not readable JSON");
        }
        String where = "line " + location.getLineNr() + ", column " + location.getColumnNr();
        return Refusal.of(
                ProblemType.MALFORMED_REQUEST,
                "the body is not readable JSON: it goes wrong at " + where,
                List.of(),
                Map.of("line", location.getLineNr(), "column", location.getColumnNr()));
    }

    private static Refusal wrongShape(JsonMappingException failure) {
        String pointer = failure.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
        if (pointer.length() > 200) {
            pointer = pointer.substring(0, 200);
        }
        Class<?> target = switch (failure) {
            case MismatchedInputException mismatch -> mismatch.getTargetType();
            case ValueInstantiationException refused -> refused.getType().getRawClass();
            default -> null;
        };
        String message = expectation(target);
        return Refusal.of(
                ProblemType.INVALID_TASK, (pointer + " " + message).strip(), List.of(new FieldError(pointer, message)));
    }

    private static String expectation(@Nullable Class<?> target) {
        if (target == null) {
            return "has a wrong value";
        }
        if (target.isEnum()) {
            return "is none of "
                    + Arrays.stream(target.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (target == TaskId.class || target == SessionId.class || target == AgentId.class) {
            return "is 1 to 64 characters of A-Z a-z 0-9 . _ : - and begins with a letter or digit";
        }
        if (target == Duration.class) {
            return "is no duration: write 30s, 5m, 1h, 250ms or PT30S";
        }
        if (target == Money.class || target == java.math.BigDecimal.class) {
            return "is no amount in dollars: write \"0.05\"";
        }
        if (target == Integer.class || target == int.class) {
            return "is not an integer";
        }
        if (target == String.class) {
            return "is not text";
        }
        if (Collection.class.isAssignableFrom(target)) {
            return "is not a list";
        }
        if (Map.class.isAssignableFrom(target)) {
            return "is not an object with text values";
        }
        return "is not a complete " + target.getSimpleName();
    }
}
