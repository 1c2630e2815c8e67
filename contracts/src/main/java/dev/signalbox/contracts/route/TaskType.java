package dev.signalbox.contracts.route;

/** What kind of work a task is. */
public enum TaskType {
    BUG_FIX,
    FEATURE_DEVELOPMENT,
    REFACTORING,
    TESTING,
    DOCUMENTATION,
    DEPLOYMENT,
    UI_DESIGN,
    ARCHITECTURE,
    STRATEGIC_PLANNING,
    GENERAL
}
