package org.hotline12348.scheduler.change;

/**
 * A rule that forbids a step.
 *
 * @param rule its short name (LEAVE, ONE_DUTY_A_DAY, STATE, …)
 * @param detail who, when and what, for people, Chinese and English
 */
public record Refusal(String rule, String detail) {}
