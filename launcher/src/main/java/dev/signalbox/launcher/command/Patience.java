package dev.signalbox.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.launcher.task.ForPeople;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks again and again where nothing answers: what is followed goes on by itself once the service is back. */
final class Patience {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final PrintWriter err;
    private final String what;
    private final String again;
    private final Duration longest;
    private final Duration between;

    /** When the last answer was missed first; nothing while there are answers. */
    private @Nullable Long awaySince;

    /**
     * @param what goes on meanwhile, such as "the workflow"
     * @param again the command that follows it again
     */
    Patience(PrintWriter err, String what, String again) {
        this(err, what, again, LONGEST, BETWEEN);
    }

    Patience(PrintWriter err, String what, String again, Duration longest, Duration between) {
        this.err = err;
        this.what = what;
        this.again = again;
        this.longest = longest;
        this.between = between;
    }

    /**
     * The answer, however long it takes within the two minutes.
     *
     * @throws GatewayException when what was asked is refused, or nothing answers for too long
     */
    JsonNode get(Gateway gateway, String path) throws GatewayException, InterruptedException {
        while (true) {
            try {
                JsonNode answer = gateway.get(path);
                if (awaySince != null) {
                    err.println("It answers again.");
                }
                awaySince = null;
                return answer;
            } catch (GatewayException e) {
                if (!e.isAbsence()) {
                    throw e;
                }
                missed(e);
            }
            Thread.sleep(between);
        }
    }

    private void missed(GatewayException cause) throws GatewayException {
        long now = System.nanoTime();
        if (awaySince == null) {
            awaySince = now;
            String[] reason = String.valueOf(cause.getMessage()).split("\n", 2);
            err.println("Nothing answers at the moment (" + reason[0] + "). "
                    + what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1)
                    + " goes on by itself once the service is back; ./signalbox up starts what is missing."
                    + " Trying on for " + ForPeople.duration(longest) + ".");
            err.flush();
        } else if (now - awaySince > longest.toNanos()) {
            throw GatewayException.refused("Nothing answered for " + ForPeople.duration(longest) + ". Follow " + what
                    + " again with " + again);
        }
    }
}
