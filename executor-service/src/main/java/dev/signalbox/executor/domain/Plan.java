package dev.signalbox.executor.domain;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.sandbox.Language;
import java.util.List;
import java.util.Map;

/** What an attempt comes down to: files and programs, or a reason why it cannot be run. */
public sealed interface Plan {

    /**
     * It can be run.
     *
     * @param files what lies in the working folder before the first step, by path
     * @param steps programs, one after the other; the first that fails ends the attempt
     */
    record Run(Map<String, byte[]> files, List<Step> steps) implements Plan {
        public Run {
            files = Map.copyOf(files);
            steps = List.copyOf(steps);
        }
    }

    /** It cannot be run here. */
    record Refuse(Problem problem) implements Plan {}

    /** A program of a plan. */
    sealed interface Step {
        List<String> arguments();
    }

    /** A line for {@code bash -c}, to which the arguments are appended. */
    record CommandLine(String text, List<String> arguments) implements Step {
        public CommandLine {
            arguments = List.copyOf(arguments);
        }
    }

    /** A file that its interpreter runs. */
    record Script(Language language, String file, List<String> arguments) implements Step {
        public Script {
            arguments = List.copyOf(arguments);
        }
    }
}
