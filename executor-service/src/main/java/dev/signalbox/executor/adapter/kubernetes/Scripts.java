package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.sandbox.Command;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is executed in pods, in plain {@code sh}. The words of a command and its environment travel on standard input:
 * what is in the request to execute something can be read in the cluster's audit log.
 */
final class Scripts {

    /** In the environment of every process that belongs to a command, so that all of them can be found and ended. */
    static final String TAG = "SIGNALBOX_PROCESS";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Ends all processes whose tag matches {@code $1}. */
    static final String KILL = """
            n=0
            while [ $n -lt 25 ]; do
              f=$(grep -lzsx -e "SIGNALBOX_PROCESS=$1" /proc/[0-9]*/environ)
              [ -n "$f" ] || break
              for e in $f; do
                e=${e#/proc/}
                kill -KILL "${e%/environ}" 2>/dev/null
              done
              n=$((n + 1))
            done
            """;

    /** The same, and tells whether nothing is left. */
    static final String KILL_ALL = KILL + "[ $n -lt 25 ]\n";

    /**
     * Runs a script that comes on standard input, in a session of its own. First line: length of the script, length of
     * the input, tag, and the word of the mark; then the two. Whatever comes then, or the end of the connection, ends
     * everything that was started. At the end the mark is written to both streams, with exit code, processor times, and
     * what the control group says.
     */
    static final String LAUNCH = """
            IFS=' ' read -r s i tag word || exit 125
            d=$(mktemp -d /tmp/.signalbox-run.XXXXXXXX) || exit 125
            head -c "$s" >"$d/run" && head -c "$i" >"$d/in" || exit 125
            exec 3<&0 </dev/null
            SIGNALBOX_PROCESS=$tag setsid /bin/sh "$d/run" "$d" <"$d/in" 3<&- &
            p=$!
            (
              read -r x <&3
              : >"$d/killed"
              kill -KILL "-$p"
              set -- "$tag"
            """ + KILL.indent(2) + """
            ) >/dev/null 2>&1 &
            w=$!
            wait "$p" 2>/dev/null
            c=$?
            [ -e "$d/killed" ] || kill -KILL "$w" 2>/dev/null
            wait "$w" 2>/dev/null
            times >"$d/times"
            { read -r t; read -r t; } <"$d/times"
            u=; k=; o=
            g=/sys/fs/cgroup
            [ -r $g/cpu.stat ] && [ -r $g/memory.peak ] && read -r a u <$g/cpu.stat && read -r k <$g/memory.peak
            [ -r $g/memory.events ] && while read -r a b; do [ "$a" = oom_kill ] && o=$b; done <$g/memory.events
            rm -rf "$d"
            printf '\\000%s:%s\\n' "$word" "$c" >&2
            printf '\\000%s:%s:%s:%s:%s:%s\\n' "$word" "$c" "$t" "$u" "$k" "$o"
            exit "$c"
            """;

    /** Writes files from standard input: path, length and mode in a line each, then the content; an empty path ends. */
    static final String WRITE = """
            while IFS= read -r p && [ -n "$p" ]; do
              read -r n && read -r m || exit 1
              mkdir -p "${p%/*}" && rm -f "$p" && head -c "$n" >"$p" && chmod "$m" "$p" || exit 1
            done
            """;

    /** Reads at most {@code $2} bytes of the file {@code $1}; exit code 44 when there is none. */
    static final String READ = "[ -f \"$1\" ] && [ -r \"$1\" ] || exit 44; exec head -c \"$2\" \"$1\"";

    /** Lists the folder {@code $1} to the depth {@code $2}, at most {@code $3} bytes. */
    static final String LIST = "[ -d \"$1\" ] && [ ! -L \"$1\" ] || exit 44; "
            + "find \"$1\" -mindepth 1 -maxdepth \"$2\" -printf '%y %s %P\\0' 2>/dev/null | head -c \"$3\"";

    /** Ends what runs ({@code $1} is the tag), and lists regular files, at most {@code $2} bytes. */
    static final String SURVEY = KILL
            + "find . -maxdepth 32 -type d '(' -name .cache -o -name __pycache__ -o -name .npm -o -name node_modules ')' -prune"
            + " -o -type f -printf '%s %P\\0' 2>/dev/null | head -c \"$2\"";

    /** Reads files that are named on standard input with their lengths, as lines of Base64; an empty path ends. */
    static final String FETCH = """
            while IFS= read -r p && [ -n "$p" ]; do
              read -r n || exit 1
              { head -c "$n" "$p" | base64 -w 0; } 2>/dev/null
              echo
            done
            """;

    private Scripts() {}

    /** The script of a command: removes itself, sets the environment, and becomes the program. */
    static byte[] of(Command command, Map<String, String> sandboxEnvironment) {
        StringBuilder script = new StringBuilder("rm -f \"$1/run\" \"$1/in\"\n");
        StringBuilder odd = new StringBuilder();
        sandboxEnvironment.forEach((name, value) -> variable(name, value, script, odd));
        command.environment().forEach((name, value) -> variable(name, value, script, odd));
        if (!command.folder().isEmpty()) {
            script.append("cd ").append(quoted("./" + command.folder())).append(" || exit 126\n");
        }
        script.append("exec");
        if (!odd.isEmpty()) {
            script.append(" env").append(odd);
        }
        command.words().forEach(word -> script.append(' ').append(quoted(word)));
        return script.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void variable(String name, String value, StringBuilder script, StringBuilder odd) {
        if (NAME.matcher(name).matches()) {
            script.append("export ")
                    .append(name)
                    .append('=')
                    .append(quoted(value))
                    .append('\n');
        } else {
            odd.append(' ').append(quoted(name + "=" + value));
        }
    }

    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
