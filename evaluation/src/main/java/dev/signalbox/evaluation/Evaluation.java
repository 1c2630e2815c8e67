package dev.signalbox.evaluation;

import dev.signalbox.evaluation.item.Form;
import dev.signalbox.evaluation.item.Item;
import dev.signalbox.evaluation.item.ItemFile;
import dev.signalbox.evaluation.section.AgentSection;
import dev.signalbox.evaluation.section.BackendSection;
import dev.signalbox.evaluation.section.ModelTierSection;
import dev.signalbox.evaluation.section.Section;
import dev.signalbox.evaluation.section.TaskTypeSection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the files and scores them, one after the other. */
final class Evaluation {

    /** More complaints than this are counted, not told. */
    private static final int COMPLAINTS = 20;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Settings settings;
    private final long limit;
    private final @Nullable Path errors;
    private final PrintWriter err;
    private final List<String> unreadable = new ArrayList<>();

    Evaluation(Settings settings, long limit, @Nullable Path errors, PrintWriter err) {
        this.settings = settings;
        this.limit = limit;
        this.errors = errors;
        this.err = err;
    }

    /**
     * Scores the files.
     *
     * @throws UnusableFileException when one of them cannot be read
     * @throws IllegalArgumentException when policy, prices or the choice of files is wrong
     */
    Report run(List<Path> paths) throws IOException {
        List<ItemFile> files = open(paths);
        Subject.Versions versions = Subject.of(settings).versions();
        List<Report.Part> parts = new ArrayList<>();
        try (WrongItemsFile wrong = WrongItemsFile.of(errors)) {
            for (ItemFile file : files) {
                switch (file.form()) {
                    case BACKEND -> parts.add(part(file, new BackendSection(Subject.of(settings), wrong)));
                    case TASK_TYPE -> parts.add(part(file, new TaskTypeSection(Subject.of(settings), wrong)));
                    case MODEL_TIER -> parts.add(part(file, new ModelTierSection()));
                    case AGENT, AGENT_QUERY -> {
                        // Together, below.
                    }
                }
            }
            if (files.stream().anyMatch(file -> file.form() == Form.AGENT_QUERY)) {
                parts.add(agents(files, wrong));
            }
        }
        return new Report(
                Report.FORM,
                versions,
                Subject.trained(),
                new Report.Asked(
                        settings.objective() == null
                                ? "default"
                                : settings.objective().name().toLowerCase(Locale.ROOT),
                        settings.embeddings().name().toLowerCase(Locale.ROOT),
                        limit == Long.MAX_VALUE ? 0 : limit),
                parts,
                List.copyOf(unreadable));
    }

    private static List<ItemFile> open(List<Path> paths) throws IOException {
        List<ItemFile> files = new ArrayList<>();
        for (Path path : paths) {
            try {
                files.add(ItemFile.open(path));
            } catch (IOException e) {
                throw new UnusableFileException(e);
            }
        }
        boolean agents = files.stream().anyMatch(file -> file.form() == Form.AGENT);
        boolean queries = files.stream().anyMatch(file -> file.form() == Form.AGENT_QUERY);
        if (agents != queries) {
            throw new IllegalArgumentException(
                    agents
                            ? "A catalogue of agents is scored by queries: name a file with text and gold, too."
                            : "Agent queries need their catalogue: name the file with the agents, too.");
        }
        return files;
    }

    private Report.Part part(ItemFile file, Section section) throws IOException {
        long started = System.nanoTime();
        read(file, limit, section::accept);
        return new Report.Part(
                file.form().title(),
                List.of(file.path().toString()),
                (System.nanoTime() - started) / NANOS_PER_SECOND,
                section.figures());
    }

    private Report.Part agents(List<ItemFile> files, WrongItemsFile wrong) throws IOException {
        long started = System.nanoTime();
        AgentSection section = new AgentSection(ShippedRanking.of(settings), wrong);
        List<String> names = new ArrayList<>();
        for (Form form : List.of(Form.AGENT, Form.AGENT_QUERY)) {
            for (ItemFile file : files) {
                if (file.form() == form) {
                    boolean catalogue = form == Form.AGENT;
                    read(file, catalogue ? Long.MAX_VALUE : limit, catalogue ? section::deploy : section::accept);
                    names.add(file.path().toString());
                }
            }
        }
        return new Report.Part("agents", names, (System.nanoTime() - started) / NANOS_PER_SECOND, section.figures());
    }

    private void read(ItemFile file, long most, Consumer<Item> items) throws IOException {
        try (Progress progress = Progress.of(err, file)) {
            file.read(
                    most,
                    item -> {
                        items.accept(item);
                        progress.step();
                    },
                    complaint -> {
                        unreadable.add(complaint);
                        if (unreadable.size() <= COMPLAINTS) {
                            progress.clear();
                            err.println(complaint);
                        }
                    });
        } catch (IOException e) {
            throw new UnusableFileException(new IOException(file.path() + ": cannot be read: " + e.getMessage(), e));
        }
    }
}
