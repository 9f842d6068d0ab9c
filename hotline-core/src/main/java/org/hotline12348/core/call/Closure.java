package org.hotline12348.core.call;

/** Why a citizen heard that the line is closed. */
public enum Closure {
    HOURS,
    HOLIDAY,
    EMERGENCY
}
