package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.execution.ProducedFile;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Code feedback: whether programs can read the files of a step. What cannot be checked where it runs is left out. */
final class FileChecks {

    private static final Set<String> ENDINGS = Set.of("py", "js", "mjs", "cjs", "sh", "json");
    private static final int MOST_LINES = 20;
    private static final int MOST_LINE = 500;

    /** One line for each thing that is wrong, on standard output; exit code 1 when there is any. */
    static final String PROGRAM = """
            failed=0; checked=0
            say() { failed=1; printf '%s: %s\\n' "$1" "$(printf '%s' "$2" | grep -v '^[[:space:]]*$' | tail -n 3 | tr '\\n' ' ' | cut -c1-400)"; }
            while IFS= read -r -d '' file; do
              name="${file#./}"; out=''
              case "$file" in
                *.py) command -v python3 >/dev/null || continue
                  out="$(python3 -c 'import sys; compile(open(sys.argv[1], "rb").read(), sys.argv[1], "exec")' "$file" 2>&1)" || say "$name" "$out" ;;
                *.json) command -v python3 >/dev/null || continue
                  out="$(python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$file" 2>&1)" || say "$name" "$out" ;;
                *.js|*.mjs|*.cjs) command -v node >/dev/null || continue
                  grep -qE '<[A-Za-z/>]' "$file" && continue
                  out="$(node --check "$file" 2>&1)" || say "$name" "$out" ;;
                *.sh) out="$(bash -n "$file" 2>&1)" || say "$name" "$out" ;;
                *) continue ;;
              esac
              checked=$((checked + 1))
            done < <(find . -type f -not -path '*/node_modules/*' -print0)
            [ "$failed" -eq 0 ] && echo "$checked files can be read by their languages"
            exit "$failed"
            """;

    private FileChecks() {}

    /** Whether there is something to check. */
    static boolean any(List<ProducedFile> files) {
        return files.stream()
                .filter(file -> file.content() != null)
                .map(ProducedFile::path)
                .anyMatch(path -> ENDINGS.contains(path.substring(path.lastIndexOf('.') + 1)));
    }

    /** What the program said. */
    static List<String> feedback(String output) {
        List<String> lines = Arrays.stream(output.split("\n"))
                .filter(line -> !line.isBlank())
                .limit(MOST_LINES)
                .map(line -> Texts.shortened(line, MOST_LINE))
                .toList();
        return lines.isEmpty() ? List.of("A file cannot be read by its language.") : lines;
    }
}
