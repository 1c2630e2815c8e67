package dev.signalbox.session.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.session.adapter.rest.DeadLetterViews.Content;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeadLetterViewsTest {

    private static Content content(String text) {
        return Content.of(null, text.getBytes(StandardCharsets.UTF_8), true);
    }

    @Test
    void laysOutJson() {
        assertThat(content("{\"a\":[1]}").encoding()).isEqualTo("json");
        assertThat(content("{\"a\":[1]}").content()).contains("\n");
    }

    @Test
    void showsTextAsItIs() {
        assertThat(content("{\"a\":\n oh")).isEqualTo(new Content(null, "text", "{\"a\":\n oh"));
        assertThat(content("42").encoding()).isEqualTo("text");
        assertThat(content("")).isEqualTo(new Content(null, "text", ""));
    }

    @Test
    void showsInBase64WhatIsNoTextOrWouldMoveACursor() {
        assertThat(Content.of("h", new byte[] {(byte) 0xFF, 1}, false)).isEqualTo(new Content("h", "base64", "/wE="));
        assertThat(content("\u001b[2J").encoding()).isEqualTo("base64");
    }

    @Test
    void tellsNothingFromNothingLeft() {
        assertThat(Content.of(null, null, true).encoding()).isEqualTo("none");
    }

    @Test
    void survivesJsonThatIsTooDeep() {
        assertThat(content("[".repeat(100_000)).encoding()).isEqualTo("text");
    }
}
