package dev.signalbox.gateway.adapter.rest;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Tells who comes by where to go on. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public class IndexResource {

    /** Where things are. */
    public record Index(String name, String documentation, String openapi, String tasks, String health) {}

    private static final Index INDEX =
            new Index("Signalbox", "/q/swagger-ui", "/q/openapi", "/v1/tasks", "/q/health/ready");

    @GET
    public Index index() {
        return INDEX;
    }
}
