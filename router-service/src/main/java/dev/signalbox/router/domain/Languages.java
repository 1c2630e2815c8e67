package dev.signalbox.router.domain;

import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskSpec;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the language of a snippet that does not name one: by its first line ({@code #!}), or by syntax that the
 * other languages do not have. Where nothing is plain it says nothing, because running a program with the wrong
 * interpreter is worse than asking.
 */
public final class Languages {

    public static final String BASH = "bash";
    public static final String PYTHON = "python";
    public static final String JAVASCRIPT = "javascript";
    public static final String JAVA = "java";

    /** How much of a snippet is looked at. */
    private static final int LOOKED_AT = 2000;

    private record Mark(String language, Pattern pattern) {
        static Mark of(String language, String pattern) {
            return new Mark(language, Pattern.compile(pattern, Pattern.MULTILINE));
        }
    }

    /** In order: the first that is found decides. No repeated groups: those recurse, and a hostile text overflows. */
    private static final List<Mark> MARKS = List.of(
            Mark.of(JAVA, "^[ \\t]*(import\\s+(static\\s+)?java[\\w.]*|package\\s+[\\w.]+)\\s*;"),
            Mark.of(
                    JAVA,
                    "\\bpublic\\s+(final\\s+)?(class|record|interface|enum)\\s+\\w+|\\bvoid\\s+main\\s*\\(|System\\.out\\.print|\\bIO\\.println\\("),
            Mark.of(
                    PYTHON,
                    "^[ \\t]*(def\\s+\\w+\\s*\\(.*\\)\\s*(->\\s*[^:]+)?:|from\\s+[\\w.]+\\s+import\\s|elif\\s.*:)"),
            Mark.of(PYTHON, "^[ \\t]*(if|for|while|with|class|try|else)\\b[^;{]*:\\s*(#.*)?$"),
            Mark.of(PYTHON, "^[ \\t]*import[ \\t]+[\\w.]++[ \\t\\w.,]*+(#.*)?$"),
            Mark.of(
                    JAVASCRIPT,
                    "\\bconsole\\.(log|error)\\s*\\(|^[ \\t]*(const|let|var)\\s+[\\w${\\[]|=>|\\brequire\\s*\\(\\s*['\"]|\\bfunction\\s*\\w*\\s*\\([^)]*\\)\\s*\\{|^[ \\t]*import\\s.*\\sfrom\\s+['\"]"),
            Mark.of(PYTHON, "(^|[\\s;(=])print\\s*\\("),
            Mark.of(
                    BASH,
                    "^[ \\t]*(echo|cd|ls|cat|mkdir|rm|cp|mv|export|source|set -[a-z]+|sleep|printf|grep|sed|awk|find|curl|wget|apt-get|pip|npm|git|touch|exit|seq|date|pwd|true|false|uname|chmod|tar)(\\s|$|;)"),
            Mark.of(
                    BASH,
                    "^[ \\t]*(if\\s+\\[|for\\s+\\w+\\s+in\\s.*;\\s*do|while\\s.*;\\s*do|\\w+=\\$\\(|fi$|done$|esac$)"));

    private Languages() {}

    /** The language of a program, where it is plain. */
    public static Optional<String> recognise(String source) {
        if (source.startsWith("#!")) {
            return byShebang(source.substring(2, lineEnd(source)));
        }
        String head = source.length() <= LOOKED_AT ? source : source.substring(0, LOOKED_AT);
        return MARKS.stream()
                .filter(mark -> mark.pattern().matcher(head).find())
                .map(Mark::language)
                .findFirst();
    }

    /** The language of what the task runs: of its first snippet, or {@code bash} for a command. */
    static @Nullable String of(TaskSpec task) {
        if (task.command() != null) {
            return BASH;
        }
        return task.code().isEmpty() ? null : of(task.code().getFirst());
    }

    /** What the snippet says, or what it looks like. */
    static @Nullable String of(CodeSnippet snippet) {
        return snippet.language() == null ? recognise(snippet.source()).orElse(null) : snippet.language();
    }

    /** For people. */
    static String name(String language) {
        return switch (language) {
            case BASH -> "Bash";
            case PYTHON -> "Python";
            case JAVASCRIPT -> "JavaScript";
            case JAVA -> "Java";
            default -> language;
        };
    }

    private static Optional<String> byShebang(String interpreter) {
        if (interpreter.contains("python")) {
            return Optional.of(PYTHON);
        }
        if (interpreter.contains("node") || interpreter.contains("deno") || interpreter.contains("bun")) {
            return Optional.of(JAVASCRIPT);
        }
        if (interpreter.contains("java")) {
            return Optional.of(JAVA);
        }
        return interpreter.contains("sh") ? Optional.of(BASH) : Optional.empty();
    }

    private static int lineEnd(String source) {
        int end = source.indexOf('\n');
        return end < 0 ? source.length() : end;
    }
}
