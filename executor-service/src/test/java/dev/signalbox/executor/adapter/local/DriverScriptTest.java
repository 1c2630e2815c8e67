package dev.signalbox.executor.adapter.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.executor.domain.Plan;
import dev.signalbox.sandbox.Language;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriverScriptTest {

    private static final Resources TIER = new Resources(1, 512, 256, 128);

    private static String script(Plan.Run plan, Map<String, Integer> odd, boolean perProcess) {
        return DriverScript.of("/c", "/w", plan, odd, Map.of("LD_X", "it's"), TIER, perProcess);
    }

    @Test
    void becomesTheLastProgramAndEndsWithTheFirstThatFails() {
        Plan.Run plan = new Plan.Run(
                Map.of("a.py", new byte[0]),
                List.of(
                        new Plan.Script(Language.PYTHON, "a.py", List.of("it's", "$x")),
                        new Plan.CommandLine("make \"all\"", List.of())));

        assertThat(script(plan, Map.of(), false)).isEqualTo("""
                cd '/w' || exit 125
                /bin/cp -R '/c/in/.' . || exit 125
                printf + || exit 125
                IFS= read -r go || exit 125
                unset go
                export LD_X='it'\\''s'
                python3 'a.py' 'it'\\''s' '$x' || exit $?
                exec /bin/bash -c 'make "all"' bash
                """);
    }

    @Test
    void namesFilesThatTheirPathsMayNotCarry() {
        Plan.Run plan = new Plan.Run(Map.of("ä/b", new byte[0]), List.of(new Plan.CommandLine("true", List.of())));

        assertThat(script(plan, Map.of("ä/b", 0), false))
                .contains("/bin/mkdir -p -- './ä'", "/bin/cp -- '/c/odd/0' './ä/b'")
                .doesNotContain("/c/in");
    }

    @Test
    void limitsEachProcessWhereNothingLimitsTheTree() {
        Plan.Run plan = new Plan.Run(Map.of(), List.of(new Plan.CommandLine("true", List.of())));

        assertThat(script(plan, Map.of(), true))
                .startsWith("ulimit -d 524288\nulimit -u 128 2>/dev/null || ulimit -p 128");
    }
}
