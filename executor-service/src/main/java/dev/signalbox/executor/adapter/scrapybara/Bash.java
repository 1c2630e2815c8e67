package dev.signalbox.executor.adapter.scrapybara;

import dev.signalbox.sandbox.Command;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/** Commands for the shell of an instance. Contents travel as Base64: the API takes and gives text only. */
final class Bash {

    static final String LABELS = "/tmp/.signalbox-labels.json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Bash() {}

    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Decodes into a file; {@code redirection} is {@code >} or {@code >>}. */
    static String put(byte[] content, int offset, int length, String redirection, String target) {
        byte[] part = java.util.Arrays.copyOfRange(content, offset, offset + length);
        return "base64 -d " + redirection + target + " <<'SIGNALBOX'\n"
                + Base64.getMimeEncoder().encodeToString(part).replace("\r", "") + "\nSIGNALBOX\n";
    }

    /**
     * Starts a command in the background, in a session of its own, writing to files; says the folder of these files.
     * What watches over it carries no tag, so that it can still tell the exit code after a kill.
     */
    static String start(Command command, Map<String, String> environment, String tag) {
        StringBuilder run = new StringBuilder();
        StringBuilder odd = new StringBuilder();
        environment.forEach((name, value) -> variable(name, value, run, odd));
        command.environment().forEach((name, value) -> variable(name, value, run, odd));
        if (!command.folder().isEmpty()) {
            run.append("cd ").append(quoted("./" + command.folder())).append(" || exit 126\n");
        }
        run.append("exec");
        if (!odd.isEmpty()) {
            run.append(" env").append(odd);
        }
        command.words().forEach(word -> run.append(' ').append(quoted(word)));
        byte[] script = run.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        String stdin = command.stdin();
        byte[] input = stdin == null ? new byte[0] : stdin.getBytes(StandardCharsets.UTF_8);
        return "umask 022; d=$(mktemp -d /tmp/.signalbox-run.XXXXXXXX) || exit 1\n"
                + put(script, 0, script.length, ">", "\"$d/run\"")
                + put(input, 0, input.length, ">", "\"$d/in\"")
                + ": >\"$d/out\"; : >\"$d/err\"\n"
                + "setsid /bin/bash -c 'SIGNALBOX_PROCESS=$1 setsid -w /bin/sh \"$0/run\" <\"$0/in\" >\"$0/out\" 2>\"$0/err\";"
                + " echo $? >\"$0/code.new\"; rm -f \"$0/run\" \"$0/in\"; mv \"$0/code.new\" \"$0/code\"' \"$d\" "
                + quoted(tag) + " </dev/null >/dev/null 2>&1 &\necho \"$d\"\n";
    }

    private static void variable(String name, String value, StringBuilder run, StringBuilder odd) {
        if (NAME.matcher(name).matches()) {
            run.append("export ").append(name).append('=').append(quoted(value)).append('\n');
        } else {
            odd.append(' ').append(quoted(name + "=" + value));
        }
    }

    /** Three lines: exit code if it has ended, then what is new of the two streams. */
    static String poll(String folder, long stdout, long stderr, int atMost) {
        return "cat " + folder + "/code 2>/dev/null || echo\n" + part(folder + "/out", stdout, atMost)
                + part(folder + "/err", stderr, atMost);
    }

    private static String part(String file, long from, int atMost) {
        return "tail -c +" + (from + 1) + " " + file + " 2>/dev/null | head -c " + atMost + " | base64 -w 0; echo\n";
    }

    /** Ends all processes whose tag matches. */
    static String kill(String tag) {
        return """
                for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
                  f=$(grep -lzsx -e %s /proc/[0-9]*/environ)
                  [ -n "$f" ] || break
                  for e in $f; do e=${e#/proc/}; kill -KILL "${e%%/environ}" 2>/dev/null; done
                done
                """.formatted(quoted("SIGNALBOX_PROCESS=" + tag));
    }
}
