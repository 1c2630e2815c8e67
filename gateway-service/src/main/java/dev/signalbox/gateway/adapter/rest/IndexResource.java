package dev.signalbox.gateway.adapter.rest;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Tells who comes by where to go on; browsers are led to the console. */
@Path("/")
@Singleton
public class IndexResource {

    /** Where things are. */
    public record Index(
            String name, String console, String documentation, String openapi, String tasks, String health) {}

    private static final Index INDEX =
            new Index("Signalbox", ConsoleRoute.ADDRESS, "/q/swagger-ui", "/q/openapi", "/v1/tasks", "/q/health/ready");

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response index() {
        return Response.ok(INDEX).header(HttpHeaders.VARY, HttpHeaders.ACCEPT).build();
    }

    /** Programs that take anything get JSON. */
    @GET
    @Produces("text/html;qs=0.5")
    public Response console() {
        return Response.status(Response.Status.FOUND)
                .header(HttpHeaders.LOCATION, ConsoleRoute.ADDRESS)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
