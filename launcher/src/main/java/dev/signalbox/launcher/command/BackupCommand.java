package dev.signalbox.launcher.command;

import dev.signalbox.launcher.backup.Manifest;
import dev.signalbox.launcher.backup.Stores;
import dev.signalbox.launcher.backup.TakeBackup;
import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.Health;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.RunState;
import dev.signalbox.launcher.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a backup. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Writes what the installation knows into one file, while it runs.",
            "That is all tables as of one moment, and where the log stood. Of the stack that runs here, or of the one that SIGNALBOX_POSTGRES, SIGNALBOX_POSTGRES_USER,",
            "SIGNALBOX_POSTGRES_PASSWORD and SIGNALBOX_KAFKA name. The file holds prompts and results: only you can",
            "read it, keep it so."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox backup before-upgrade.zip",
            "  SIGNALBOX_POSTGRES=db:5432/signalbox SIGNALBOX_KAFKA=kafka:9092 ./signalbox backup nightly.zip --force"
        })
public final class BackupCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Where the backup goes.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--force", description = "Overwrite the file if it is there.")
    private boolean force;

    @Override
    public Integer call() throws IOException, StackException {
        long begin = System.nanoTime();
        Progress progress = Progress.onStandardError();
        Stores stores = stores();
        String product = String.join("", spec.root().version());
        Manifest manifest = new TakeBackup(stores, product, progress).to(file, force);
        long rows = manifest.tables().stream().mapToLong(Manifest.Table::rows).sum();
        System.out.printf(
                "%s: %d rows of %d tables as of %s, %d kB, in %s%n",
                file,
                rows,
                manifest.tables().size(),
                manifest.takenAt(),
                (Files.size(file) + 1023) / 1024,
                Progress.seconds(System.nanoTime() - begin));
        System.out.println("of " + stores);
        System.out.println("schemas " + manifest.schemas() + "; ./signalbox restore " + file + " brings it back");
        return 0;
    }

    private static Stores stores() throws StackException {
        Optional<Stores> named = Stores.named(System.getenv());
        if (named.isPresent()) {
            return named.get();
        }
        Checkout checkout = Checkout.current();
        RunState state = RunState.load(checkout.runFile())
                .filter(running -> Health.ready(running, Component.INFRASTRUCTURE))
                .orElseThrow(() -> new StackException(
                        "The stack is not running, and SIGNALBOX_POSTGRES and SIGNALBOX_KAFKA name no other."
                                + "\nStart it with ./signalbox up, then try again."));
        return LocalStores.of(state);
    }
}
