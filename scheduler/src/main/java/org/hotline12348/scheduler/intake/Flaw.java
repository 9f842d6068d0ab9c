package org.hotline12348.scheduler.intake;

/**
 * Something that is wrong or odd, in words for the coordinator.
 *
 * @param chinese one sentence with the thing, the value, the rule and the mend
 * @param english the same
 */
public record Flaw(String chinese, String english) {

    @Override
    public String toString() {
        return chinese + " / " + english;
    }
}
