package dev.signalbox.systemtests.deploy;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which metrics there are, by what the documentation says, and which ones a query asks for. */
final class MetricNames {

    /** What is no metric where a name may stand. */
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "offset", "bool", "by", "without", "on", "ignoring", "group_left");

    private static final Pattern LISTS = Pattern.compile("\\b(by|without|on|ignoring|group_left)\\s*\\([^)]*\\)");
    private static final Pattern NAMED = Pattern.compile("__name__=~\"([a-z_]+)");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*+(?!\\s*\\()");
    private static final Pattern DOCUMENTED = Pattern.compile("`([a-zA-Z][a-zA-Z0-9_]*)(?:\\{[^}]*})?`");

    /** What a histogram, summary or timer has beside its name. */
    private static final Pattern PARTS = Pattern.compile("_(bucket|count|sum|max)$");

    private MetricNames() {}

    /** The metrics that a query asks for. */
    static Set<String> of(String query) {
        Set<String> names = new TreeSet<>();
        Matcher named = NAMED.matcher(query);
        while (named.find()) {
            names.add(named.group(1));
        }
        String bare =
                query.replaceAll("\\{[^}]*}", " ").replaceAll("\\[[^]]*]", " ").replaceAll("offset \\w+", " ");
        Matcher words = WORD.matcher(LISTS.matcher(bare).replaceAll(" "));
        while (words.find()) {
            boolean inNumber = words.start() > 0
                    && Character.isDigit(bare.charAt(0))
                    && words.group().length() == 1;
            if (!WORDS.contains(words.group()) && !inNumber) {
                names.add(words.group());
            }
        }
        return names;
    }

    /** The metrics that docs/operations/metrics.md and, for what is not ours, docs/operations/observability.md name. */
    static Set<String> documented() {
        Set<String> names = new TreeSet<>();
        for (String page : new String[] {"metrics.md", "observability.md"}) {
            Matcher matcher = DOCUMENTED.matcher(Checkout.text("docs/operations/" + page));
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /** Which of the names are not among the documented ones. */
    static Set<String> unknown(Set<String> names, Set<String> documented) {
        Set<String> unknown = new TreeSet<>();
        for (String name : names) {
            if (!documented.contains(name)
                    && !documented.contains(PARTS.matcher(name).replaceAll(""))) {
                unknown.add(name);
            }
        }
        return unknown;
    }
}
