package dev.signalbox.session.adapter.http;

import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.session.app.sessions.Advice;
import jakarta.enterprise.context.ApplicationScoped;

/** Whom the router recommends, and where it would send them. */
@ApplicationScoped
class HttpAdvice implements Advice {

    private final RouterRest router;

    HttpAdvice(RouterRest router) {
        this.router = router;
    }

    @Override
    public TeamRecommendation team(TaskSpec task) {
        return router.post("/internal/team-recommendations", task, TeamRecommendation.class);
    }

    @Override
    public DecisionRecord route(TaskRequested request) {
        return router.post("/internal/routes", request, DecisionRecord.class);
    }
}
