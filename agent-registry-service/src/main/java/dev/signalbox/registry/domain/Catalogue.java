package dev.signalbox.registry.domain;

import java.util.List;
import java.util.Map;

/**
 * What the product ships as data.
 *
 * @param skills by identifier
 * @param agents by identifier; deployed when they are new
 * @param templates by identifier
 */
public record Catalogue(
        Map<String, Shipped<SkillSpec>> skills,
        Map<String, Shipped<AgentSpec>> agents,
        Map<String, Shipped<AgentSpec>> templates) {

    /**
     * An item with the number of its edition.
     *
     * @param revision counts up whenever the item is changed in the files; an installation that has an older one and
     *     has not changed it by hand gets the new one
     */
    public record Shipped<S>(int revision, S spec) {}

    /**
     * Everything in it that the limits would refuse, in words; empty when it can be shipped.
     */
    public List<String> faults() {
        List<String> found = new java.util.ArrayList<>();
        skills.forEach((id, skill) -> RegistryLimits.violations(skill.spec())
                .forEach(violation -> found.add(id + violation.field() + " " + violation.message())));
        for (Map<String, Shipped<AgentSpec>> specs : List.of(agents, templates)) {
            specs.forEach((id, agent) -> {
                RegistryLimits.violations(agent.spec())
                        .forEach(violation -> found.add(id + violation.field() + " " + violation.message()));
                agent.spec().skills().stream()
                        .filter(skill -> !skills.containsKey(skill))
                        .forEach(skill -> found.add(id + "/skills names " + skill + ", which is no skill"));
            });
        }
        return found;
    }
}
