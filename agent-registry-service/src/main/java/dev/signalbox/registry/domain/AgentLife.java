package dev.signalbox.registry.domain;

import org.jspecify.annotations.Nullable;

/**
 * The life of an agent: its methods are the only legal changes. Versions count up from 1 and are never changed.
 */
public sealed interface AgentLife {

    /** The newest version. */
    int latestVersion();

    AgentStatus status();

    /** The agent with one more version, which is not deployed yet. */
    AgentLife revised();

    /** The agent with the given version, 1 to {@link #latestVersion()}, on duty. */
    default Deployed deployed(int version) {
        return new Deployed(latestVersion(), version);
    }

    /** The version on duty; null when there is none. */
    default @Nullable Integer deployedVersion() {
        return null;
    }

    static AgentLife created() {
        return new Draft(1);
    }

    /** Puts together what was stored. */
    static AgentLife of(AgentStatus status, int latestVersion, @Nullable Integer deployedVersion) {
        return switch (status) {
            case DRAFT -> new Draft(latestVersion);
            case RETIRED -> new Retired(latestVersion);
            case DEPLOYED -> {
                if (deployedVersion == null) {
                    throw new IllegalArgumentException("a deployed agent has a deployed version");
                }
                yield new Deployed(latestVersion, deployedVersion);
            }
        };
    }

    /** Nothing of it is on duty yet. */
    record Draft(int latestVersion) implements AgentLife {
        @Override
        public AgentStatus status() {
            return AgentStatus.DRAFT;
        }

        @Override
        public Draft revised() {
            return new Draft(latestVersion + 1);
        }

        public Retired retired() {
            return new Retired(latestVersion);
        }
    }

    /** A version is on duty. */
    record Deployed(int latestVersion, Integer deployedVersion) implements AgentLife {

        public Deployed {
            if (deployedVersion < 1 || deployedVersion > latestVersion) {
                throw new IllegalArgumentException("deployedVersion must be 1 to " + latestVersion);
            }
        }

        @Override
        public AgentStatus status() {
            return AgentStatus.DEPLOYED;
        }

        @Override
        public Deployed revised() {
            return new Deployed(latestVersion + 1, deployedVersion);
        }

        public Retired retired() {
            return new Retired(latestVersion);
        }
    }

    /** Withdrawn; it can be deployed again. */
    record Retired(int latestVersion) implements AgentLife {
        @Override
        public AgentStatus status() {
            return AgentStatus.RETIRED;
        }

        @Override
        public Draft revised() {
            return new Draft(latestVersion + 1);
        }
    }
}
