package org.hotline12348.core.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.scheduler.Roster;

/** The embedded PBX's settings, from ours and from the centres that the roster knows. */
final class PbxOf {
    static final String LINE = "12348";

    private PbxOf() {}

    /**
     * @param home where the exchange's directory lies
     * @param numbers centre -> the number citizens dial, as an administrator gave them
     */
    static PbxSettings settings(Settings settings, Path home, Place place, Roster roster, Map<String, String> numbers) {
        List<PbxSettings.Lawyer> lawyers = roster.centres().stream()
                .flatMap(centre -> roster.practitioners(centre.id()).stream())
                .map(lawyer -> new PbxSettings.Lawyer(lawyer.id(), "sip"))
                .distinct()
                .toList();
        return new PbxSettings(
                settings.pbx().name(),
                home.resolve("asterisk"),
                place.config(),
                place.cache(),
                new PbxSettings.Ports(
                        settings.sip().port(),
                        settings.ami().port(),
                        settings.agi().port(),
                        settings.pbx().httpPort(),
                        settings.rtp().from(),
                        settings.rtp().to()),
                settings.trunk().inbound(),
                settings.trunk().outbound(),
                lines(numbers),
                centres(roster),
                lawyers,
                switch (settings.pbx().pace()) {
                    case USUAL -> PbxSettings.Pace.usual();
                    case BRISK -> PbxSettings.Pace.brisk();
                });
    }
    /** A queue each. */
    static List<PbxSettings.Centre> centres(Roster roster) {
        return roster.centres().stream()
                .map(centre -> new PbxSettings.Centre(centre.id(), centre.name(), centre.id()))
                .toList();
    }

    /**
     * The centre by the number that is dialled.
     *
     * @param numbers centre -> the number citizens dial, as an administrator gave them
     */
    static Map<String, String> lines(Map<String, String> numbers) {
        return numbers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    }
}
