package dev.signalbox.executor.domain;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.sandbox.Language;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes the plan of a task: which files, which programs. */
public final class Planner {

    private static final Pattern ES_MODULE = Pattern.compile(
            "(?m)^\\s*(import\\s+[\\w*{].*\\bfrom\\s+['\"]|import\\s+['\"]|export\\s+(default|const|function|class|\\{))");
    private static final Pattern JAVA_PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
    private static final Pattern JAVA_PUBLIC_CLASS = Pattern.compile(
            "(?m)^\\s*public\\s+(?:final\\s+|abstract\\s+|sealed\\s+)*(?:class|record|interface|enum)\\s+(\\w+)");

    private Planner() {}

    /**
     * The plan of a task on a machine with these languages. A task from Kafka may have passed no edge, so its limits
     * are checked again.
     */
    public static Plan plan(TaskSpec task, Set<Language> languages) {
        if (!task.runsCode()) {
            return new Plan.Refuse(ProblemType.NO_MODEL_PROVIDER.because(
                    "This backend runs code and commands; a prompt alone needs an agent with a model."));
        }
        List<TaskLimits.Violation> violations = TaskLimits.violations(task);
        if (!violations.isEmpty()) {
            TaskLimits.Violation first = violations.getFirst();
            return invalid(first.field() + " " + first.message());
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (TaskFile file : task.files()) {
            files.put(file.path(), file.bytes());
        }
        Optional<String> clash = fileThatIsAlsoAFolder(files.keySet());
        if (clash.isPresent()) {
            return invalid("/files: " + clash.get() + " is a file and a folder");
        }
        String command = task.command();
        return command == null
                ? scripts(task, languages, files)
                : new Plan.Run(files, List.of(new Plan.CommandLine(command, task.arguments())));
    }

    private static Plan scripts(TaskSpec task, Set<Language> languages, Map<String, byte[]> files) {
        List<Plan.Step> steps = new ArrayList<>();
        for (int i = 0; i < task.code().size(); i++) {
            CodeSnippet snippet = task.code().get(i);
            Optional<Language> language = snippet.language() == null
                    ? Language.recognise(snippet.source())
                    : Language.named(snippet.language());
            if (language.isEmpty()) {
                return invalid("/code/" + i + ": the language was not recognised; name it: \"language\": one of "
                        + names(languages));
            }
            if (!languages.contains(language.get())) {
                return new Plan.Refuse(ProblemType.BACKEND_FAILED.because("There is no interpreter for "
                        + language.get().id() + " on this backend. It runs " + names(languages)
                        + ". Install it on the executor's machine and start the executor again."));
            }
            String path = freePath(language.get(), snippet.source(), i + 1, files.keySet());
            files.put(path, snippet.source().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            steps.add(new Plan.Script(language.get(), path, task.arguments()));
        }
        return new Plan.Run(files, steps);
    }

    private static Plan invalid(String detail) {
        return new Plan.Refuse(ProblemType.INVALID_TASK.because(detail));
    }

    private static String names(Set<Language> languages) {
        return languages.stream().map(Language::id).sorted().collect(Collectors.joining(", "));
    }

    /** A name that no file of the task has, in the folder where the interpreter expects it. */
    private static String freePath(Language language, String source, int number, Set<String> taken) {
        String folder = "";
        String name = "snippet-" + number;
        String extension = language.extension();
        if (language == Language.JAVASCRIPT && ES_MODULE.matcher(source).find()) {
            extension = "mjs";
        }
        if (language == Language.JAVA) {
            // Since Java 22 the launcher insists on the folder of the package (JEP 458).
            Matcher inPackage = JAVA_PACKAGE.matcher(source);
            folder = inPackage.find() ? inPackage.group(1).replace('.', '/') + "/" : "";
            Matcher publicClass = JAVA_PUBLIC_CLASS.matcher(source);
            name = publicClass.find() ? publicClass.group(1) : "Snippet" + number;
        }
        String path = folder + name + "." + extension;
        while (taken.contains(path) || fileThatIsAlsoAFolder(plus(taken, path)).isPresent()) {
            name = name + "_";
            path = folder + name + "." + extension;
            if (name.length() > 200) {
                folder = "";
            }
        }
        return path;
    }

    private static Set<String> plus(Set<String> paths, String path) {
        Set<String> all = new TreeSet<>(paths);
        all.add(path);
        return all;
    }

    private static Optional<String> fileThatIsAlsoAFolder(Set<String> paths) {
        for (String path : paths) {
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                if (paths.contains(path.substring(0, slash))) {
                    return Optional.of(path.substring(0, slash));
                }
            }
        }
        return Optional.empty();
    }
}
