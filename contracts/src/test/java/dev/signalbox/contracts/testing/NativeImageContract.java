package dev.signalbox.contracts.testing;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What holds for every service that becomes a native image. */
public interface NativeImageContract {

    /** The service's image. */
    NativeImage image();

    /** Classes that may reach others by name. */
    default String[] mayReachByName() {
        return new String[0];
    }

    @Test
    default void everythingThatJsonIsMadeOfIsRegistered() throws IOException {
        image().assertReflectionIsRegistered();
    }

    @Test
    default void everyFileThatIsShippedIsDeclared() throws IOException {
        image().assertResourcesAreDeclared();
    }

    @Test
    default void noSecretAndNothingThatRunsIsMadeWhileTheImageIsBuilt() throws IOException {
        image().assertNothingOfARunIsInTheImage();
    }

    @Test
    default void nothingIsReachedByAName() {
        image().assertNothingIsReachedByName(mayReachByName());
    }
}
