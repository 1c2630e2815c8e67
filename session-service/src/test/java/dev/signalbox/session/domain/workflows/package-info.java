/** Tests of workflows, and the models they are played with. */
@NullMarked
package dev.signalbox.session.domain.workflows;

import org.jspecify.annotations.NullMarked;
