package dev.signalbox.launcher.command;

import dev.signalbox.launcher.backup.Agreement;
import dev.signalbox.launcher.backup.RestoreBackup;
import dev.signalbox.launcher.backup.Stores;
import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.OwnProcesses;
import dev.signalbox.launcher.stack.PortPlan;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.RunState;
import dev.signalbox.launcher.stack.StackException;
import dev.signalbox.launcher.stack.StackLock;
import dev.signalbox.launcher.stack.StackStarter;
import dev.signalbox.launcher.stack.StackStopper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores a backup. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Brings back what ./signalbox backup wrote, while no service runs.",
            "Without the variables of ./signalbox backup into the stack of this folder: its servers are started for it and stopped again.",
            "Where the log was kept, what came after the backup is applied again from it; where it was lost, tasks that",
            "had not ended are tried again or fail with a reason. Both happen at the next start of the services."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox down && ./signalbox restore before-upgrade.zip --force && ./signalbox up",
            "  ./signalbox restore --positions-only                 tables were put back by pg_restore, or to a point in time",
            "  ./signalbox restore --positions-only --since 2026-11-30T12:00:00Z"
        })
public final class RestoreCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The backup; none with --positions-only.")
    private @Nullable Path file;

    @Option(
            names = "--force",
            description =
                    "Also where PostgreSQL is not empty: what is there is removed, even if the new stack wrote it.")
    private boolean force;

    @Option(
            names = "--positions-only",
            description = "Change no tables: they were put back by other means. Put the log in agreement with them.")
    private boolean positionsOnly;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "With --positions-only: from when on everything is heard again, ISO 8601 in UTC. Default: a minute"
                            + " before the last change that the tables know.")
    private @Nullable Instant since;

    @Option(names = "--no-build", description = "Do not look whether something must be built.")
    private boolean noBuild;

    @Override
    public Integer call() throws IOException, StackException {
        if (positionsOnly == (file != null) || since != null && !positionsOnly) {
            throw new ParameterException(
                    spec.commandLine(), "give either a FILE, or --positions-only (with --since where that is known)");
        }
        Progress progress = Progress.onStandardError();
        Optional<Stores> named = Stores.named(System.getenv());
        if (named.isPresent()) {
            return restore(named.get(), progress);
        }
        Checkout checkout = Checkout.current();
        try (StackLock lock = StackLock.take(
                checkout, () -> progress.line("Another ./signalbox is starting or stopping this stack, waiting ..."))) {
            return restoreHere(checkout, progress);
        }
    }

    private int restoreHere(Checkout checkout, Progress progress) throws IOException, StackException {
        if (!new OwnProcesses(checkout).marked().isEmpty()) {
            throw new StackException("The stack runs. Stop it first: ./signalbox down");
        }
        if (!noBuild) {
            Build.run(checkout, "stack");
        }
        RunState known = RunState.load(checkout.runFile()).orElseGet(RunState::fresh);
        List<Component> servers = List.of(Component.INFRASTRUCTURE);
        RunState planned = new PortPlan(new OwnProcesses(checkout)).free(known, servers, PortPlan.Pick.TAKEN);
        StackStarter starter = new StackStarter(checkout, planned, progress, System.getenv());
        try {
            starter.start(servers);
            return restore(LocalStores.of(starter.state()), progress);
        } finally {
            new StackStopper(checkout, progress).stop(EnumSet.of(Component.INFRASTRUCTURE));
        }
    }

    private int restore(Stores stores, Progress progress) throws IOException, StackException {
        long begin = System.nanoTime();
        Agreement agreement = file == null
                ? Agreement.byTime(stores, since, progress)
                : new RestoreBackup(stores, progress).from(file, force);
        System.out.println("Restored into " + stores + " in " + Progress.seconds(System.nanoTime() - begin) + ".");
        if (!agreement.logKept()) {
            System.out.println(
                    "The log is another one than that of the backup: tasks that had not ended are tried again"
                            + " or fail, and agents, policies and statistics are announced, when the services start.");
            return 0;
        }
        System.out.println("The log was kept: what came after the backup is applied again when the services start.");
        agreement
                .rewound()
                .forEach((group, records) -> System.out.println("  " + group + " reads " + records + " records again"));
        System.out.println("  withdrawn until the registry starts: agents " + agreement.agents() + ", policies "
                + agreement.policies());
        return 0;
    }
}
