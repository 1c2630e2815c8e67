package dev.signalbox.contracts.telemetry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/**
 * The values that a log message names. A message says {@code taskId=%s} or {@code taskId={0}}, so a laptop shows the line
 * as it is written, and a cluster gets the value as a field of that name. Only what the program's own text names counts:
 * a value that looks like a name and a value changes nothing.
 */
final class LogFields {

    /** What a line has anyway. */
    private static final Set<String> TAKEN = Set.of("timestamp", "level", "logger", "service", "message", "error");

    /** What a line for people shows where there is no value. */
    private static final String NOTHING = "-";

    private static final Pattern PRINTF =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9]*)=)?%(?:(\\d+)\\$)?[-#+ 0,(<]*\\d*(?:\\.\\d+)?([a-zA-Z%])");
    private static final Pattern BRACES = Pattern.compile("([A-Za-z][A-Za-z0-9]*)=\\{(\\d+)[^}]*}");

    private LogFields() {}

    static Map<String, Object> of(ExtLogRecord record) {
        Object[] values = record.getParameters();
        String text = record.getMessage();
        if (values == null || values.length == 0 || text == null || text.indexOf('=') < 0) {
            return Map.of();
        }
        return switch (record.getFormatStyle()) {
            case PRINTF -> printf(text, values);
            case MESSAGE_FORMAT -> braces(text, values);
            case NO_FORMAT -> Map.of();
        };
    }

    private static Map<String, Object> printf(String text, Object[] values) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Matcher matcher = PRINTF.matcher(text);
        int next = 0;
        while (matcher.find()) {
            char conversion = matcher.group(3).charAt(0);
            if (conversion == '%' || conversion == 'n') {
                continue;
            }
            int index = matcher.group(2) == null ? next++ : Integer.parseInt(matcher.group(2)) - 1;
            put(fields, matcher.group(1), index, values);
        }
        return fields;
    }

    private static Map<String, Object> braces(String text, Object[] values) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Matcher matcher = BRACES.matcher(text);
        while (matcher.find()) {
            put(fields, matcher.group(1), Integer.parseInt(matcher.group(2)), values);
        }
        return Collections.unmodifiableMap(fields);
    }

    private static void put(Map<String, Object> fields, String name, int index, Object[] values) {
        boolean there = name != null && !TAKEN.contains(name) && index >= 0 && index < values.length;
        if (there && values[index] != null && !NOTHING.equals(values[index])) {
            fields.putIfAbsent(name, values[index]);
        }
    }
}
