package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TenantsIT.TwoTenants.class)
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
class ConsoleIT {

    private static final Path FOLDER = Path.of("src/main/resources/META-INF/resources/console");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml");
    private static final int LONGEST = 300;

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static Response ask(String path) {
        return given().redirects().follow(false).get(path);
    }

    @Test
    void servesEveryFileWithItsTypeAndWithoutAKey() throws IOException {
        assertThat(files()).contains("index.html", "js/main.js", "style/base.css", "favicon.svg");
        for (String file : files()) {
            Response answer = ask("/console/" + file);
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            assertThat(answer.contentType())
                    .as(file)
                    .isEqualToIgnoringCase(TYPES.get(file.substring(file.lastIndexOf('.') + 1)));
            assertThat(answer.asByteArray()).as(file).isEqualTo(Files.readAllBytes(FOLDER.resolve(file)));
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy")).isEqualTo(ConsoleRoute.CONTENT_SECURITY_POLICY);
        }
        ask("/v1/tasks").then().statusCode(401);
    }

    @Test
    void allowsNothingThatIsNotItsOwn() {
        assertThat(ConsoleRoute.CONTENT_SECURITY_POLICY)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "http:", "https:", "data:", "*");
    }

    @Test
    void needsNothingThatThePolicyForbids() throws IOException {
        Pattern forbidden = Pattern.compile(
                "https?://(?!www\\.w3\\.org/2000/svg|example\\.org/)|innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\("
                        + "|new Function|\\sstyle=|\\son[a-z]+=\"|<style|javascript:|setAttribute\\('style'");
        for (String file : files()) {
            String text = Files.readString(FOLDER.resolve(file));
            Matcher found = forbidden.matcher(text);
            assertThat(found.find() ? found.group() : null).as(file).isNull();
            assertThat(text.lines().count()).as(file).isLessThanOrEqualTo(LONGEST);
        }
    }

    @Test
    void findsWhatItsFilesName() throws IOException {
        Pattern named = Pattern.compile("(?:from|import) '(\\./[^']+)'|(?:src|href)=\"((?!#|/)[^\"]+)\"");
        for (String file : files()) {
            Matcher names = named.matcher(Files.readString(FOLDER.resolve(file)));
            while (names.find()) {
                String name = names.group(1) == null ? names.group(2) : names.group(1);
                Path folder = FOLDER.resolve(file).getParent();
                assertThat(folder.resolve(name).normalize()).as(file).isRegularFile();
            }
        }
    }

    @Test
    void isSentAgainOnlyWhenItChanged() {
        Response first = ask("/console/js/main.js");
        String tag = first.header("ETag");
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        for (String tags : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            given().header("If-None-Match", tags)
                    .get("/console/js/main.js")
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .body(emptyString());
        }
        given().header("If-None-Match", "\"other\"")
                .get("/console/js/main.js")
                .then()
                .statusCode(200);
        assertThat(ask("/console/").header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void answersHeadWithoutABody() {
        int length = ask("/console/").asByteArray().length;
        given().head("/console/")
                .then()
                .statusCode(200)
                .header("Content-Length", Integer.toString(length))
                .contentType("text/html;charset=UTF-8")
                .body(emptyString());
    }

    @Test
    void leadsBrowsersThereAndTellsProgramsWhereItIs() {
        String browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        given().redirects()
                .follow(false)
                .header("Accept", browser)
                .get("/")
                .then()
                .statusCode(302)
                .header("Location", "/console/");
        for (String accept : List.of("*/*", "application/json", "application/json, text/html;q=0.5")) {
            given().redirects()
                    .follow(false)
                    .header("Accept", accept)
                    .get("/")
                    .then()
                    .statusCode(200)
                    .header("Vary", "Accept")
                    .body("console", equalTo("/console/"))
                    .body("name", equalTo("Signalbox"));
        }
        ask("/console").then().statusCode(308).header("Location", "/console/");
    }

    @Test
    void hasNothingElse() {
        for (String path : List.of(
                "/console/nothing.js",
                "/console/js/",
                "/console/js",
                "/console/%2e%2e/%2e%2e/openapi.yaml",
                "/console/..%2fopenapi.yaml",
                "/console/js/..%5c..%5cx.js",
                "/console//js/main.js/",
                "/console/js/main.js%00.css",
                "/console/main.class")) {
            given().urlEncodingEnabled(false)
                    .redirects()
                    .follow(false)
                    .get(path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
        given().post("/console/js/main.js").then().statusCode(405).header("Allow", "GET, HEAD");
    }
}
