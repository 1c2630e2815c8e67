package dev.signalbox.session.adapter.db;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskState;

/** Tasks as JSON. The states are told apart by a name, which must never change once rows hold it. */
final class TaskDocuments {

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TaskState.Routing.class, name = "routing"),
        @JsonSubTypes.Type(value = TaskState.AwaitingApproval.class, name = "awaiting-approval"),
        @JsonSubTypes.Type(value = TaskState.Dispatched.class, name = "dispatched"),
        @JsonSubTypes.Type(value = TaskState.Running.class, name = "running"),
        @JsonSubTypes.Type(value = TaskState.Finishing.class, name = "finishing"),
        @JsonSubTypes.Type(value = TaskState.Retrying.class, name = "retrying"),
        @JsonSubTypes.Type(value = TaskState.Stopping.class, name = "stopping"),
        @JsonSubTypes.Type(value = TaskState.CancelledEarly.class, name = "cancelled-early"),
        @JsonSubTypes.Type(value = TaskState.Ended.class, name = "ended")
    })
    private interface NamedStates {}

    private static final JsonMapper MAPPER = ((JsonMapper) Json.mapper())
            .rebuild()
            .addMixIn(TaskState.class, NamedStates.class)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(Task.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(Task.class);

    private TaskDocuments() {}

    static String write(Task task) {
        try {
            return WRITER.writeValueAsString(task);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write task " + task.id(), e);
        }
    }

    static Task read(String document) {
        try {
            return READER.readValue(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a task in the database is not readable", e);
        }
    }
}
