/** Tests of what the text of a task tells. */
@NullMarked
package dev.signalbox.router.domain.text;

import org.jspecify.annotations.NullMarked;
