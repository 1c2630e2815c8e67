/** What the text of a task tells: features, the trained model, and words that stand for capabilities and skills. */
@NullMarked
package dev.signalbox.router.domain.text;

import org.jspecify.annotations.NullMarked;
