package dev.signalbox.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            print("hello")                       ~ PYTHON
            import os                            ~ PYTHON
            from a.b import c                    ~ PYTHON
            for i in range(3):                   ~ PYTHON
            console.log("hello")                 ~ JAVASCRIPT
            const a = [1, 2].map(x => x * 2)     ~ JAVASCRIPT
            import fs from 'fs'                  ~ JAVASCRIPT
            void main() { IO.println("hi"); }    ~ JAVA
            System.out.println(1);               ~ JAVA
            echo hello                           ~ BASH
            ls -la                               ~ BASH
            for i in 1 2; do echo $i; done       ~ BASH
            cat a.txt | sort                     ~ BASH
            """)
    void recognisesWhatIsObvious(String source, Language language) {
        assertThat(Language.recognise(source)).contains(language);
    }

    @Test
    void believesTheFirstLine() {
        assertThat(Language.recognise("#!/usr/bin/env python3\necho x")).contains(Language.PYTHON);
        assertThat(Language.recognise("#!/bin/sh\nprint(1)")).contains(Language.BASH);
        assertThat(Language.recognise("#!/usr/bin/node\n")).contains(Language.JAVASCRIPT);
        assertThat(Language.recognise("#! /usr/bin/java --source 25\n")).contains(Language.JAVA);
    }

    @Test
    void doesNotGuess() {
        assertThat(Language.recognise("DISPLAY 'COBOL'.")).isEmpty();
        assertThat(Language.recognise("")).isEmpty();
    }
}
