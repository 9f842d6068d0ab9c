/**
 * What callers hear: keys, texts, and the sound files made from them. Knows how numbers, times and dates are said in Mandarin
 * and in English, and how to bring a recording into the PBX's form. Must not know when a prompt is played: that is the dialplan's.
 */
@NullMarked
package org.hotline12348.ivr.prompt;

import org.jspecify.annotations.NullMarked;
