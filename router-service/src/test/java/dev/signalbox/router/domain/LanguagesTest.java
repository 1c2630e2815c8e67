package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/usr/bin/env python3\nx",
                "#!/usr/bin/python\nconsole.log(1)",
                "print(1)",
                "import os\nos.getcwd()",
                "import numpy as np, os  # both",
                "from a.b import c\nc()",
                "def f(a, b=2) -> int:\n    return a",
                "for i in range(3):\n    print(i)",
                "x = 1\nif x > 0:\n    y = 2",
                "class A:\n    pass",
                "async def f():\n  with open('x') as f:\n    pass",
            })
    void recognisesPython(String source) {
        assertThat(Languages.recognise(source)).contains("python");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/usr/bin/env node\nx",
                "console.log('a')",
                "const x = 1;\nfor (const y of []) {}",
                "let {a} = b",
                "import fs from 'fs'",
                "const f = require('fs')",
                "function f(a) { return a }",
                "[1, 2].map(x => x + 1)",
            })
    void recognisesJavaScript(String source) {
        assertThat(Languages.recognise(source)).contains("javascript");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public class Main { public static void main(String[] a) { } }",
                "import java.util.List;\nclass A {}",
                "void main() { IO.println(1); }",
                "class A { public static void main(String[] a) { System.out.println(1); } }",
                "package a.b;\nrecord C() {}",
                "public record P(int x) {}",
            })
    void recognisesJava(String source) {
        assertThat(Languages.recognise(source)).contains("java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/bin/bash\nx",
                "#!/bin/sh -e\nprint(1)",
                "echo hello",
                "set -euo pipefail\nls",
                "for f in *; do cat $f; done",
                "if [ -f x ]; then\n  true\nfi",
                "A=$(date)",
                "seq 10 | sort",
            })
    void recognisesBash(String source) {
        assertThat(Languages.recognise(source)).contains("bash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6 * 7", "hello world", "SELECT 1;", "#!/usr/bin/perl\nprint 1", "<html></html>", "x = 1"})
    void saysNothingWhereNothingIsPlain(String source) {
        assertThat(Languages.recognise(source)).isEmpty();
    }

    @Test
    void isQuickOnHostileText() {
        String hostile = "def a(".repeat(20_000) + "import ".repeat(20_000) + "import a,a".repeat(20_000);
        long started = System.nanoTime();
        Languages.recognise(hostile);
        Languages.recognise("import a" + ", a".repeat(50_000) + "!");
        Languages.recognise("for " + "x".repeat(100_000));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
    }
}
