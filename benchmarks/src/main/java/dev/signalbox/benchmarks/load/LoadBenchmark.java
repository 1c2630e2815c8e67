package dev.signalbox.benchmarks.load;

import dev.signalbox.benchmarks.report.JsonReport;
import dev.signalbox.benchmarks.report.Report;
import dev.signalbox.benchmarks.report.TextReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** {@code ./signalbox benchmark}: the figures of the running stack, in one run. */
public final class LoadBenchmark {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_RUNNING = 3;

    private LoadBenchmark() {}

    public static void main(String[] arguments) {
        // Vert.x and Kafka leave threads behind that are not daemons.
        System.exit(run(List.of(arguments)));
    }

    static int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(LoadOptions.USAGE);
            return 0;
        }
        LoadOptions options;
        RunningStack stack;
        Path checkout = Path.of(System.getProperty("signalbox.root", "."));
        try {
            options = LoadOptions.parse(arguments);
            stack = RunningStack.find(state(checkout).resolve("run.json"), options.gateway(), options.kafka());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("--help says more.");
            return USAGE;
        }
        try {
            Report report = new LoadRun(options, stack, System.getenv("SIGNALBOX_API_KEY"), checkout).run();
            System.out.print(TextReport.of(report));
            if (options.json() != null) {
                JsonReport.write(report, options.json());
                System.out.println("Figures as JSON: " + options.json());
            }
            return report.passed() ? 0 : FAILED;
        } catch (StackUnavailableException e) {
            System.err.println(e.getMessage());
            return NOT_RUNNING;
        } catch (IOException | KafkaException e) {
            System.err.println("The benchmark ended early: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static Path state(Path checkout) {
        String state = System.getenv("SIGNALBOX_STATE");
        return state == null || state.isBlank() ? checkout.resolve(".signalbox") : Path.of(state);
    }
}
