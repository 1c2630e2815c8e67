package dev.signalbox.router;

import dev.signalbox.contracts.testing.NativeImage;
import dev.signalbox.contracts.testing.NativeImageContract;

class NativeImageTest implements NativeImageContract {

    @Override
    public NativeImage image() {
        return NativeImage.of("dev.signalbox.router").without("dev.signalbox.router.adapter.embedding");
    }

    @Override
    public String[] mayReachByName() {
        return new String[] {"dev.signalbox.router.config.EmbedderLoader"};
    }
}
