package dev.signalbox.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.launcher.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "session create x --budget abc|an amount in dollars, such as 5.00",
                "session create x --budget 1e99999999|an amount in dollars, such as 5.00",
                "workflow start x --budget -1|an amount in dollars, such as 5.00",
                "workflow start x --timeout soon|a duration, such as 30s, 30m",
                "session create x --timeout x|a duration, such as 30s, 30m",
                "session create x --deadline tomorrow|a time, such as 2026-11-30T18:00:00Z",
                "run x --max-latency x|a duration, such as 30s, 30m",
                "run x --max-turns many|a whole number, such as 20",
                "agent canary a --share much|a number, such as 0.2"
            })
    void aWrongValueIsToldWithWhatIsRight(String command, String right) {
        StringWriter err = new StringWriter();
        assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute(command.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is not " + right).doesNotContain("Exception", "java.");
    }
}
