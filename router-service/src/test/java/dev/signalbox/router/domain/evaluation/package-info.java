/** The proof that replay's estimates bracket what is true. */
@org.jspecify.annotations.NullMarked
package dev.signalbox.router.domain.evaluation;
