package dev.signalbox.contracts.testing.badimage;

/** Asks for a class that an image does not know of. */
final class ReachesByName {

    private ReachesByName() {}

    static Class<?> reached(String name) throws ClassNotFoundException {
        return Class.forName(name);
    }
}
