package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.domain.Sha256;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /console/...}: the web console, files of the application. They need no key: what they show, they ask the
 * API for. A route and not the framework's static files, because those are cached for a day without asking, and come
 * without a Content-Security-Policy.
 */
@Singleton
public final class ConsoleRoute {

    static final String ADDRESS = "/console/";

    /** Scripts, styles and images from here alone, nothing inline; no frame around it, no form that leaves. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String FOLDER = "META-INF/resources/console/";
    private static final String FIRST_PAGE = "index.html";
    private static final Pattern FILE = Pattern.compile("(?:[a-z0-9-]+/)*[a-z0-9-]+\\.(html|css|js|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml");

    /** Files that exist, as they are sent. */
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    private record Page(Buffer content, String type, String tag) {}

    void routes(@Observes Router router) {
        router.route(ADDRESS + "*")
                .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                .handler(this::answer);
    }

    private void answer(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            throw Refusal.of(ProblemType.METHOD_NOT_ALLOWED, "the console is read with GET");
        }
        String path = context.normalizedPath();
        if (!path.startsWith(ADDRESS)) {
            context.response()
                    .setStatusCode(308)
                    .putHeader(HttpHeaders.LOCATION, ADDRESS)
                    .end();
            return;
        }
        String name = path.length() == ADDRESS.length() ? FIRST_PAGE : path.substring(ADDRESS.length());
        Page page = pages.get(name);
        if (page == null) {
            page = read(name);
            if (page == null) {
                Problems.write(context, ProblemAnswer.of(404, Edge.traceId(context)));
                return;
            }
            pages.put(name, page);
        }
        send(context, page);
    }

    private static void send(RoutingContext context, Page page) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.ETAG, page.tag())
                // A new version is seen at once, and an unchanged one costs no more than the question.
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (known(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), page.tag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, page.type());
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            Integer.toString(page.content().length()))
                    .end();
        } else {
            response.end(page.content());
        }
    }

    private static boolean known(@Nullable String tags, String tag) {
        return tags != null
                && Arrays.stream(tags.split(","))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }

    private static @Nullable Page read(String name) {
        var file = FILE.matcher(name);
        if (!file.matches()) {
            return null;
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return null;
            }
            byte[] bytes = in.readAllBytes();
            String type = TYPES.get(file.group(1));
            return new Page(
                    Buffer.buffer(bytes),
                    type == null ? "application/octet-stream" : type,
                    '"' + HexFormat.of().formatHex(Sha256.of(bytes), 0, 16) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
