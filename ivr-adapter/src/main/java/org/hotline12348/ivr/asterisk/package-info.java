/**
 * The phone line on Asterisk's manager interface (AMI), by Asterisk-Java's connection.
 * Knows AMI's actions and events and when a connection is dead; its threads end here, in one hand-over to a Vert.x context.
 * Must not let Asterisk-Java's types out, nor decide who sits where.
 */
@NullMarked
package org.hotline12348.ivr.asterisk;

import org.jspecify.annotations.NullMarked;
