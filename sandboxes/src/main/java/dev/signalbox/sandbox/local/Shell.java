package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The scripts of the small shell that lives in every sandbox and starts its processes. It takes orders on standard
 * input and reports on standard output:
 *
 * <pre>
 *   start 3 f1 f2 f3   process 3: its script is 3/run in the control folder, its three streams are these named pipes
 *   do 4               a step of the executor's own, without streams
 *   ready              reported once, when orders are taken
 *   began 3 17         process 3 is process 17 of the sandbox, and its streams are open
 *   end 3 0            process 3 ended with exit code 0
 * </pre>
 *
 * Names of its variables are odd because programs inherit what their environment gives the shell under the same name.
 */
final class Shell {

    static final String READY = "ready";
    static final String BEGAN = "began";
    static final String END = "end";
    /** Environment variable that tells whose descendant a process is. */
    static final String MARK = "TASK_PROCESS";

    private static final int KIB_PER_MIB = 1024;

    private Shell() {}

    /**
     * The script of the shell itself. A process has two shells above it of which the first ends at once, so that the
     * second, which waits for the process, belongs to the first process of the sandbox and nobody has to clear it away.
     *
     * @param control where the shell sees the control folder
     * @param work where the shell sees the working folder
     * @param perProcessLimits whether the tier is to be held by each process on its own, for want of a control group
     */
    static String supervisor(String control, String work, Resources resources, boolean perProcessLimits) {
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
        return script.append("__sb=")
                .append(quoted(control))
                .append("\ncd ")
                .append(quoted(work))
                .append(" || exit 125\n")
                .append("""
                        exec 3>&1
                        echo ready
                        while read -r __sb_verb __sb_n __sb_in __sb_out __sb_err; do
                          case $__sb_verb in
                            start)
                              case $__sb_in in -) __sb_in=/dev/null ;; *) __sb_in=$__sb/$__sb_in ;; esac
                              ( (
                              ( . "$__sb/$__sb_n/run" ) <"$__sb_in" >"$__sb/$__sb_out" 2>"$__sb/$__sb_err"
                              echo "end $__sb_n $?" >&3 ) & ) ;;
                            do) ( (
                              ( . "$__sb/$__sb_n/run" ) </dev/null >/dev/null 2>&1 3>&-
                              echo "end $__sb_n $?" >&3 ) & ) ;;
                          esac
                        done
                        """)
                .toString();
    }

    /**
     * The script of a process: it says which process it is, and becomes the program, in a session of its own.
     *
     * @param mark value of {@link #MARK}
     * @param late environment variables of the sandbox that no shell of ours must see
     */
    static String process(Command command, String mark, Map<String, String> late) {
        StringBuilder script = new StringBuilder(256);
        script.append("read -r __sb_pid __sb_rest </proc/self/stat\necho \"began $__sb_n $__sb_pid\" >&3\nexec 3>&-\n");
        if (!command.folder().isEmpty()) {
            script.append("cd ").append(quoted("./" + command.folder())).append(" || exit 126\n");
        }
        script.append("export ").append(MARK).append('=').append(quoted(mark)).append('\n');
        export(late, script);
        export(command.environment(), script);
        StringJoiner words = new StringJoiner(" ");
        command.words().forEach(word -> words.add(quoted(word)));
        return script.append("exec /usr/bin/setsid ").append(words).append('\n').toString();
    }

    private static void export(Map<String, String> variables, StringBuilder script) {
        variables.forEach((name, value) -> script.append("export ")
                .append(name)
                .append('=')
                .append(quoted(value))
                .append('\n'));
    }

    /**
     * The script that copies files into the working folder. What lies in their place is removed first: it may be a link
     * or a pipe.
     *
     * @param input folder with the files, as the shell sees it
     * @param plain whether there are files below it
     * @param oddInput folder with files that are named by number
     * @param odd their numbers by path
     */
    static String copy(String input, boolean plain, String oddInput, Map<String, Integer> odd) {
        StringBuilder script = new StringBuilder(256);
        if (plain) {
            script.append("/bin/cp -R --remove-destination ")
                    .append(quoted(input + "/."))
                    .append(" . || exit 125\n");
        }
        odd.forEach((path, number) -> {
            int slash = path.lastIndexOf('/');
            if (slash > 0) {
                script.append("/bin/mkdir -p -- ")
                        .append(quoted("./" + path.substring(0, slash)))
                        .append(" || exit 125\n");
            }
            script.append("/bin/cp --remove-destination -- ")
                    .append(quoted(oddInput + "/" + number))
                    .append(' ')
                    .append(quoted("./" + path))
                    .append(" || exit 125\n");
        });
        return script.append("exit 0\n").toString();
    }

    /** A command that prints the beginning of a regular file, or ends with {@link #NOT_THERE}. */
    static Command read(String path, int atMost) {
        return new Command(
                List.of(
                        "/bin/sh",
                        "-c",
                        "[ -f \"$1\" ] || exit " + NOT_THERE + "; exec head -c \"$2\" -- \"$1\"",
                        "sh",
                        "./" + path,
                        Integer.toString(atMost)),
                Map.of(),
                "",
                null);
    }

    /** A command that prints kind, size and path of what is in a folder, or ends with {@link #NOT_THERE}. */
    static Command list(String path, int depth) {
        return new Command(
                List.of(
                        "/bin/sh",
                        "-c",
                        "[ -d \"$1\" ] || exit " + NOT_THERE
                                + "; exec find \"$1/\" -mindepth 1 -maxdepth \"$2\" -printf '%y %s %P\\0'",
                        "sh",
                        path.isEmpty() ? "." : "./" + path,
                        Integer.toString(depth)),
                Map.of(),
                "",
                null);
    }

    static final int NOT_THERE = 44;

    /** One word for the shell, whatever is in it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
