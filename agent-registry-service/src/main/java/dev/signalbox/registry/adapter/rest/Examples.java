package dev.signalbox.registry.adapter.rest;

/** Bodies that the OpenAPI document shows. */
final class Examples {

    static final String AGENT = """
            {"id": "release_writer", "role": "technical_writer", "name": "Release writer",
             "description": "Turns merged changes into release notes that users understand.",
             "skills": ["documentation"], "tools": ["read_file", "search_code"],
             "systemPrompt": "You write release notes. State what changed for the user, never how.",
             "model": "haiku", "configuration": {"temperature": "0.2"}}""";

    static final String FROM_TEMPLATE = """
            {"id": "payments_auditor", "name": "Payments auditor", "skills": ["threat_modelling"],
             "configuration": {"scope": "payments"}}""";

    static final String SKILL = """
            {"id": "kotlin", "name": "Kotlin", "description": "Writes and reviews Kotlin.",
             "capabilities": ["packages"], "promptTemplate": "Prefer immutable data and sealed hierarchies."}""";

    private Examples() {}
}
