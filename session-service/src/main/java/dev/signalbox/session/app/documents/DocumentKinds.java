package dev.signalbox.session.app.documents;

/** Kinds of documents; each has a table of the same name. */
public final class DocumentKinds {

    public static final String SESSIONS = "sessions";
    public static final String WORKFLOWS = "workflows";
    public static final String APPROVALS = "approvals";
    public static final String WEBHOOKS = "webhooks";
    public static final String DELIVERIES = "deliveries";

    private DocumentKinds() {}
}
