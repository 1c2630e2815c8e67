package dev.signalbox.executor.adapter.local;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.executor.domain.Plan;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The shell script that runs inside: it copies the files into the working folder, says that it is ready by one character
 * on standard output, waits for a line on standard input, and becomes the program.
 */
final class DriverScript {

    static final char READY = '+';
    private static final int KIB_PER_MIB = 1024;

    private DriverScript() {}

    /**
     * The script.
     *
     * @param control where the program sees the control folder
     * @param work where the program sees the working folder
     * @param odd numbers of the files that are placed one by one, by path
     * @param late environment variables that the shell itself must not see
     * @param perProcessLimits whether the tier is to be held by each process on its own, for want of a control group
     */
    static String of(
            String control,
            String work,
            Plan.Run plan,
            Map<String, Integer> odd,
            Map<String, String> late,
            Resources resources,
            boolean perProcessLimits) {
        StringBuilder script = new StringBuilder(1024);
        if (perProcessLimits) {
            // dash and bash name the process limit differently.
            script.append("ulimit -d ")
                    .append((long) resources.memoryMib() * KIB_PER_MIB)
                    .append("\nulimit -u ")
                    .append(resources.processes())
                    .append(" 2>/dev/null || ulimit -p ")
                    .append(resources.processes())
                    .append(" 2>/dev/null\nulimit -f ")
                    .append((long) resources.diskMib() * KIB_PER_MIB * 2)
                    .append('\n');
        }
        script.append("cd ").append(quoted(work)).append(" || exit 125\n");
        if (plan.files().size() > odd.size()) {
            script.append("/bin/cp -R ")
                    .append(quoted(control + "/" + WorkFolder.INPUT + "/."))
                    .append(" . || exit 125\n");
        }
        odd.forEach((path, number) -> {
            int slash = path.lastIndexOf('/');
            if (slash > 0) {
                script.append("/bin/mkdir -p -- ")
                        .append(quoted("./" + path.substring(0, slash)))
                        .append(" || exit 125\n");
            }
            script.append("/bin/cp -- ")
                    .append(quoted(control + "/" + WorkFolder.ODD_INPUT + "/" + number))
                    .append(' ')
                    .append(quoted("./" + path))
                    .append(" || exit 125\n");
        });
        script.append("printf ").append(READY).append(" || exit 125\nIFS= read -r go || exit 125\nunset go\n");
        late.forEach((name, value) -> script.append("export ")
                .append(name)
                .append('=')
                .append(quoted(value))
                .append('\n'));
        List<Plan.Step> steps = plan.steps();
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            script.append(last ? "exec " : "").append(line(steps.get(i))).append(last ? "\n" : " || exit $?\n");
        }
        return script.toString();
    }

    private static String line(Plan.Step step) {
        StringJoiner words = new StringJoiner(" ");
        switch (step) {
            case Plan.CommandLine command -> {
                words.add("/bin/bash -c");
                words.add(quoted(command.arguments().isEmpty() ? command.text() : command.text() + " \"$@\""));
                words.add("bash");
            }
            case Plan.Script script -> {
                words.add(
                        switch (script.language()) {
                            case BASH -> "/bin/bash";
                            case PYTHON -> "python3";
                            case JAVASCRIPT -> "node";
                            case JAVA -> "java";
                        });
                words.add(quoted(script.file()));
            }
        }
        step.arguments().forEach(argument -> words.add(quoted(argument)));
        return words.toString();
    }

    /** One word for the shell, whatever is in it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
