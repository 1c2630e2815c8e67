package dev.signalbox.contracts.testing.badservice.app;

import dev.signalbox.contracts.testing.badservice.adapter.rest.RestAdapter;

/** Deliberately bad: a use case that knows an adapter. */
class AppThatKnowsAnAdapter {
    RestAdapter adapter = new RestAdapter();
}
