package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An image folder of a few programs of this machine with their libraries. */
final class SmallImage {

    private static final String SCRIPT = """
            set -e
            cd "$1"
            mkdir -p usr/bin usr/lib usr/lib64 etc tmp proc dev work root signalbox var
            ln -s usr/bin bin; ln -s usr/lib lib; ln -s usr/lib64 lib64
            for name in bash sh cat chmod chown cp find grep head id ls ln mkdir mkfifo mknod mount printf rm seq \\
                setsid sleep tail touch tr true wc cut; do
              program=$(command -v "/usr/bin/$name" || command -v "/bin/$name")
              cp -L "$program" "usr/bin/$name"
              for library in $(ldd "$program" | grep -o '/[^ ]*'); do
                mkdir -p ".$(dirname "$library")"
                cp -L "$library" ".$library"
              done
            done
            touch etc/hosts etc/resolv.conf
            [ "$(id -u)" != 0 ] || chown -hR 61183:61183 .
            chmod 755 .
            """;

    private SmallImage() {}

    static Path make() throws IOException, InterruptedException {
        Path image = Files.createTempDirectory("signalbox-image");
        Process process = new ProcessBuilder("/bin/bash", "-c", SCRIPT, "image", image.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("no image: " + said);
        }
        return image;
    }
}
