package org.hotline12348.core.consultation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people wrote to a consultation. Texts are empty when nothing is written.
 *
 * @param category         key of the matter category, see {@link WordLists}; empty when not chosen yet
 * @param matter           the matter in a few words (事项), at most {@value #MAX_NAME} characters
 * @param summary          what it was about, at most {@value #MAX_TEXT} characters
 * @param advice           what the lawyer answered, at most {@value #MAX_TEXT} characters
 * @param disposition      key of the disposition (处理方式); empty when not chosen yet
 * @param callerGroups     keys of caller groups (农民工 …)
 * @param callerName       as the caller gave it; empty when he did not (anonymity is allowed)
 * @param district         the caller's district; empty when not asked
 * @param rightsExplained  the caller was told of the right to legal aid, its conditions and procedure (法律援助法
 *                         art. 23): must be ticked before a record counts as complete
 * @param limitationDate   last day of the limitation period, where one runs
 * @param followUpWanted   the caller wants to hear from the centre again
 * @param sensitive        narrower visibility: a minor, medical, criminal or domestic-violence matter. A category or a
 *                         caller group that is sensitive by its list sets it, see {@link WordLists#guarded}
 * @param nameWithheld     the caller would not give a name; he is served all the same (DOMAIN 2)
 * @param aidApplication   an application for legal aid was begun (法律援助法 art. 31 to 43)
 * @param referredTo       where the caller was sent on to; empty when nowhere, at most {@value #MAX_NAME} characters
 * @param followUpOn       the day on which the caller shall hear from the centre again
 */
public record Notes(
        String category,
        String matter,
        String summary,
        String advice,
        String disposition,
        Set<String> callerGroups,
        String callerName,
        String district,
        boolean rightsExplained,
        Optional<LocalDate> limitationDate,
        boolean followUpWanted,
        boolean sensitive,
        boolean nameWithheld,
        boolean aidApplication,
        String referredTo,
        Optional<LocalDate> followUpOn) {

    /** Limit of one text, in characters. */
    public static final int MAX_TEXT = 10_000;

    /** Limit of a name or a district, in characters. */
    public static final int MAX_NAME = 100;

    /** Key of the disposition of a void or harassing call. */
    public static final String VOID = "void";

    public static final Notes BLANK = new Notes(
            "",
            "",
            "",
            "",
            "",
            Set.of(),
            "",
            "",
            false,
            Optional.empty(),
            false,
            false,
            false,
            false,
            "",
            Optional.empty());

    public Notes {
        callerGroups = Set.copyOf(callerGroups);
    }

    /**
     * What is still to be written before the record of an answered consultation is complete, by field name. A void or
     * harassing call needs no word on legal aid.
     */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (category.isEmpty()) {
            missing.add("category");
        }
        if (summary.isEmpty()) {
            missing.add("summary");
        }
        if (advice.isEmpty()) {
            missing.add("advice");
        }
        if (disposition.isEmpty()) {
            missing.add("disposition");
        }
        if (!rightsExplained && !disposition.equals(VOID)) {
            missing.add("rightsExplained");
        }
        return List.copyOf(missing);
    }

    /** The same, of a sensitive matter. */
    Notes asSensitive() {
        return new Notes(
                category,
                matter,
                summary,
                advice,
                disposition,
                callerGroups,
                callerName,
                district,
                rightsExplained,
                limitationDate,
                followUpWanted,
                true,
                nameWithheld,
                aidApplication,
                referredTo,
                followUpOn);
    }
}
