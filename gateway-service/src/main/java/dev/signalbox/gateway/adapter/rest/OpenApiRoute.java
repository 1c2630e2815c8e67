package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.gateway.app.Refusal;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /q/openapi}: the description of the API, YAML unless somebody wants JSON by the suffix {@code .json}, {@code Accept} or
 * {@code ?format=}. Both are files of the application: Quarkus would make them anew at every start, which took a third of it. A test
 * keeps the JSON like the YAML, which is written by hand.
 */
@Singleton
public final class OpenApiRoute {

    static final String ADDRESS = "/q/openapi";

    private static final String FILE = "META-INF/openapi";
    private static final List<String> SUFFIXES = List.of("", ".json", ".yaml", ".yml");
    private static final String METHODS = "GET, HEAD, OPTIONS";

    /** Files that somebody asked for. */
    private final Map<Form, Buffer> documents = new EnumMap<>(Form.class);

    private enum Form {
        JSON("application/json", ".json"),
        YAML("application/yaml", ".yaml");

        private final String mediaType;
        private final String suffix;

        Form(String mediaType, String suffix) {
            this.mediaType = mediaType;
            this.suffix = suffix;
        }
    }

    void routes(@Observes Router router) {
        for (String suffix : SUFFIXES) {
            router.route(ADDRESS + suffix)
                    .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                    .handler(this::answer);
        }
    }

    private void answer(RoutingContext context) {
        HttpMethod method = context.request().method();
        HttpServerResponse response = context.response();
        if (method.equals(HttpMethod.OPTIONS)) {
            response.putHeader(HttpHeaders.ALLOW, METHODS).end();
            return;
        }
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.ALLOW, METHODS);
            throw Refusal.of(ProblemType.METHOD_NOT_ALLOWED, "the description is read with GET");
        }
        Form form = form(context);
        Buffer document = document(form);
        response.putHeader(HttpHeaders.CONTENT_TYPE, form.mediaType + ";charset=UTF-8")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (method.equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(document.length()))
                    .end();
        } else {
            response.end(document);
        }
    }

    private static Form form(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.endsWith(Form.JSON.suffix)) {
            return Form.JSON;
        }
        if (!path.equals(ADDRESS)) {
            return Form.YAML;
        }
        return wantsJson(
                        context.request().getHeader(HttpHeaders.ACCEPT),
                        context.request().getParam("format"))
                ? Form.JSON
                : Form.YAML;
    }

    private static boolean wantsJson(@Nullable String accept, @Nullable String format) {
        return Form.JSON.name().equalsIgnoreCase(format) || accept != null && accept.contains(Form.JSON.mediaType);
    }

    private synchronized Buffer document(Form form) {
        return documents.computeIfAbsent(form, OpenApiRoute::read);
    }

    private static Buffer read(Form form) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream(FILE + form.suffix)) {
            if (in == null) {
                throw new IllegalStateException("the application has no " + FILE + form.suffix);
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
