package org.hotline12348.core.lease;

/**
 * One running copy of the service.
 *
 * @param copy its home: two processes of the same copy never run at once, the home's lock sees to that
 * @param run its process: another one after each start
 */
public record Holder(String copy, String run) {}
