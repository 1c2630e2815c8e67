package dev.signalbox.simulators.kubernetes;

import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Standard input that comes bit by bit. The inner sandbox gives a process its input at the start only, so a small script
 * around the process reads numbered files from a hidden folder of the working folder, as they are written.
 */
final class Feed {

    private static final String FOLDER = ".kubelet";
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final byte[] END = new byte[0];
    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 20;

    /** $1: folder; the rest: the command. */
    private static final String SCRIPT = """
            d=$PWD/$1; shift
            mkdir -p "$d" && mkfifo "$d/never" || exit 126
            feed() {
              local n=0
              exec 8<>"$d/never"
              while :; do
                if [ -e "$d/$n.ready" ]; then
                  cat "$d/$n" || break
                  rm -f "$d/$n" "$d/$n.ready"
                  n=$((n + 1))
                elif [ -e "$d/end.$n" ] || [ ! -d "$d" ]; then
                  break
                else
                  read -r -t 0.02 -u 8 _
                fi
              done
            }
            "$@" < <(feed 2>/dev/null)
            code=$?
            kill $! 2>/dev/null
            rm -rf "$d"; rmdir "${d%/*}" 2>/dev/null
            exit $code
            """;

    private final String folder = FOLDER + "/" + NUMBERS.incrementAndGet();
    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private boolean ended;
    private volatile boolean abandoned;

    /** The command that the script around it feeds. */
    Command around(List<String> words) {
        List<String> all = new ArrayList<>(List.of("/bin/bash", "-c", SCRIPT, "kubelet", folder));
        all.addAll(words);
        return new Command(all, Map.of(), "", null);
    }

    void add(byte[] bytes) {
        chunks.add(bytes);
    }

    synchronized void end() {
        if (!ended) {
            ended = true;
            chunks.add(END);
        }
    }

    /** The process has ended: nothing is written any more. */
    void abandon() {
        abandoned = true;
        end();
    }

    /** Removes what came too late for the process. */
    Command cleaning() {
        return Command.bash("rm -rf " + folder + "; rmdir " + FOLDER + " 2>/dev/null; true");
    }

    /**
     * Writes what comes, until the end of the input; the process may end earlier.
     *
     * @return whether something may be left in the folder
     */
    boolean pump(Sandbox sandbox) throws InterruptedException {
        try {
            int number = 0;
            while (true) {
                ByteArrayOutputStream joined = new ByteArrayOutputStream();
                byte[] next = chunks.take();
                while (next != null && next != END) {
                    joined.writeBytes(next);
                    next = chunks.poll();
                }
                if (abandoned) {
                    return false;
                }
                if (joined.size() > 0) {
                    write(sandbox, "/" + number, joined.toByteArray());
                    write(sandbox, "/" + number + ".ready", END);
                    number++;
                }
                if (next == END) {
                    write(sandbox, "/end." + number, END);
                    return true;
                }
            }
        } catch (SandboxException e) {
            // The process that it was for is gone, too.
            return false;
        }
    }

    /** The script around the process may be making the folder at this moment, which not every sandbox can stand. */
    private void write(Sandbox sandbox, String name, byte[] content) throws SandboxException, InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                sandbox.write(Map.of(folder + name, content));
                return;
            } catch (SandboxException e) {
                if (tried == TRIES || e.kind() == SandboxException.Kind.GONE) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
