package dev.signalbox.simulators.models;

import dev.signalbox.simulators.models.Brain.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which tools a prompt calls for, in order. */
final class Plan {

    private static final Pattern WORK = Pattern.compile(
            "\\b(write|create|make|build|implement|run|execute|calculate|compute|print|program|script|code|fix|refactor|test)");
    private static final Pattern FILE =
            Pattern.compile("\\b([\\w][\\w/-]*\\.(?:py|js|sh|txt|md|json|html|css|csv|java))\\b");
    private static final Pattern COMMAND = Pattern.compile("`([^`]+)`");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\"'<>)]+");
    private static final Pattern HAND_OVER = Pattern.compile("hand (?:it |this |the work )?over to (?:the )?([a-z_]+)");
    private static final Pattern MESSAGE = Pattern.compile("(?i)\\bmessage ([a-z_]+): ([^\\n]+)");
    private static final Pattern QUOTED = Pattern.compile("[\"“]([^\"”]+)[\"”]");

    private final String asked;
    private final String low;
    private final Prompt prompt;
    private final List<Step> steps = new ArrayList<>();

    private Plan(String asked, Prompt prompt) {
        this.asked = asked;
        this.low = asked.toLowerCase(Locale.ROOT);
        this.prompt = prompt;
    }

    static List<Step> of(String asked, Prompt prompt) {
        Plan plan = new Plan(asked, prompt);
        plan.make();
        return List.copyOf(plan.steps);
    }

    private void make() {
        Matcher address = ADDRESS.matcher(asked);
        if (address.find()) {
            add("I fetch the page.", "web_fetch", Map.of("url", address.group()));
            return;
        }
        Matcher other = HAND_OVER.matcher(low);
        if (other.find()) {
            add("Somebody else does this better.", "hand_over", Map.of("agent", other.group(1), "instructions", asked));
            return;
        }
        Matcher message = MESSAGE.matcher(asked);
        if (message.find()) {
            add("I tell them.", "message_agent", Map.of("to", message.group(1), "text", message.group(2)));
            return;
        }
        if (low.contains("ask me") || low.contains("ask a human") || low.contains("ask the human")) {
            add("I need to know more.", "ask_human", Map.of("question", "What shall it be? You asked: " + asked));
            return;
        }
        ModelClass size = ModelClass.of(prompt.model());
        boolean works = WORK.matcher(low).find() && !low.contains("haiku") && !low.contains("poem");
        if (size == ModelClass.LARGE && works) {
            add("First I look at what is there.", "list_files", Map.of());
        }
        if (low.contains("list the files") || low.contains("list files")) {
            add("I look at the files.", "list_files", Map.of());
            return;
        }
        Matcher file = FILE.matcher(asked);
        String path = file.find() ? file.group(1) : "";
        Matcher quoted = QUOTED.matcher(asked);
        if (low.contains("search") || low.contains("grep")) {
            add("I search the files.", "search_code", Map.of("pattern", quoted.find() ? quoted.group(1) : "TODO"));
            return;
        }
        if (!path.isEmpty() && low.matches("(?s).*\\b(read|show|summari[sz]e|what is in)\\b.*")) {
            add("I read it.", "read_file", Map.of("path", path));
            return;
        }
        if (works) {
            work(size, path, quoted);
        }
    }

    private void work(ModelClass size, String path, Matcher quoted) {
        Matcher command = COMMAND.matcher(asked);
        if (command.find()) {
            add("I run it.", "run_command", Map.of("command", command.group(1)));
            return;
        }
        if (!path.isEmpty() && !path.endsWith(".py")) {
            String content = quoted.find() ? quoted.group(1) : "Written by a simulated model: " + asked;
            add("I write " + path + ".", "write_file", Map.of("path", path, "content", content + "\n"));
            check(size, path);
            return;
        }
        String program = path.isEmpty() ? "main.py" : path;
        add("I write " + program + ".", "write_file", Map.of("path", program, "content", program(low)));
        check(size, program);
        add("Now I run it.", "run_command", Map.of("command", "python3 " + program));
    }

    private void check(ModelClass size, String path) {
        if (size != ModelClass.SMALL) {
            add("I check what I wrote.", "read_file", Map.of("path", path));
        }
    }

    /** Only what is offered. */
    private void add(String words, String tool, Map<String, String> arguments) {
        if (prompt.offers(tool)) {
            steps.add(new Step(words, tool, arguments));
        }
    }

    private static String program(String low) {
        if (low.contains("fibonacci")) {
            return "a, b = 0, 1\nnumbers = []\nfor _ in range(10):\n    numbers.append(a)\n    a, b = b, a + b\nprint(numbers)\n";
        }
        if (low.contains("prime")) {
            return "print([n for n in range(2, 30) if all(n % d for d in range(2, int(n ** 0.5) + 1))])\n";
        }
        if (low.contains("factorial")) {
            return "import math\nprint(math.factorial(10))\n";
        }
        if (low.contains("sum")) {
            return "print(sum(range(1, 101)))\n";
        }
        return low.contains("hello") ? "print('Hello, world')\n" : "print('A simulated model wrote this program.')\n";
    }
}
