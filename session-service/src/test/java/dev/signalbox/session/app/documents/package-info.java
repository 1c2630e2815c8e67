/** Tests of documents, and their twin in memory. */
@NullMarked
package dev.signalbox.session.app.documents;

import org.jspecify.annotations.NullMarked;
