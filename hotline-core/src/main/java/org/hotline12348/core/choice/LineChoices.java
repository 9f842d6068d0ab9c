package org.hotline12348.core.choice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.ivr.LineSetting;
import org.hotline12348.ivr.LineSetting.WelcomeKey;

/**
 * What a centre has chosen of its line.
 *
 * @param earlierTurnKey 8 in the welcome asks for an earlier turn
 * @param englishKey     2 in the welcome goes on in English
 * @param overflowAfter  how long a caller waits for the centre's own lawyers before the standby is tried; empty: as the
 *                       exchange was set up
 * @param helping        centres that help out, in this order; empty: those that stand near in the tree
 * @param help           who is called when a lawyer calls for help; empty: nobody
 * @param shortNumber    by which digits the centre is reached in a transfer from a telephone's keys
 */
public record LineChoices(
        boolean earlierTurnKey,
        boolean englishKey,
        Optional<Duration> overflowAfter,
        Optional<List<String>> helping,
        Optional<Help> help,
        Optional<String> shortNumber) {

    /** What holds until somebody chooses: no menu (GB/T 33358-2016), help from near in the tree, nobody to call. */
    public static final LineChoices USUAL =
            new LineChoices(false, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Who is called for help.
     *
     * @param person his user name
     * @param mobile where he is reached; empty: on the telephone that is known of him
     */
    public record Help(String person, Optional<PhoneNumber> mobile) {}

    public LineChoices {
        helping = helping.map(List::copyOf);
    }

    /** In the exchange's words. */
    List<LineSetting> told(String centre, CentreTree tree) {
        List<LineSetting> settings = new ArrayList<>(List.of(
                new WelcomeKey(centre, WelcomeKey.Use.EARLIER_TURN, earlierTurnKey),
                new WelcomeKey(centre, WelcomeKey.Use.ENGLISH, englishKey),
                new LineSetting.OverflowAfter(centre, overflowAfter),
                new LineSetting.Helpers(centre, helping.orElseGet(() -> tree.near(centre))),
                new LineSetting.CallForHelp(centre, help.map(Help::person))));
        shortNumber.ifPresent(digits -> settings.add(new LineSetting.ShortNumber(digits, Optional.of(centre))));
        return settings;
    }
}
