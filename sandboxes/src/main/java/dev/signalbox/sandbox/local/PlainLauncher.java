package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.route.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the shell with nothing around it: it sees the machine's files and network. Only for trusted code, and only
 * where it was allowed explicitly.
 */
final class PlainLauncher implements Launcher {

    private final Optional<Path> setpriv;

    PlainLauncher(Optional<Path> setpriv) {
        this.setpriv = setpriv;
    }

    @Override
    public Isolation isolation() {
        return Isolation.PROCESS;
    }

    @Override
    public String control(WorkFolder folder) {
        return folder.control().toString();
    }

    @Override
    public String work(WorkFolder folder) {
        return folder.work().toString();
    }

    @Override
    public List<String> command(WorkFolder folder, Resources resources, Map<String, String> environment)
            throws IOException {
        Files.createDirectories(folder.work());
        folder.writeOptions(new byte[0]);
        List<String> command = new ArrayList<>();
        if (folder.user().isPresent() && setpriv.isPresent()) {
            command.addAll(Privileges.become(setpriv.get(), folder.user().getAsInt()));
        }
        command.addAll(
                List.of("/bin/sh", folder.control().resolve(WorkFolder.SCRIPT).toString()));
        return List.copyOf(command);
    }

    @Override
    public Map<String, String> environment(Map<String, String> environment) {
        return environment;
    }

    @Override
    public Path opened(WorkFolder folder) {
        return folder.work();
    }
}
