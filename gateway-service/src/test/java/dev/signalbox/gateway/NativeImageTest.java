package dev.signalbox.gateway;

import dev.signalbox.contracts.testing.NativeImage;
import dev.signalbox.contracts.testing.NativeImageContract;

class NativeImageTest implements NativeImageContract {

    @Override
    public NativeImage image() {
        return NativeImage.of("dev.signalbox.gateway");
    }
}
