package dev.signalbox.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The languages of snippets. */
public enum Language {
    BASH("sh"),
    PYTHON("py"),
    JAVASCRIPT("js"),
    JAVA("java");

    private static final Pattern SHEBANG = Pattern.compile("\\A#!.*?\\b(bash|sh|python|node|java)[\\d.]*(?=\\s|\\z)");

    /** What gives a language away, in the order in which it is asked: the most particular first. */
    private static final List<Sign> SIGNS = List.of(
            new Sign(
                    JAVA,
                    "(?m)^\\s*import\\s+(static\\s+)?javax?\\.[\\w.*]+;|\\bvoid\\s+main\\s*\\(|\\bSystem\\.out\\."),
            new Sign(
                    JAVASCRIPT,
                    "\\bconsole\\.(log|error)\\s*\\(|\\brequire\\s*\\(\\s*['\"]|(?m)^\\s*(const|let)\\s+[\\w{\\[]|=>"
                            + "|(?m)^\\s*import\\s.*\\bfrom\\s+['\"]|\\bprocess\\.(argv|stdin|stdout|exit)\\b"),
            new Sign(
                    PYTHON,
                    "(?m)^\\s*(def|class)\\s+\\w+.*:\\s*(#.*)?$|(?m)^\\s*(import\\s+\\w[\\w., ]*|from\\s+[\\w.]+\\s+import\\s.*)$"
                            + "|(?m)^\\s*(for|while|if|with|try)\\b.*:\\s*(#.*)?$|(?m)^\\s*print\\s*\\("),
            new Sign(
                    BASH,
                    "(?m)^\\s*(echo|printf|cd|ls|cat|grep|mkdir|rm|cp|mv|export|set|sleep|exit|true|false|date|pwd|env|wc|test|seq)\\b(?!\\s*[=(])"
                            + "|\\$\\(|(?m)^\\s*(if|for|while)\\b.*;\\s*(then|do)\\b|\\|\\s*(grep|sort|head|tail|wc|awk|sed)\\b"));

    private final String extension;

    Language(String extension) {
        this.extension = extension;
    }

    private record Sign(Language language, Pattern pattern) {
        Sign(Language language, String regex) {
            this(language, Pattern.compile(regex));
        }
    }

    /** What file names end with, without the dot. */
    public String extension() {
        return extension;
    }

    /** The name in records: {@code bash}, {@code python}, {@code javascript}, {@code java}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Language> named(String id) {
        return Arrays.stream(values())
                .filter(language -> language.id().equals(id.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Recognises a program by its first line or by syntax that only this language has; empty when in doubt. */
    public static Optional<Language> recognise(String source) {
        var shebang = SHEBANG.matcher(source);
        if (shebang.lookingAt()) {
            return switch (shebang.group(1)) {
                case "python" -> Optional.of(PYTHON);
                case "node" -> Optional.of(JAVASCRIPT);
                case "java" -> Optional.of(JAVA);
                default -> Optional.of(BASH);
            };
        }
        return SIGNS.stream()
                .filter(sign -> sign.pattern().matcher(source).find())
                .map(Sign::language)
                .findFirst();
    }
}
