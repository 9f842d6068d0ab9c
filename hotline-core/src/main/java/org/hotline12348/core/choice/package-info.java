/**
 * What a centre chooses of its line: keys of the welcome, who is called for help, which centres help out. Knows the tables
 * that keep it and the words in which the exchange is told, at once and again whenever the exchange comes up; there it holds
 * without us. Must not know HTTP, nor what a call does with it.
 */
@NullMarked
package org.hotline12348.core.choice;

import org.jspecify.annotations.NullMarked;
