package dev.signalbox.simulators;

import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import dev.signalbox.simulators.e2b.E2bSettings;
import dev.signalbox.simulators.e2b.E2bSimulator;
import dev.signalbox.simulators.kubernetes.KubernetesSimulator;
import dev.signalbox.simulators.models.ModelsSettings;
import dev.signalbox.simulators.models.ModelsSimulator;
import dev.signalbox.simulators.scrapybara.ScrapybaraSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts simulators in one process. */
@Command(
        name = "simulators",
        mixinStandardHelpOptions = true,
        description = "Simulates E2B, Scrapybara, a Kubernetes API server and model providers on this machine.")
public final class Simulators implements Callable<Integer> {

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
    private String host = "127.0.0.1";

    @Option(
            names = "--e2b-port",
            description = "Port of the E2B control plane and of its sandboxes; none: not started.")
    private @Nullable Integer e2bPort;

    @Option(names = "--scrapybara-port", description = "Port of Scrapybara.")
    private @Nullable Integer scrapybaraPort;

    @Option(names = "--kubernetes-port", description = "Port of the Kubernetes API server.")
    private @Nullable Integer kubernetesPort;

    @Option(names = "--models-port", description = "Port of the model providers.")
    private @Nullable Integer modelsPort;

    @Option(
            names = "--models-pace",
            defaultValue = "1",
            description = "1: models take as long as real ones; 0: no time at all.")
    private double modelsPace = 1;

    @Option(
            names = "--start-up-pace",
            defaultValue = "1",
            description = "1: instances and pods take as long to start as is assumed of real ones; 0: no time at all.")
    private double startUpPace = 1;

    @Option(names = "--work", description = "Folder for what runs in the sandboxes.")
    private @Nullable Path work;

    @Option(names = "--ready-file", description = "Written when all of them listen.")
    private @Nullable Path readyFile;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Simulators()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Simulator> started = new ArrayList<>();
        LocalProvider inside = LocalProvider.open(LocalSettings.in(workFolder()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            started.reversed().forEach(Simulator::close);
            inside.close();
        }));
        if (e2bPort != null) {
            started.add(E2bSimulator.start(E2bSettings.of(host, e2bPort), inside));
        }
        if (scrapybaraPort != null) {
            started.add(ScrapybaraSimulator.start(
                    new ScrapybaraSimulator.Settings(
                            host, scrapybaraPort, paced(ScrapybaraSimulator.Settings.START_UP), null),
                    inside));
        }
        if (kubernetesPort != null) {
            started.add(KubernetesSimulator.start(
                    new KubernetesSimulator.Settings(
                            host, kubernetesPort, paced(KubernetesSimulator.Settings.START_UP)),
                    inside));
        }
        if (modelsPort != null) {
            started.add(ModelsSimulator.start(new ModelsSettings(host, modelsPort, modelsPace, Duration.ofMinutes(5))));
        }
        for (Simulator simulator : started) {
            System.out.println(simulator.name() + " at " + simulator.url());
        }
        if (readyFile != null) {
            Files.writeString(readyFile, "ready\n");
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private Duration paced(Duration startUp) {
        return Duration.ofMillis(Math.round(startUp.toMillis() * startUpPace));
    }

    private Path workFolder() {
        Path folder = work == null
                ? Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "signalbox-" + System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_"),
                        "simulated")
                : work;
        return folder.toAbsolutePath();
    }
}
