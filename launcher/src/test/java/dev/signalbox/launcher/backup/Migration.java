package dev.signalbox.launcher.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a migration does to those who still run the version before it. */
record Migration(String name, String sql) {

    /** Allows what is refused otherwise: nobody who may still run uses it. */
    private static final Pattern CONTRACT =
            Pattern.compile("(?m)^-- contract: nothing since \\d+\\.\\d+\\.\\d+ reads this\\b");

    private static final Pattern ADDS_REQUIRED = Pattern.compile("\\badd column\\b.*\\bnot null\\b");

    /** Statements that the version before would stumble over, each with the reason. */
    List<String> destructive() {
        List<String> found = new ArrayList<>();
        if (CONTRACT.matcher(sql).find()) {
            return found;
        }
        for (String statement : statements()) {
            String why = why(statement);
            if (!why.isEmpty()) {
                found.add(why + ": " + statement);
            }
        }
        return found;
    }

    private static String why(String statement) {
        if (statement.startsWith("drop ") && !statement.startsWith("drop index ")) {
            return "drops";
        }
        if (statement.startsWith("truncate ")) {
            return "truncates";
        }
        if (!statement.startsWith("alter ")) {
            return "";
        }
        for (String clause : statement.split(",(?![^(]*\\))")) {
            if (clause.matches(".*\\bdrop\\b.*")) {
                return "drops";
            }
            if (clause.matches(".*\\brename\\b.*")) {
                return "renames";
            }
            if (clause.matches(".*\\balter (column )?\\S+ (set data )?type\\b.*")) {
                return "changes a type";
            }
            if (clause.matches(".*\\bset not null\\b.*")) {
                return "requires what was optional";
            }
            if (ADDS_REQUIRED.matcher(clause).find()
                    && !clause.contains(" default ")
                    && !clause.contains(" generated ")) {
                return "adds a required column without a default";
            }
        }
        return "";
    }

    private List<String> statements() {
        String plain = sql.replaceAll("(?s)\\$\\$.*?\\$\\$", "''")
                .replaceAll("--[^\n]*+", " ")
                .replaceAll("(?s)/\\*.*?\\*/", " ")
                .replaceAll("'[^']*+'", "''");
        List<String> statements = new ArrayList<>();
        for (String statement : plain.split(";")) {
            String one = statement.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
            if (!one.isEmpty()) {
                statements.add(one);
            }
        }
        return statements;
    }
}
