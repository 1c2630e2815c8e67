package dev.signalbox.session;

import dev.signalbox.contracts.testing.NativeImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NativeImageTest {

    private static final NativeImage IMAGE = NativeImage.of("dev.signalbox.session");

    @Test
    void everythingThatJsonIsMadeOfIsRegistered() throws IOException {
        IMAGE.assertReflectionIsRegistered();
    }

    @Test
    void everyFileThatIsShippedIsDeclared() throws IOException {
        IMAGE.assertResourcesAreDeclared();
    }

    @Test
    void noSecretAndNothingThatRunsIsMadeWhileTheImageIsBuilt() throws IOException {
        IMAGE.assertNothingOfARunIsInTheImage();
    }

    @Test
    void nothingIsReachedByAName() {
        IMAGE.assertNothingIsReachedByName();
    }
}
