package dev.signalbox.router.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Cuts text into normal words: split at anything but letters and digits and at capitals inside a word, in lower case,
 * without the commonest words, without endings.
 */
final class Terms {

    private static final Set<String> COMMON = Set.of(
            ("a an and are as at be been but by can could do does for from had has have how i if in into is it its"
                            + " just like me my need needs no not of on or our out please should so some than that the their"
                            + " them then there these they this to up us use want was we were what when where which who why"
                            + " will with would you your")
                    .split(" "));

    /** Longest first, so that the longest that fits goes. */
    private static final String[] ENDINGS = {"ation", "ment", "ing", "ion", "er", "or", "al"};

    private static final int SHORTEST_STEM = 5;

    /** What people write for short, and what a word says about whose work it is. */
    private static final Map<String, List<String>> KIN = kin("""
            k8s=kubernetes; db=database; js=javascript; ts=typescript; py=python; ml=machine learning;
            ai=artificial intelligence; auth=authentication; perf=performance; infra=infrastructure; docs=documentation;
            doc=documentation; repo=repository; config=configuration; env=environment; pr=pull request;
            ci=continuous integration; cd=continuous deployment; ui=user interface frontend design; ux=user experience;
            qa=quality assurance; golang=go; postgres=postgresql; tf=terraform; a11y=accessibility;
            i18n=internationalization; llm=language model; sre=site reliability; seo=search engine optimization;
            nextjs=next js; nodejs=node js; app=application; apps=application; aws=cloud; gcp=cloud; azure=cloud;
            bug=debug error; error=bug; errors=bug; crash=debug bug; slow=performance; fast=performance;
            latency=performance; vulnerability=security; vulnerabilities=security; query=sql; queries=sql; endpoint=api;
            endpoints=api; test=testing qa; deploy=deployment devops; deployment=devops; pipeline=ci cd; page=web;
            website=web frontend; react=frontend; server=backend; model=ml; legacy=modernization; migrate=migration;
            migrating=migration; paper=research; papers=research; cost=optimization; blog=content; article=content;
            diagram=architecture; incident=sre; outage=incident; audit=compliance; contract=legal; budget=financial;
            revenue=financial sales; customer=support sales
            """);

    private Terms() {}

    /** Gets the words of a text. */
    interface Words {

        /** A word that stands in the text. */
        void word(String stem);

        /** A word that is akin to one in the text. */
        default void kin(String stem) {}
    }

    /** The words of a text. */
    static List<String> of(String text) {
        List<String> terms = new ArrayList<>();
        scan(text, text.length(), terms::add);
        return terms;
    }

    /** Hands on the words of the beginning of a text. */
    static void scan(String text, int mostCharacters, Words words) {
        int end = Math.min(text.length(), mostCharacters);
        int start = -1;
        for (int i = 0; i <= end; i++) {
            char c = i < end ? text.charAt(i) : ' ';
            boolean part = Character.isLetterOrDigit(c) || c == '+' || c == '#';
            boolean begins = part && Character.isUpperCase(c) && i > 0 && Character.isLowerCase(text.charAt(i - 1));
            if (start >= 0 && (!part || begins)) {
                word(text.substring(start, i).toLowerCase(Locale.ROOT), words);
                start = -1;
            }
            if (part && start < 0) {
                start = i;
            }
        }
    }

    private static void word(String lower, Words words) {
        if (COMMON.contains(lower)) {
            return;
        }
        words.word(stem(lower));
        for (String akin : KIN.getOrDefault(lower, List.of())) {
            words.kin(akin);
        }
    }

    /** The word without its ending; wrong as English, but the same for the forms of a word. */
    static String stem(String word) {
        String stem = inflected(word);
        for (String ending : ENDINGS) {
            if (stem.endsWith(ending) && stem.length() - ending.length() >= SHORTEST_STEM) {
                return silent(stem.substring(0, stem.length() - ending.length()));
            }
        }
        return silent(stem);
    }

    /** Hire and hiring, code and coded. */
    private static String silent(String stem) {
        return stem.length() > 3 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
    }

    private static String inflected(String word) {
        int length = word.length();
        if (length > 4 && word.endsWith("ies")) {
            return word.substring(0, length - 3) + "y";
        }
        if (length > 5 && word.endsWith("ing")) {
            return word.substring(0, length - 3);
        }
        if (length > 4 && word.endsWith("ed")) {
            return word.substring(0, length - 2);
        }
        if (length > 3 && word.endsWith("s") && !word.endsWith("ss")) {
            return word.substring(0, length - 1);
        }
        return word;
    }

    private static Map<String, List<String>> kin(String table) {
        Map<String, List<String>> kin = new HashMap<>();
        for (String row : table.split(";")) {
            String[] sides = row.strip().split("=");
            List<String> stems = new ArrayList<>();
            for (String word : sides[1].split(" ")) {
                stems.add(stem(word));
            }
            kin.put(sides[0], List.copyOf(stems));
        }
        return Map.copyOf(kin);
    }
}
