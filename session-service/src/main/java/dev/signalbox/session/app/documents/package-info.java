/** Documents that change with what follows from the change, in one transaction. */
@NullMarked
package dev.signalbox.session.app.documents;

import org.jspecify.annotations.NullMarked;
