package dev.signalbox.session.adapter.db;

import dev.signalbox.session.app.workflows.TeamEdit;
import dev.signalbox.session.app.workflows.WorkflowView;
import dev.signalbox.session.app.workflows.Workflows;
import dev.signalbox.session.domain.workflows.Plan;
import dev.signalbox.session.domain.workflows.Quote;
import dev.signalbox.session.domain.workflows.Step;
import dev.signalbox.session.domain.workflows.Team;
import dev.signalbox.session.domain.workflows.TeamAgent;
import dev.signalbox.session.domain.workflows.Workflow;
import dev.signalbox.session.domain.workflows.WorkflowReport;
import dev.signalbox.session.domain.workflows.WorkflowRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What Jackson reaches of workflows by reflection and Quarkus cannot see. */
@RegisterForReflection(
        targets = {
            Workflow.class,
            Workflow.Asked.class,
            WorkflowRequest.class,
            Plan.class,
            Plan.PlannedStep.class,
            Team.class,
            Team.Assignment.class,
            TeamAgent.class,
            TeamEdit.class,
            Step.class,
            Step.Try.class,
            Quote.class,
            Quote.StepQuote.class,
            WorkflowReport.class,
            WorkflowReport.StepReport.class,
            WorkflowReport.File.class,
            WorkflowView.class,
            WorkflowView.StepView.class,
            Workflows.Page.class,
            Workflows.Events.class
        })
final class WorkflowReflection {

    private WorkflowReflection() {}
}
