/** Citizens and lawyers' telephones for tests over a real PBX, and the PBX itself: one a JVM. Knows SIP, no roster. */
package org.hotline12348.ivr.phones;
