/**
 * Telephones made of SIPp: citizens who dial the hotline and lawyers' telephones that are dialled, for the demo call, the benches
 * and the tests. SIPp speaks the SIP, this package drives it step by step and carries the audio (RTP with RFC 4733 digits).
 * Knows SIP and audio; must not know queues, rosters or records, so that what it saw is evidence of its own.
 */
@NullMarked
package org.hotline12348.ivr.sipp;

import org.jspecify.annotations.NullMarked;
