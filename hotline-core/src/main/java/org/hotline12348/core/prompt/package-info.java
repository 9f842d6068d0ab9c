/**
 * What callers hear: the list of prompts with their texts, what a centre recorded in their place, and which version is
 * played. It knows PostgreSQL and the exchange's sound files. It must not know HTTP.
 */
@NullMarked
package org.hotline12348.core.prompt;

import org.jspecify.annotations.NullMarked;
