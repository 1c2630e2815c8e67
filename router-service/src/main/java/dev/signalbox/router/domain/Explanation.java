package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Signal;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskProfile.Environment;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The decision in words, for the person who asks "why there?". */
final class Explanation {

    /** How many other routes are told with their cost. */
    private static final int OTHERS = 3;
    /** How many signals are told. */
    private static final int SIGNALS = 4;

    private Explanation() {}

    static String of(
            List<Draft> drafts,
            Draft chosen,
            Draft best,
            EnvironmentRule.@Nullable Reference full,
            RoutingInput input) {
        StringBuilder words = new StringBuilder(512);
        words.append(subject(input)).append("; ");
        lean(words, chosen, full, input);
        words.append(". ");
        wishes(words, input);
        price(words, chosen, full, input);
        words.append(". ");
        notes(words, chosen, input);
        chance(words, chosen, best, input);
        others(words, drafts, chosen);
        rejected(words, drafts);
        return words.toString().strip();
    }

    /** What is to be done, without quoting it. */
    static String subject(RoutingInput input) {
        RequestFeatures request = input.request();
        TaskProfile profile = input.profile();
        if (profile.kind() == Kind.PROMPT) {
            return "A prompt without code" + files(request);
        }
        if (request.command()) {
            return "A command" + files(request);
        }
        String language = request.languages().isEmpty() ? "" : Words.list(names(request.languages())) + " ";
        String subject = Words.sentence(language + "code, ") + Words.count(request.snippets(), "snippet");
        return subject + files(request);
    }

    private static String files(RequestFeatures request) {
        return request.files() == 0 ? "" : " with " + Words.count(request.files(), "file");
    }

    private static List<String> names(List<String> languages) {
        return languages.stream().map(Languages::name).toList();
    }

    private static void lean(
            StringBuilder words, Draft chosen, EnvironmentRule.@Nullable Reference full, RoutingInput input) {
        TaskProfile profile = input.profile();
        boolean quick = profile.leansTo() == Environment.QUICK;
        words.append(quick ? "leans to a quick sandbox (" : "leans to a full environment (")
                .append(Words.percent(quick ? 1 - profile.fullProbability() : profile.fullProbability()));
        int told = 0;
        for (Signal signal : profile.signals()) {
            if (told < SIGNALS && signal.contribution() > 0 != quick && signal.contribution() != 0) {
                words.append(told == 0 ? ": " : ", ").append(signal.because());
                told++;
            }
        }
        words.append(')');
        if (!quick && !chosen.full) {
            words.append(
                    input.request().backend() == null
                            ? full != null && full.available()
                                    ? ""
                                    : ", but none is available here, so a quick sandbox is taken"
                            : ", but the client asked for backend "
                                    + input.request().backend());
        }
    }

    private static void chance(StringBuilder words, Draft chosen, Draft best, RoutingInput input) {
        if (chosen != best) {
            words.append("Chance chose this route, as it does for ")
                    .append(Words.percent(input.policy().exploration().share()))
                    .append(" of the tasks, to learn how it does; ")
                    .append(best.route.label())
                    .append(" would have been taken. ");
        }
    }

    private static void wishes(StringBuilder words, RoutingInput input) {
        RequestFeatures request = input.request();
        if (request.backend() != null) {
            words.append("The client asked for backend ")
                    .append(request.backend())
                    .append(". ");
        }
        if (request.model() != null) {
            input.pricing()
                    .model(request.model())
                    .ifPresent(model -> words.append("The client asked for model ")
                            .append(model.label())
                            .append(
                                    request.tier() == null
                                            ? ", which implies tier " + model.tier()
                                            : " and tier " + request.tier())
                            .append(input.profile().kind() == Kind.CODE ? "; the code itself calls no model. " : ". "));
        } else if (request.tier() != null) {
            words.append("The client asked for tier ").append(request.tier()).append(". ");
        }
    }

    private static void price(
            StringBuilder words, Draft chosen, EnvironmentRule.@Nullable Reference full, RoutingInput input) {
        words.append(chosen.route.label())
                .append(": ")
                .append(Words.money(chosen.cost()))
                .append(" expected for ")
                .append(Words.duration(chosen.wholeTime()));
        if (chosen.full || full == null) {
            return;
        }
        words.append(", ")
                .append(Words.percent(chosen.cost(), full.cost()))
                .append(" of the full environment's ")
                .append(Words.money(full.cost()))
                .append(" (")
                .append(full.backend())
                .append(full.announced() ? ")" : ", not configured)");
        if (!EnvironmentRule.cheapEnough(chosen, full, input)) {
            words.append(", which is not under ")
                    .append(Words.percent(input.policy().fullCostShare()))
                    .append(
                            input.request().backend() == null
                                    ? ", but no full environment is available"
                                    : ", but the client asked for this backend");
        }
    }

    private static void notes(StringBuilder words, Draft chosen, RoutingInput input) {
        RequestFeatures request = input.request();
        switch (request.objective()) {
            case CHEAPEST -> {}
            case BALANCED, FASTEST, BEST ->
                words.append("Chosen for the objective ")
                        .append(request.objective().name().toLowerCase(Locale.ROOT))
                        .append(". ");
        }
        if (chosen.pairing.agent() != null && chosen.pairing.agent().versionBecause() != null) {
            words.append(chosen.pairing.agent().versionBecause()).append(' ');
        }
        if (chosen.backend == null) {
            return;
        }
        List<String> lacking = input.profile().capabilities().stream()
                .filter(capability -> !chosen.backend.capabilities().contains(capability))
                .toList();
        if (!lacking.isEmpty()) {
            words.append("The task seems to need ")
                    .append(Words.list(lacking))
                    .append(", which ")
                    .append(chosen.route.backend())
                    .append(" does not announce. ");
        }
        Duration silence = Liveness.silence(chosen.backend, input.now());
        if (chosen.backend.dormant()) {
            words.append("Nothing runs for ")
                    .append(chosen.route.backend())
                    .append(" now; it starts on demand, which takes about ")
                    .append(Words.duration(Liveness.coldStart(chosen.backend)))
                    .append(" of that time and costs nothing. ");
        } else if (silence.compareTo(input.policy().staleAfter()) > 0) {
            words.append("The executor of ")
                    .append(chosen.route.backend())
                    .append(" was last heard from ")
                    .append(Words.duration(silence))
                    .append(" ago. ");
        }
        long before = request.previous().stream()
                .filter(previous -> previous.backend().equals(chosen.route.backend())
                        && previous.tier().equals(chosen.route.tier()))
                .count();
        if (!request.previous().isEmpty()) {
            words.append("This is attempt ")
                    .append(request.attempt())
                    .append(
                            isPlanned(chosen, request)
                                    ? ", on the route that was planned for it when the task was first decided. "
                                    : before == 0
                                            ? "; earlier ones ran elsewhere. "
                                            : "; the route was tried before. ");
        }
    }

    private static boolean isPlanned(Draft chosen, RequestFeatures request) {
        return !request.plan().isEmpty() && chosen.is(request.plan().getFirst());
    }

    private static void others(StringBuilder words, List<Draft> drafts, Draft chosen) {
        int told = 0;
        for (Draft draft : drafts) {
            if (draft != chosen && draft.eligible() && told < OTHERS) {
                words.append(told == 0 ? "Others: " : ", ")
                        .append(draft.route.label())
                        .append(' ')
                        .append(Words.money(draft.cost()));
                told++;
            }
        }
        words.append(told == 0 ? "" : ". ");
    }

    private static void rejected(StringBuilder words, List<Draft> drafts) {
        int told = 0;
        int more = 0;
        for (Draft draft : drafts) {
            if (draft.rejection == null || draft.setAside || draft.reserved) {
                continue;
            }
            if (told == OTHERS) {
                more++;
            } else {
                Money cost = draft.cost();
                words.append(told == 0 ? "Not taken: " : "; ")
                        .append(draft.route.label())
                        .append(" (")
                        .append(draft.rejection)
                        .append(cost.equals(Money.ZERO) ? "" : ", would cost " + Words.money(cost))
                        .append(')');
                told++;
            }
        }
        words.append(told == 0 ? "" : more > 0 ? " and " + more + " more." : ".");
    }
}
