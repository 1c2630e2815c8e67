package dev.signalbox.simulators.scrapybara;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a request is refused with. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    final int status;
    final transient ObjectNode body;

    Refusal(int status, ObjectNode body) {
        super(body.toString());
        this.status = status;
        this.body = body;
    }

    static ObjectNode detail(String message) {
        return JsonNodeFactory.instance.objectNode().put("detail", message);
    }

    static ObjectNode invalid(String field, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode detail = body.putArray("detail").addObject();
        detail.putArray("loc").add("body").add(field);
        detail.put("msg", message).put("type", "value_error");
        return body;
    }
}
