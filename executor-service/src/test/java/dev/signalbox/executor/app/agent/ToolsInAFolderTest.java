package dev.signalbox.executor.app.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.app.agent.tools.Tool;
import dev.signalbox.executor.app.agent.tools.Toolbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolsInAFolderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private String call(String tool, String arguments) throws Exception {
        return call(tool, arguments, Duration.ofSeconds(10));
    }

    private String call(String tool, String arguments, Duration atMost) throws Exception {
        Tool found = Objects.requireNonNull(Toolbox.find(tool));
        return found.call(
                Json.mapper().readTree(arguments.replace('\'', '"')), new FolderSandbox(folder, Map.of()), atMost);
    }

    private void fails(String tool, String arguments, String because) {
        assertThatThrownBy(() -> call(tool, arguments)).hasMessageContaining(because);
    }

    @Test
    void writesReadsAndEdits() throws Exception {
        assertThat(call("write_file", "{'path':'a/b.txt','content':'one\\ntwo\\nthree\\n'}"))
                .contains("14 bytes to a/b.txt");
        assertThat(call("edit_file", "{'path':'a/b.txt','old_text':'two','new_text':'2'}"))
                .contains("Replaced 1 place");
        assertThat(call("read_file", "{'path':'" + folder + "/a/b.txt'}")).isEqualTo("one\n2\nthree\n");
        assertThat(call("read_file", "{'path':'a/b.txt','first_line':2,'lines':1}"))
                .isEqualTo("2\n(lines 2 to 2 of 4; read on with first_line 3)");
        assertThat(call("list_files", "{}")).contains("a/\n", "a/b.txt  12");
    }

    @Test
    void editsOnlyWhatIsThereOnce() throws Exception {
        Files.writeString(folder.resolve("x"), "aa b aa");
        fails("edit_file", "{'path':'x','old_text':'aa','new_text':'c'}", "2 times");
        fails("edit_file", "{'path':'x','old_text':'zz','new_text':'c'}", "not in the file");
        Files.write(folder.resolve("y"), new byte[] {'a', (byte) 0xFF});
        fails("edit_file", "{'path':'y','old_text':'a','new_text':'c'}", "no UTF-8");

        assertThat(call("edit_file", "{'path':'x','old_text':'aa','new_text':'c','everywhere':true}"))
                .contains("2 places");
        assertThat(folder.resolve("x")).hasContent("c b c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x", "~/x", ""})
    void staysInTheFolder(String path) {
        fails("write_file", "{'path':'" + path + "','content':'x'}", "path");
    }

    @Test
    void searches() throws Exception {
        Files.writeString(folder.resolve("a.py"), "import os\nprint(os.name)\n");
        Files.writeString(folder.resolve("b.txt"), "import nothing\n");

        assertThat(call("search_code", "{'pattern':'import (os|sys)'}")).isEqualTo("./a.py:1:import os\n");
        assertThat(call("search_code", "{'pattern':'IMPORT','ignore_case':true,'files':'*.txt'}"))
                .contains("b.txt:1")
                .doesNotContain("a.py");
        assertThat(call("search_code", "{'pattern':'-e nowhere'}")).isEqualTo("(nothing found)");
        fails("search_code", "{'pattern':'('}", "grep");
    }

    @Test
    void runsACommandAndTellsHowItEnded() throws Exception {
        assertThat(call("run_command", "{'command':'cat; echo done','stdin':'in '}"))
                .isEqualTo("in done\n(exit code 0)");
        fails("run_command", "{'command':'echo no >&2; exit 3'}", "no\n\n(exit code 3)");
        assertThatThrownBy(() -> call("run_command", "{'command':'echo begun; sleep 30'}", Duration.ofMillis(400)))
                .hasMessageContaining("begun")
                .hasMessageContaining("ended after");
    }

    @Test
    void boundsOutput() throws Exception {
        assertThat(call("run_command", "{'command':'seq 1 100000'}"))
                .hasSizeLessThan(20_000)
                .startsWith("1\n2\n")
                .contains("in the middle left out", "100000\n");
    }

    @Test
    void fetchesOnlyFromTheWeb() {
        fails("web_fetch", "{'url':'file:///etc/passwd'}", "no http");
        fails("web_fetch", "{'url':'http://127.0.0.1:1/'}", "Not fetched");
    }
}
