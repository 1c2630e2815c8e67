package dev.signalbox.session.adapter.db;

import dev.signalbox.session.app.sessions.HoldDocument;
import dev.signalbox.session.domain.ActiveAttempt;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskState;
import dev.signalbox.session.domain.approvals.Approval;
import dev.signalbox.session.domain.approvals.ApprovalStatus;
import dev.signalbox.session.domain.sessions.ActiveAgent;
import dev.signalbox.session.domain.sessions.HoldUse;
import dev.signalbox.session.domain.sessions.Place;
import dev.signalbox.session.domain.sessions.SessionDocument;
import dev.signalbox.session.domain.webhooks.Delivery;
import dev.signalbox.session.domain.webhooks.DeliveryStatus;
import dev.signalbox.session.domain.webhooks.Webhook;
import dev.signalbox.session.domain.webhooks.WebhookStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What Jackson reaches by reflection and Quarkus cannot see; the records of `contracts` register themselves. */
@RegisterForReflection(
        targets = {
            Task.class,
            ActiveAttempt.class,
            TaskState.class,
            TaskState.Routing.class,
            TaskState.AwaitingApproval.class,
            Approval.class,
            ApprovalStatus.class,
            Webhook.class,
            WebhookStatus.class,
            Delivery.class,
            DeliveryStatus.class,
            TaskState.Dispatched.class,
            TaskState.Running.class,
            TaskState.Finishing.class,
            TaskState.Retrying.class,
            TaskState.Stopping.class,
            TaskState.CancelledEarly.class,
            TaskState.Ended.class,
            SessionDocument.class,
            SessionDocument.Wish.class,
            SessionDocument.Team.class,
            SessionDocument.Use.class,
            SessionDocument.History.class,
            SessionDocument.End.class,
            ActiveAgent.class,
            HoldUse.class,
            HoldUse.WorkerUse.class,
            Place.class,
            HoldDocument.class
        },
        classNames = {"dev.signalbox.session.adapter.db.TaskDocuments$NamedStates"})
final class NativeReflection {

    private NativeReflection() {}
}
