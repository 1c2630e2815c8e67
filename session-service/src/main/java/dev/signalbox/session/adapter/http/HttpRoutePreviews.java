package dev.signalbox.session.adapter.http;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.workflows.RoutePreviews;
import dev.signalbox.session.domain.workflows.Preview;
import jakarta.enterprise.context.ApplicationScoped;

/** What steps would cost, as the router says. */
@ApplicationScoped
class HttpRoutePreviews implements RoutePreviews {

    private final RouterRest router;

    HttpRoutePreviews(RouterRest router) {
        this.router = router;
    }

    @Override
    public Preview preview(String key, TaskRequested task) {
        try {
            DecisionRecord record = router.post("/internal/routes", task, DecisionRecord.class);
            return new Preview(key, record.decision(), null);
        } catch (RefusedException e) {
            if (e.problem().type().equals(ProblemType.UNAVAILABLE.uri())) {
                throw new UnavailableException("" + e.problem().detail());
            }
            return new Preview(key, null, e.problem());
        }
    }
}
