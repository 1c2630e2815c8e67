/** Tests of backup, restore and migrations. */
@org.jspecify.annotations.NullMarked
package dev.signalbox.launcher.backup;
