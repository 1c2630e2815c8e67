package dev.signalbox.registry.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies that keep the order, and keep a null that a client sent, so that it is reported instead of crashing. */
final class Texts {

    private Texts() {}

    static List<String> copy(List<String> texts) {
        return Collections.unmodifiableList(new ArrayList<>(texts));
    }

    static Map<String, String> copy(Map<String, String> texts) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }
}
