package dev.signalbox.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShellTest {

    private static final Resources TIER = new Resources(1, 512, 256, 128);

    @Test
    void aProcessReportsItselfClosesTheReportAndBecomesTheProgram() {
        Command command = new Command(List.of("pro gram", "it's", "$x"), Map.of("A", "b\n'c'"), "some dir", null);

        assertThat(Shell.process(command, "9.1", Map.of("LD_X", "l"))).isEqualTo("""
                read -r __sb_pid __sb_rest </proc/self/stat
                echo "began $__sb_n $__sb_pid" >&3
                exec 3>&-
                cd './some dir' || exit 126
                export TASK_PROCESS='9.1'
                export LD_X='l'
                export A='b
                '\\''c'\\'''
                exec /usr/bin/setsid 'pro gram' 'it'\\''s' '$x'
                """);
    }

    @Test
    void copiesFilesAndNamesThoseThatTheirPathsMayNotCarry() {
        assertThat(Shell.copy("/c/7/in", true, "/c/7/odd", new TreeMap<>(Map.of("ä/b", 0, "ö", 1))))
                .isEqualTo("""
                /bin/cp -R --remove-destination '/c/7/in/.' . || exit 125
                /bin/mkdir -p -- './ä' || exit 125
                /bin/cp --remove-destination -- '/c/7/odd/0' './ä/b' || exit 125
                /bin/cp --remove-destination -- '/c/7/odd/1' './ö' || exit 125
                exit 0
                """);
        assertThat(Shell.copy("/c/7/in", false, "/c/7/odd", Map.of())).isEqualTo("exit 0\n");
    }

    @Test
    void limitsEachProcessWhereNothingLimitsTheTree() {
        assertThat(Shell.supervisor("/c", "/w", TIER, true))
                .startsWith("ulimit -d 524288\nulimit -u 128 2>/dev/null || ulimit -p 128");
        assertThat(Shell.supervisor("/c", "/w", TIER, false)).doesNotContain("ulimit");
    }
}
