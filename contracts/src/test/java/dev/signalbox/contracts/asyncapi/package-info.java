/** The AsyncAPI document: made from the records, and checked against topics, records and golden files. */
@NullMarked
package dev.signalbox.contracts.asyncapi;

import org.jspecify.annotations.NullMarked;
