/** Backup and restore of what an installation knows: the tables, and where in the log they stand. */
@org.jspecify.annotations.NullMarked
package dev.signalbox.launcher.backup;
