package dev.signalbox.contracts.testing.badservice.adapter.kafka;

import dev.signalbox.contracts.testing.badservice.adapter.rest.RestAdapter;

/** Deliberately bad: an adapter that knows another. */
class KafkaAdapterThatKnowsRest {
    RestAdapter other = new RestAdapter();
}
